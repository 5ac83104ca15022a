// Which puzzle comes next, and with which explanations.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { explanationsOf, submitExplanation } from '../../src/lib/data/explanations.ts';
import {
	answerNoPattern,
	answeredPuzzles,
	neuronStanding,
	nextPuzzle,
	skipPuzzle
} from '../../src/lib/data/puzzles.ts';
import { castVote } from '../../src/lib/data/votes.ts';
import type { Backend } from '../../src/lib/server/embedded/backend.ts';
import { describeOnBoth } from '../../src/testing/backends.ts';
import { newClient, newPlayer, publishSample, storeOf, type Player } from '../../src/testing/players.ts';

describeOnBoth('dealing', (open) => {
	let backend: Backend;
	beforeAll(async () => {
		backend = await open();
	});
	afterAll(() => backend.close());
	const run = (sql: string) => backend.database.run(sql);

	async function established(campaignId: string, index: number, text = 'some words'): Promise<Player> {
		const player = await newPlayer(backend);
		const answer = await submitExplanation(player.store, { campaignId, index, text });
		if (!answer.ok) throw new Error(answer.error.message);
		return player;
	}
	async function dealtTo(player: Player, campaignId: string): Promise<number> {
		const dealt = await nextPuzzle(player.store, { campaignId });
		if (!dealt.ok || !dealt.value) throw new Error('nothing was dealt');
		return dealt.value.index;
	}

	it('never deals the same neuron twice, answered or not', async () => {
		const campaignId = await publishSample(backend, 12, 'twice');
		const player = await established(campaignId, 0);
		const dealt: number[] = [];
		for (let i = 0; i < 11; i++) dealt.push(await dealtTo(player, campaignId));
		expect([...dealt].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
	});

	it('comes back to what was only looked at, never to what was skipped', async () => {
		const campaignId = await publishSample(backend, 3, 'skipping');
		const player = await established(campaignId, 0);
		expect((await skipPuzzle(player.store, { campaignId, index: 1 })).ok).toBe(true);
		expect(await dealtTo(player, campaignId)).toBe(2);
		expect(await dealtTo(player, campaignId)).toBe(2);
		await skipPuzzle(player.store, { campaignId, index: 2 });
		expect(await nextPuzzle(player.store, { campaignId })).toEqual({ ok: true, value: null });
		expect(await answeredPuzzles(player.store, campaignId)).toMatchObject({ value: [{ index: 0 }] });
		const rows = await run(
			`select answer_count::text as n from game.neurons where campaign_id = 'skipping' and index = 1`
		);
		expect(rows).toEqual([{ n: '0' }]);
	});

	it('leaves no trace of somebody who only skips', async () => {
		const campaignId = await publishSample(backend, 3, 'nobody');
		const players = () => run('select count(*)::text as n from game.players');
		const before = await players();
		const nobody = storeOf(newClient(backend.fetch));
		await nextPuzzle(nobody, { campaignId });
		await skipPuzzle(nobody, { campaignId, index: 0 });
		expect((await nobody.read('skip_puzzle', { campaign_id: campaignId, neuron_index: 0 })).ok).toBe(true);
		const visitor = await newPlayer(backend); // signed in, has not written
		await skipPuzzle(visitor.store, { campaignId, index: 0 });
		expect(await players()).toEqual(before);
		expect(await run(`select count(*)::text as n from game.seen where campaign_id = 'nobody'`)).toEqual([
			{ n: '0' }
		]);
	});

	it('deals clear neurons to newcomers, needy ones near their rating to others', async () => {
		const campaignId = await publishSample(backend, 300, 'levels');
		const newcomer = await established(campaignId, 299);
		for (let i = 0; i < 10; i++) expect(await dealtTo(newcomer, campaignId)).toBeLessThan(24 + 10);
		const expert = await established(campaignId, 298);
		await run(`update game.players set answered_count = 50, rating = 1800 where id = '${expert.id}';
			update game.neurons set answer_count = 40 where campaign_id = 'levels' and index < 150`);
		for (let i = 0; i < 10; i++) {
			const index = await dealtTo(expert, campaignId);
			expect(index).toBeGreaterThanOrEqual(150); // few answers yet
			expect(index).toBeGreaterThanOrEqual(150 + 96 - 24 - 10); // and the harder ones of the neediest 96
		}
	});

	it('deals no dead neuron and no retired one', async () => {
		const campaignId = await publishSample(backend, 4, 'retiring');
		const author = await established(campaignId, 0, 'what everybody sees');
		const listed = await explanationsOf(author.store, { campaignId, index: 0 });
		const id = listed.ok ? listed.value[0]!.id : '';
		// Rounds have shown it to be good; nine of ten who answer agree.
		await run(`update game.explanations set rounds = 9, tp = 40, tn = 40 where id = ${id};
			update game.neurons set answer_count = 9 where campaign_id = 'retiring' and index = 0;
			update game.explanations set votes_up = 9 where id = ${id}`);
		const voter = await newPlayer(backend);
		expect((await castVote(voter.store, { explanationId: id, value: 1 })).ok).toBe(true);
		expect(await neuronStanding(voter.store, { campaignId, index: 0 })).toMatchObject({
			value: { bestId: id, isRetired: true, solvedAt: expect.any(String), isUnclear: false }
		});
		const nobody = storeOf(newClient(backend.fetch));
		const only = { campaignId, exclude: [1, 2, 3] };
		expect(await nextPuzzle(nobody, only)).toEqual({ ok: true, value: null });
		// A better explanation opens the neuron again.
		const better = await submitExplanation((await newPlayer(backend)).store, {
			campaignId,
			index: 0,
			text: 'what nobody saw'
		});
		const betterId = better.ok ? better.value.explanation.id : '';
		await run(`update game.explanations set rounds = 30, tp = 300, tn = 300 where id = ${betterId}`);
		await castVote(voter.store, { explanationId: betterId, value: 1 });
		expect(await neuronStanding(voter.store, { campaignId, index: 0 })).toMatchObject({
			value: { bestId: betterId, isRetired: false }
		});
		expect(await nextPuzzle(nobody, only)).toMatchObject({ value: { index: 0 } });
	});

	it('offers at most four explanations of others, without scores, good ones more often', async () => {
		const campaignId = await publishSample(backend, 1, 'choices');
		for (const text of ['very good', 'quite good', 'not so good', 'bad one', 'awful one', 'hopeless one']) {
			await established(campaignId, 0, text);
		}
		await run(`update game.explanations e set tp = 20 * q, fn = 20 * (1 - q), tn = 20 * q, fp = 20 * (1 - q)
			from (values ('very good', 0.95), ('quite good', 0.85), ('not so good', 0.6), ('bad one', 0.5),
			('awful one', 0.45), ('hopeless one', 0.4)) v (text, q) where e.text = v.text and e.campaign_id = 'choices'`);
		const nobody = storeOf(newClient(backend.fetch));
		const shown = new Map<string, number>();
		const firsts = new Set<string>();
		for (let i = 0; i < 60; i++) {
			const dealt = await nextPuzzle(nobody, { campaignId });
			if (!dealt.ok || !dealt.value) throw new Error('nothing was dealt');
			const { explanations } = dealt.value;
			expect(explanations).toHaveLength(4);
			expect(Object.keys(explanations[0]!).sort()).toEqual(['covers', 'id', 'text']);
			firsts.add(explanations[0]!.text);
			for (const { text } of explanations) shown.set(text, (shown.get(text) ?? 0) + 1);
		}
		const times = (text: string) => shown.get(text) ?? 0;
		expect(times('very good')).toBe(60);
		expect(times('bad one')).toBeLessThan(60);
		expect(times('hopeless one')).toBeLessThan(times('not so good'));
		expect(firsts.size).toBeGreaterThan(2); // the order tells nothing
	});

	it('takes "no clear pattern" for an answer and pays those who said it early', async () => {
		const campaignId = await publishSample(backend, 2, 'unclear');
		const doubters: Player[] = [];
		for (let i = 0; i < 5; i++) {
			const player = await newPlayer(backend);
			doubters.push(player);
			const standing = await answerNoPattern(player.store, { campaignId, index: 0 });
			expect(standing).toMatchObject({ value: { answers: i + 1, noPattern: i + 1, isUnclear: i === 4 } });
		}
		// Again changes nothing; a pattern found after all takes the doubt back.
		expect(await answerNoPattern(doubters[0]!.store, { campaignId, index: 0 })).toMatchObject({
			value: { answers: 5, noPattern: 5 }
		});
		const points = await run(`select player_id::text as id, amount::text as n from game.points
			where reason = 'no-pattern' order by id`);
		expect(points).toHaveLength(5);
		const first = points.find(({ id }) => id === doubters[0]!.id)!;
		const last = points.find(({ id }) => id === doubters[4]!.id)!;
		expect(Number(first.n)).toBe(10); // one bit: nobody had said anything
		expect(Number(last.n)).toBeLessThan(Number(first.n));
		await submitExplanation(doubters[0]!.store, { campaignId, index: 0, text: 'a pattern after all' });
		expect(await neuronStanding(doubters[0]!.store, { campaignId, index: 0 })).toMatchObject({
			value: { answers: 5, noPattern: 4 }
		});
	});

	it('deals at most 120 puzzles a minute to a player', async () => {
		const campaignId = await publishSample(backend, 200, 'greedy');
		const player = await established(campaignId, 0);
		await run(
			`update game.write_budgets set deals = 120, minute = date_trunc('minute', now()) where player_id = '${player.id}'`
		);
		expect(await nextPuzzle(player.store, { campaignId })).toMatchObject({ error: { code: 'rate_limited' } });
		await run(
			`update game.write_budgets set minute = minute - interval '1 minute' where player_id = '${player.id}'`
		);
		expect((await nextPuzzle(player.store, { campaignId })).ok).toBe(true);
	});
});
