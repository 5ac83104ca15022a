// The rules of play, through the verbs that pages use.
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { explanationsOf, submitExplanation } from '../../src/lib/data/explanations.ts';
import { answeredPuzzles, nextPuzzle } from '../../src/lib/data/puzzles.ts';
import { castVote, myVotes } from '../../src/lib/data/votes.ts';
import type { Backend } from '../../src/lib/server/embedded/backend.ts';
import { describeOnBoth } from '../../src/testing/backends.ts';
import { newClient, newPlayer, publishSample, storeOf, type Player } from '../../src/testing/players.ts';

const SEED = 20261124;
const NEURONS = 30;

describeOnBoth('the rules', (open) => {
	let backend: Backend;
	let campaignId: string;
	let players: [Player, Player, Player];
	let index = -1; // each test plays a neuron of its own
	beforeAll(async () => {
		backend = await open();
		campaignId = await publishSample(backend, NEURONS);
		players = [await newPlayer(backend), await newPlayer(backend), await newPlayer(backend)];
	});
	beforeEach(async () => {
		index++;
		await backend.database.run('delete from game.write_budgets');
	});
	afterAll(() => backend.close());

	const submit = (player: Player, text: string, at = index) =>
		submitExplanation(player.store, { campaignId, index: at, text });
	const submitted = async (player: Player, text: string) => {
		const answer = await submit(player, text);
		if (!answer.ok) throw new Error(answer.error.message);
		return answer.value.explanation.id;
	};
	const vote = (player: Player, explanationId: string, value: -1 | 0 | 1) =>
		castVote(player.store, { explanationId, value });
	const codeOf = (answer: { ok: boolean; error?: { code: string } }) =>
		answer.ok ? 'ok' : answer.error?.code;

	it('one vote for each player and explanation, changed and withdrawn', async () => {
		const [author, voter, other] = players;
		const id = await submitted(author, 'names of rivers');
		const counts: [Player, -1 | 0 | 1, number, number][] = [
			[voter, 1, 1, 0],
			[voter, 1, 1, 0],
			[other, 1, 2, 0],
			[voter, -1, 1, 1],
			[voter, 0, 1, 0],
			[voter, 0, 1, 0]
		];
		for (const [player, value, votesUp, votesDown] of counts) {
			const answer = await vote(player, id, value);
			expect(answer).toMatchObject({ ok: true, value: { votesUp, votesDown, myVote: value, mine: false } });
		}
		expect(await myVotes(other.store, campaignId)).toMatchObject({
			value: [{ explanationId: id, index, value: 1 }]
		});
		expect(await myVotes(voter.store, campaignId)).toEqual({ ok: true, value: [] });
		const answered = await answeredPuzzles(voter.store, campaignId);
		expect(answered.ok && answered.value.map((puzzle) => puzzle.index)).toContain(index);
	});

	it('no vote on one’s own, and none on what is not there', async () => {
		const id = await submitted(players[0], 'my own words');
		for (const value of [1, -1, 0] as const) {
			expect(codeOf(await vote(players[0], id, value))).toBe('own_explanation');
		}
		expect(codeOf(await vote(players[0], '999999999', 1))).toBe('not_found');
		expect(codeOf(await vote(players[0], 'x', 1))).toBe('server');
		expect(codeOf(await vote(players[1], id, 2 as 1))).toBe('server');
		expect(codeOf(await submit(players[0], 'words', NEURONS))).toBe('not_found');
		expect(codeOf(await nextPuzzle(players[0].store, { campaignId: 'none' }))).toBe('not_found');
		expect(await explanationsOf(players[0].store, { campaignId, index: NEURONS })).toEqual({
			ok: true,
			value: []
		});
	});

	it('3 to 200 characters, counted after cleaning', async () => {
		const cases: [string, string][] = [
			['', 'too_short'],
			['  ab  ', 'too_short'],
			['a\u200b\u200bb', 'too_short'],
			['\u200d\u200d\u200d\u200d', 'too_short'],
			['abc', 'ok'],
			[` ${'ä'.repeat(200)} `, 'ok'],
			['🦊'.repeat(200), 'ok'],
			['e\u0301'.repeat(200), 'ok'],
			['x'.repeat(201), 'too_long'],
			['x'.repeat(5000), 'too_long'],
			[Array.from({ length: 200 }, (_, i) => String.fromCodePoint(0x3300 + ((i * 37) % 88))).join(''), 'ok']
		];
		for (const [text, code] of cases) {
			expect(codeOf(await submit(players[0], text)), text.slice(0, 20)).toBe(code);
		}
		const listed = await explanationsOf(players[0].store, { campaignId, index });
		expect(listed.ok && listed.value.map(({ text }) => text)).toContain('é'.repeat(200));
	});

	it('a duplicate becomes a vote; one’s own comes back', async () => {
		const [author, other] = players;
		const id = await submitted(author, 'Names of  Rivers');
		expect(await submit(author, ' names OF rivers')).toMatchObject({
			value: { becameVote: false, explanation: { id, text: 'Names of Rivers', mine: true, votesUp: 0 } }
		});
		for (let i = 0; i < 2; i++) {
			expect(await submit(other, 'NAMES of\trivers')).toMatchObject({
				value: { becameVote: true, explanation: { id, mine: false, votesUp: 1, myVote: 1 } }
			});
		}
		const listed = await explanationsOf(other.store, { campaignId, index });
		expect(listed).toMatchObject({ value: [{ id, votesUp: 1 }] });
	});

	it('makes one explanation of the same words at the same moment', async () => {
		const answers = await Promise.all(
			players.map((player, i) => submit(player, i ? 'SAME words' : 'same words'))
		);
		expect(answers.map(codeOf)).toEqual(['ok', 'ok', 'ok']);
		const listed = await explanationsOf(players[0].store, { campaignId, index });
		expect(listed).toMatchObject({ value: [{ votesUp: 2, votesDown: 0 }] });
	});

	it('counts equal a recount after any operations at once', async () => {
		const operation = fc.record({
			player: fc.nat(2),
			at: fc.nat(2),
			text: fc.constantFrom('alpha', 'ALPHA', 'beta', 'gamma'),
			value: fc.constantFrom(-1 as const, 0 as const, 1 as const)
		});
		await fc.assert(
			fc.asyncProperty(fc.array(operation, { minLength: 4, maxLength: 30 }), async (operations) => {
				await backend.database.run('delete from game.write_budgets');
				const ids = [await submitted(players[0], 'one'), await submitted(players[1], 'two')];
				const answers = await Promise.all(
					operations.map(({ player, at, text, value }) =>
						at < 2 ? vote(players[player]!, ids[at]!, value) : submit(players[player]!, text)
					)
				);
				const codes = new Set(answers.map(codeOf));
				expect([...codes].filter((code) => code !== 'ok' && code !== 'own_explanation')).toEqual([]);
				expect(await wrongCounts()).toEqual([]);
			}),
			{ seed: SEED, numRuns: 12 }
		);
	});
	const wrongCounts = () =>
		backend.database.run(`
			select e.id::text from game.explanations e left join game.votes v on v.explanation_id = e.id group by e.id
			having e.votes_up <> count(*) filter (where v.value = 1) or e.votes_down <> count(*) filter (where v.value = -1)
				or bool_or(v.player_id = e.author_id)
			union all
			select 'neuron ' || n.index from game.neurons n where n.answer_count <> (select count(*) from game.answers a
				where a.campaign_id = n.campaign_id and a.neuron_index = n.index)`);

	it('sixty writes a minute for each player', async () => {
		const second = new Date().getSeconds();
		if (second >= 57) await new Promise((resolve) => setTimeout(resolve, (61 - second) * 1000));
		const id = await submitted(await newPlayer(backend), 'quick');
		for (let i = 0; i < 60; i++)
			expect(codeOf(await vote(players[1], id, i % 2 ? 1 : -1)), `${i}`).toBe('ok');
		expect(codeOf(await vote(players[1], id, 0))).toBe('rate_limited');
		expect(codeOf(await submit(players[1], 'more words'))).toBe('rate_limited');
		expect(codeOf(await vote(players[2], id, 1))).toBe('ok');
		await backend.database.run(`update game.write_budgets set minute = minute - interval '1 minute'`);
		expect(codeOf(await vote(players[1], id, 0))).toBe('ok');
	});

	it('deals unanswered neurons until there are none', async () => {
		const own = await publishSample(backend, 8, 'dealing');
		const player = await newPlayer(backend);
		const seen: number[] = [];
		for (let i = 0; i < 8; i++) {
			const dealt = await nextPuzzle(player.store, { campaignId: own });
			if (!dealt.ok || !dealt.value) throw new Error('nothing was dealt');
			expect(seen).not.toContain(dealt.value.index);
			seen.push(dealt.value.index);
			await submitExplanation(player.store, {
				campaignId: own,
				index: dealt.value.index,
				text: 'some words'
			});
		}
		expect(await nextPuzzle(player.store, { campaignId: own })).toEqual({ ok: true, value: null });
		const nobody = storeOf(newClient(backend.fetch));
		const exclude = [0, 1, 2, 3, 4, 6, 7, 99];
		for (let i = 0; i < 5; i++) {
			expect(await nextPuzzle(nobody, { campaignId: own, exclude })).toMatchObject({
				value: { index: 5, explanations: [{ text: 'some words' }] }
			});
		}
		expect(await nextPuzzle(nobody, { campaignId: own, exclude: [...exclude, 5] })).toEqual({
			ok: true,
			value: null
		});
	});
});
