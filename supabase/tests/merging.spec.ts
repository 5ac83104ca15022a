// What one person told twice, as a guest and as an account, or told of their own explanations, counts once or not at all
// when the account takes the guest over.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { explanationsOf, submitExplanation } from '../../src/lib/data/explanations.ts';
import type { Backend } from '../../src/lib/server/embedded/backend.ts';
import { describeOnBoth } from '../../src/testing/backends.ts';
import { newPlayer, serviceRpcOf, type Player } from '../../src/testing/players.ts';
import { call, fires, playCheck, publishWithExhibits } from '../../src/testing/rounds.ts';

describeOnBoth('taking a guest over', (open) => {
	let backend: Backend;
	let guest: Player;
	let account: Player;
	beforeAll(async () => {
		backend = await open();
		await serviceRpcOf(backend)('run_upkeep', {}); // makes the quests
	});
	afterAll(() => backend.close());
	const run = (sql: string) => backend.database.run(sql);

	/** A guest and an account, both through with calibration. */
	async function newPair(): Promise<void> {
		[guest, account] = [await newPlayer(backend), await newPlayer(backend)];
		await run(`insert into game.players (id, rounds_finished) values ('${guest.id}', 3), ('${account.id}', 3);
			update auth.users set is_anonymous = false where id = '${account.id}'`);
	}
	async function explained(player: Player, campaignId: string): Promise<string> {
		const answer = await submitExplanation(player.store, { campaignId, index: 0, text: 'some words' });
		if (!answer.ok) throw new Error(answer.error.code);
		return answer.value.explanation.id;
	}
	async function claim(): Promise<void> {
		const code = await call<string>(guest, 'prepare_merge');
		await call(account, 'claim_merge', { code });
	}
	const upkeep = () => serviceRpcOf(backend)('run_upkeep', {});
	async function merge(): Promise<void> {
		await claim();
		await upkeep();
	}
	const sumsOf = async (id: string) =>
		(
			await run(`select rounds::text, round(tp::numeric, 6)::text as tp, round(fn::numeric, 6)::text as fn,
				round(tn::numeric, 6)::text as tn, round(fp::numeric, 6)::text as fp from game.explanations where id = ${id}`)
		)[0]!;

	it('keeps the older of two rounds on one explanation', async () => {
		await newPair();
		const campaignId = await publishWithExhibits(backend, 1, 'twice');
		const id = await explained(await newPlayer(backend), campaignId);
		await playCheck(account, campaignId);
		const once = await sumsOf(id);
		await playCheck(guest, campaignId, (passage) => !fires(passage));
		expect(await sumsOf(id)).toMatchObject({ rounds: '2' });
		await merge();
		expect(await sumsOf(id)).toEqual(once);
		expect(
			await run(`select count(*)::int::text as n, count(weight)::int::text as counted from game.rounds
			where player_id = '${account.id}'`)
		).toEqual([{ n: '2', counted: '1' }]);
	});

	it.each(['guest', 'account'])(
		'takes back what was judged of one’s own, written as the %s',
		async (writer) => {
			await newPair();
			const campaignId = await publishWithExhibits(backend, 1, `own-${writer}`);
			const [author, judge] = writer === 'guest' ? [guest, account] : [account, guest];
			const id = await explained(author, campaignId);
			const before = await sumsOf(id);
			await playCheck(judge, campaignId);
			expect(await sumsOf(id)).not.toEqual(before);
			await merge();
			expect(await sumsOf(id)).toEqual(before);
			const listed = await explanationsOf(account.store, { campaignId, index: 0 });
			expect(listed).toMatchObject({ value: [{ rounds: 0, mine: true, score: 0.5 }] });
			expect(
				await run(`select best_low::text as low from game.neurons where campaign_id = '${campaignId}'`)
			).toEqual(await run(`select score_low::real::text as low from game.explanations where id = ${id}`));
		}
	);

	it.each([true, false])(
		'pays one person once for one explanation, drained before: %s',
		async (isDrained) => {
			await newPair();
			const campaignId = await publishWithExhibits(backend, 1, `paid-${isDrained}`);
			await explained(await newPlayer(backend), campaignId);
			const { points } = await playCheck(account, campaignId);
			const { points: twice } = await playCheck(guest, campaignId);
			expect(twice).toBeGreaterThan(0);
			if (isDrained) await upkeep();
			await merge();
			await upkeep();
			const boards = await run(
				`select period, points::text from game.scores where player_id = '${account.id}' order by 1`
			);
			expect(boards).toEqual(
				['all', 'day', 'month', 'week'].map((period) => ({ period, points: `${points}` }))
			);
			// The ledger is only written on.
			expect(
				await run(`select amount::text from game.points where player_id = '${account.id}' order by id`)
			).toEqual([points, twice, -twice].map((amount) => ({ amount: `${amount}` })));
			expect(await run('select * from game.points_due')).toEqual([]);
			const quests = await run(
				`select distinct points::text from game.quest_scores where player_id = '${account.id}'`
			);
			expect(quests).toEqual([{ points: `${points}` }]);
		}
	);

	it('leaves rounds that only one of both has told', async () => {
		await newPair();
		const campaignId = await publishWithExhibits(backend, 1, 'alone');
		const id = await explained(await newPlayer(backend), campaignId);
		await playCheck(guest, campaignId);
		const told = await sumsOf(id);
		await merge();
		expect(await sumsOf(id)).toEqual(told);
	});

	it('does nothing again that the guest’s device had sent', async () => {
		await newPair();
		const campaignId = await publishWithExhibits(backend, 1, 'sent');
		const id = await explained(await newPlayer(backend), campaignId);
		const sent = (value: number, delivery_id: string, by: Player) =>
			call(by, 'deliver', { delivery_id, call: 'cast_vote', args: { explanation_id: id, value } });
		const first = randomUUID();
		const answer = await sent(1, first, guest);
		await merge();
		await sent(-1, randomUUID(), account);
		expect(await sent(1, first, account)).toEqual(answer);
		expect(
			await run(
				`select votes_up::text as up, votes_down::text as down from game.explanations where id = ${id}`
			)
		).toEqual([{ up: '0', down: '1' }]);
	});

	it('lets the guest do nothing more from the first step on', async () => {
		await newPair();
		const campaignId = await publishWithExhibits(backend, 1, 'frozen');
		const id = await explained(await newPlayer(backend), campaignId);
		await claim();
		for (const [name, args] of [
			['cast_vote', { explanation_id: id, value: 1 }],
			['start_check', { campaign_id: campaignId }],
			['update_profile', { profile: { avatar: 3 } }],
			['deliver', { delivery_id: randomUUID(), call: 'cast_vote', args: { explanation_id: id, value: 1 } }],
			['prepare_merge', {}],
			['delete_account', { keep_explanations: true }]
		] as const) {
			await expect(call(guest, name, args), name).rejects.toThrow('signed_out');
		}
		await upkeep();
		expect(await run(`select id from auth.users where id = '${guest.id}'`)).toEqual([]);
	});

	it('counts once what the account tells again before the second step', async () => {
		await newPair();
		const campaignId = await publishWithExhibits(backend, 1, 'between');
		const id = await explained(await newPlayer(backend), campaignId);
		await playCheck(guest, campaignId);
		const once = await sumsOf(id);
		await claim();
		await playCheck(account, campaignId, (passage) => !fires(passage));
		expect(await sumsOf(id)).not.toEqual(once);
		await upkeep();
		expect(await sumsOf(id)).toEqual(once);
	});

	it('ends the account’s open round on what has become its own', async () => {
		await newPair();
		const campaignId = await publishWithExhibits(backend, 1, 'open');
		const id = await explained(guest, campaignId);
		const before = await sumsOf(id);
		const round = await call<{ id: string; passages: number[] }>(account, 'start_check', {
			campaign_id: campaignId
		});
		await merge();
		const answer = { round_id: round.id, fires: round.passages.map(fires) };
		await expect(call(account, 'finish_check', answer)).rejects.toThrow('not_found');
		expect(await sumsOf(id)).toEqual(before);
	});

	it('takes back the second report of one person', async () => {
		await newPair();
		const campaignId = await publishWithExhibits(backend, 1, 'reported');
		const id = await explained(await newPlayer(backend), campaignId);
		for (const player of [guest, account])
			await call(player, 'report_explanation', { explanation_id: id, reason: 'spam' });
		await merge();
		const reports = await run(`select e.report_count::text as count, r.player_id::text as player
			from game.explanations e join game.reports r on r.explanation_id = e.id where e.id = ${id}`);
		expect(reports).toEqual([{ count: '1', player: account.id }]);
	});

	it.each(['finish_merge', 'export_my_data', 'delete_account'])(
		'does the second step at %s',
		async (last) => {
			await newPair();
			const campaignId = await publishWithExhibits(backend, 1, `at-${last.slice(0, 6)}`);
			await explained(await newPlayer(backend), campaignId);
			await playCheck(guest, campaignId);
			await claim();
			const given = await call(
				account,
				last as 'export_my_data',
				last === 'delete_account' ? { keep_explanations: false } : {}
			);
			expect(await run(`select id from game.players where id = '${guest.id}'`)).toEqual([]);
			if (last === 'export_my_data') expect(given).toMatchObject({ rounds: [{ campaign_id: campaignId }] });
			const rounds = await run(
				`select player_id::text as player from game.rounds where player_id in ('${guest.id}', '${account.id}')`
			);
			expect(rounds).toEqual(last === 'delete_account' ? [] : [{ player: account.id }]);
		}
	);

	it('does the second step once when many ask for it', async () => {
		await newPair();
		const campaignId = await publishWithExhibits(backend, 1, 'at-once');
		const id = await explained(await newPlayer(backend), campaignId);
		await playCheck(account, campaignId);
		const once = await sumsOf(id);
		await playCheck(guest, campaignId);
		await claim();
		await Promise.all([
			upkeep(),
			call(account, 'finish_merge'),
			call(account, 'finish_merge'),
			call(account, 'export_my_data'),
			upkeep()
		]);
		expect(await sumsOf(id)).toEqual(once);
	});
});
