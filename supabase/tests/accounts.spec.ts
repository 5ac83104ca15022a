// Profiles, and what becomes of a player's data: taken along, deleted, merged into an account.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { explanationsOf, submitExplanation } from '../../src/lib/data/explanations.ts';
import { answerNoPattern, answeredPuzzles, neuronStanding, nextPuzzle } from '../../src/lib/data/puzzles.ts';
import { castVote, myVotes } from '../../src/lib/data/votes.ts';
import type { Backend } from '../../src/lib/server/embedded/backend.ts';
import { describeOnBoth } from '../../src/testing/backends.ts';
import { newPlayer, publishSample, serviceRpcOf, type Player } from '../../src/testing/players.ts';
import { call } from '../../src/testing/rounds.ts';

describeOnBoth('accounts', (open) => {
	let backend: Backend;
	let campaignId: string;
	beforeAll(async () => {
		backend = await open();
		campaignId = await publishSample(backend, 60);
	});
	afterAll(() => backend.close());
	const run = (sql: string) => backend.database.run(sql);

	const profile = (player: Player, changes: Record<string, unknown>) =>
		call<Record<string, unknown>>(player, 'update_profile', { profile: changes });
	async function submitted(player: Player, index: number, text: string): Promise<string> {
		const answer = await submitExplanation(player.store, { campaignId, index, text });
		if (!answer.ok) throw new Error(answer.error.code);
		return answer.value.explanation.id;
	}
	/** A player who is signed in with more than a device. */
	async function newAccount(): Promise<Player> {
		const player = await newPlayer(backend);
		await run(`update auth.users set is_anonymous = false where id = '${player.id}'`);
		return player;
	}

	it('keep a profile, part by part', async () => {
		const player = await newPlayer(backend);
		expect(await call(player, 'me')).toBeNull();
		expect(await profile(player, { name: '  Zoë\u200b  Quartz ', country: 'FR' })).toMatchObject({
			name: 'Zoë Quartz',
			country: 'FR',
			region: null,
			is_listed: false,
			is_anonymous: true,
			rating: 1500,
			is_provisional: true
		});
		expect(
			await profile(player, { avatar: 7, is_listed: true, is_credited: true, region: 'europe' })
		).toMatchObject({
			name: 'Zoë Quartz',
			avatar: 7,
			region: 'europe',
			is_listed: true
		});
		expect(await profile(player, { name: null, country: null })).toMatchObject({
			name: null,
			country: null,
			avatar: 7
		});
		for (const wrong of [
			{ avatar: 32 },
			{ avatar: -1 },
			{ avatar: 'x' },
			{ avatar: null },
			{ country: 'fr' },
			{ country: 'France' },
			{ region: 'mars' },
			{ is_listed: 'maybe' },
			[],
			'text',
			null
		]) {
			await expect(profile(player, wrong as never), JSON.stringify(wrong)).rejects.toThrow('invalid');
		}
		expect(await profile(player, { role: 'moderator', rating: 3000, points: 9 })).toMatchObject({
			role: 'player',
			rating: 1500
		});
	});

	it('let no name look like another', async () => {
		const owner = await newPlayer(backend);
		await profile(owner, { name: 'Mike Rowe' });
		expect(await profile(owner, { name: 'mike rowe' })).toMatchObject({ name: 'mike rowe' });
		const player = await newPlayer(backend);
		const alike = [
			'Mike Rowe',
			'MIKE ROWE',
			'MikeRowe',
			'mike_r0we',
			'M1ke Rowe',
			'Mlke Rowe',
			'Míke Rowe',
			'rnike rowe',
			'Mike\u00a0Rowe',
			'mike rovve'
		];
		for (const name of alike) await expect(profile(player, { name }), name).rejects.toThrow('already_exists');
		for (const name of ['Admin', 'm0derator', 'Neuron-pedia']) {
			await expect(profile(player, { name }), name).rejects.toThrow('already_exists');
		}
		const odd = [
			'ｍｉｋｅ ｒｏｗｅ',
			'Мike',
			'Mikе',
			'αlpha',
			'a<b>c',
			'a/b',
			'x🦊x',
			'two*',
			'@mike',
			'mike#1',
			'http:x'
		];
		for (const name of odd) await expect(profile(player, { name }), name).rejects.toThrow('unfit');
		for (const name of ['', 'a', ' a ', '\u200b\u200b\u200b']) {
			await expect(profile(player, { name }), name).rejects.toThrow('too_short');
		}
		await expect(profile(player, { name: 'x'.repeat(25) })).rejects.toThrow('too_long');
		await expect(profile(player, { name: 'x'.repeat(5000) })).rejects.toThrow('too_long');
		for (const name of [
			'日本語',
			'Мария',
			'Ελένη',
			'עברית',
			"O'Neil-x.y",
			'नमस्ते',
			'José 2',
			'x'.repeat(24)
		]) {
			expect((await profile(player, { name })).name).toBe(name);
		}
	});

	it('give a player everything that is kept', async () => {
		const [player, other] = [await newPlayer(backend), await newPlayer(backend)];
		await submitted(player, 1, 'my words to take along');
		const theirs = await submitted(other, 2, 'words of another');
		await castVote(player.store, { explanationId: theirs, value: -1 });
		await call(player, 'send_feedback', { text: 'I like it', page: '/' });
		await call(player, 'report_explanation', { explanation_id: theirs, reason: 'spam' });
		const data = await call<Record<string, unknown[]>>(player, 'export_my_data');
		expect(data).toMatchObject({
			profile: { id: player.id, answered_count: 2 },
			explanations: [{ text: 'my words to take along' }],
			votes: [{ explanation_id: theirs, value: -1 }],
			answers: [{ neuron_index: 1 }, { neuron_index: 2 }],
			feedback: [{ text: 'I like it' }],
			reports: [{ reason: 'spam' }],
			rounds: [],
			points: [],
			evidence: [],
			records: [],
			badges: []
		});
		expect(JSON.stringify(data)).not.toContain('words of another');
		expect(JSON.stringify(data)).not.toContain(other.id);
	});

	it('are deleted, with the explanations or without', async () => {
		for (const keep of [true, false]) {
			const index = keep ? 3 : 4;
			const [leaver, other] = [await newPlayer(backend), await newPlayer(backend)];
			const own = await submitted(leaver, index, 'words of one who leaves');
			const theirs = await submitted(other, index, 'words of one who stays');
			await castVote(leaver.store, { explanationId: theirs, value: 1 });
			await castVote(other.store, { explanationId: own, value: 1 });
			await call(leaver, 'delete_account', { keep_explanations: keep });
			await serviceRpcOf(backend)('run_upkeep', {}); // takes the votes out of the counters
			const listed = await explanationsOf(other.store, { campaignId, index });
			const texts = listed.ok
				? listed.value.map(({ text, votesUp, author }) => ({ text, votesUp, author }))
				: [];
			expect(texts).toContainEqual({ text: 'words of one who stays', votesUp: 0, author: null });
			expect(texts.some(({ text }) => text === 'words of one who leaves')).toBe(keep);
			expect(await run(`select count(*)::text as n from auth.users where id = '${leaver.id}'`)).toEqual([
				{ n: '0' }
			]);
			// The token still is good for an hour, the player is gone.
			const { error } = await leaver.client.rpc('cast_vote', { explanation_id: theirs, value: 1 });
			expect(error).toMatchObject({ hint: 'signed_out' });
		}
	});

	it('leave neurons standing as they would without their votes', async () => {
		const [author, ...voters] = await Promise.all(Array.from({ length: 4 }, () => newPlayer(backend)));
		const [first, second] = [
			await submitted(author!, 0, 'words that many like'),
			await submitted(author!, 0, 'words that one likes')
		];
		for (const voter of voters) await castVote(voter.store, { explanationId: first, value: 1 });
		await castVote((await newPlayer(backend)).store, { explanationId: second, value: 1 });
		const leader = async () => {
			const standing = await neuronStanding(author!.store, { campaignId, index: 0 });
			return standing.ok && standing.value!.bestId;
		};
		expect(await leader()).toBe(first);
		for (const voter of voters) await call(voter, 'delete_account', { keep_explanations: true });
		await serviceRpcOf(backend)('run_upkeep', {});
		expect(await leader()).toBe(second);
		expect(await run('select * from game.reviews_due')).toEqual([]);
	});

	it('take a guest over whole: the older vote, the older answer, nothing counted twice', async () => {
		const [guest, account, third] = [await newPlayer(backend), await newAccount(), await newPlayer(backend)];
		const ids: string[] = [];
		for (let i = 10; i < 16; i++) ids.push(await submitted(third, i, `words of a third ${i}`));
		const vote = (player: Player, i: number, value: -1 | 1) =>
			castVote(player.store, { explanationId: ids[i]!, value });
		await vote(guest, 0, 1); // the guest's is older
		await vote(account, 0, -1);
		await vote(account, 1, 1); // the account's is older
		await vote(guest, 1, -1);
		await vote(guest, 2, 1); // the guest's alone
		const ofGuest = await submitted(guest, 20, 'words of a guest');
		const ofAccount = await submitted(account, 21, 'words of an account');
		await castVote(account.store, { explanationId: ofGuest, value: 1 }); // would be one's own
		await castVote(guest.store, { explanationId: ofAccount, value: 1 });
		await answerNoPattern(guest.store, { campaignId, index: 30 });
		await answerNoPattern(account.store, { campaignId, index: 30 });
		await profile(guest, { name: 'Guesty', country: 'FR' });
		await run(`update game.players set rating = 1700, rating_deviation = 100, streak_days = 5, streak_best = 9,
				rounds_finished = 4 where id = '${guest.id}';
			select game.earn('${guest.id}', 40, 'round', '${campaignId}', 0);
			select game.earn('${account.id}', 2, 'round', '${campaignId}', 0)`);
		await serviceRpcOf(backend)('run_upkeep', {});
		await run(`select game.earn('${guest.id}', 3, 'round', '${campaignId}', 0)`); // not yet drained
		const dealt = await nextPuzzle(guest.store, { campaignId });

		const code = await call<string>(guest, 'prepare_merge');
		expect(await call(account, 'claim_merge', { code })).toMatchObject({
			name: 'Guesty',
			country: 'FR',
			is_anonymous: false,
			rating: 1700,
			rating_deviation: 100,
			streak: 5,
			streak_best: 9,
			rounds: 4,
			points: 42,
			answered: 6
		});
		await serviceRpcOf(backend)('run_upkeep', {});
		expect(await call(account, 'me')).toMatchObject({ points: 45, answered: 6 });

		const votes = await myVotes(account.store, campaignId);
		const valueOf = (id: string) =>
			votes.ok ? votes.value.find(({ explanationId }) => explanationId === id)?.value : 0;
		expect([valueOf(ids[0]!), valueOf(ids[1]!), valueOf(ids[2]!)]).toEqual([1, 1, 1]);
		expect([valueOf(ofGuest), valueOf(ofAccount)]).toEqual([undefined, undefined]);
		expect(
			await run(`select e.id::text from game.explanations e left join game.votes v on v.explanation_id = e.id
			group by e.id having e.votes_up <> count(*) filter (where v.value = 1)
			or e.votes_down <> count(*) filter (where v.value = -1) or bool_or(v.player_id = e.author_id)`)
		).toEqual([]);
		expect(
			await run(`select n.index::text from game.neurons n left join game.answers a
			on a.campaign_id = n.campaign_id and a.neuron_index = n.index and a.kind <> 'skip'
			where n.campaign_id = '${campaignId}' and n.index >= 5 group by n.campaign_id, n.index
			having n.answer_count <> count(a.*) or n.no_pattern_count <> count(*) filter (where a.kind = 'no-pattern')`)
		).toEqual([]);
		expect(await neuronStanding(account.store, { campaignId, index: 30 })).toMatchObject({
			value: { answers: 1, noPattern: 1 }
		});
		const listed = await explanationsOf(account.store, { campaignId, index: 20 });
		expect(listed).toMatchObject({ value: [{ id: ofGuest, mine: true, votesUp: 0 }] });
		const answered = await answeredPuzzles(account.store, campaignId);
		expect(answered.ok && answered.value.map(({ index }) => index).sort()).toEqual([10, 11, 12, 20, 21, 30]);
		expect(
			await run(`select game.has_bit(neurons, ${dealt.ok && dealt.value!.index})::text as b from game.seen
			where player_id = '${account.id}'`)
		).toEqual([{ b: 'true' }]);
		expect(await run(`select count(*)::text as n from auth.users where id = '${guest.id}'`)).toEqual([
			{ n: '0' }
		]);
	});

	it('merge by a code that only the guest can make, once, in time', async () => {
		const [guest, account] = [await newPlayer(backend), await newAccount()];
		const claim = (player: Player, code: string) => call(player, 'claim_merge', { code });
		const first = await call<string>(guest, 'prepare_merge');
		const code = await call<string>(guest, 'prepare_merge');
		expect(code).toMatch(/^[0-9a-f]{64}$/);
		await expect(claim(account, first)).rejects.toThrow('not_found'); // void
		await expect(claim(account, code.slice(1))).rejects.toThrow('not_found');
		await expect(claim(account, '')).rejects.toThrow('not_found');
		await expect(claim(guest, code)).rejects.toThrow('forbidden'); // guests take nobody over
		await expect(claim(await newPlayer(backend), code)).rejects.toThrow('forbidden');
		await expect(call(account, 'prepare_merge')).rejects.toThrow('forbidden');
		await run(`update game.merge_codes set expires_at = now() where guest_id = '${guest.id}'`);
		await expect(claim(account, code)).rejects.toThrow('not_found');
		const fresh = await call<string>(guest, 'prepare_merge');
		const claims = await Promise.allSettled([
			claim(account, fresh),
			claim(account, fresh),
			claim(account, fresh)
		]);
		expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	});
});
