// Blind rounds: what is dealt, when it is judged, and what follows from it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { explanationsOf, submitExplanation } from '../../src/lib/data/explanations.ts';
import { neuronStanding } from '../../src/lib/data/puzzles.ts';
import { informationPoints, scoreOf } from '../../src/lib/game/score.ts';
import type { Backend } from '../../src/lib/server/embedded/backend.ts';
import { describeOnBoth } from '../../src/testing/backends.ts';
import { newPlayer, publishSample, type Player } from '../../src/testing/players.ts';
import {
	call,
	fires,
	playCheck,
	publishWithExhibits,
	type DealtRound,
	type JudgedRound
} from '../../src/testing/rounds.ts';

describeOnBoth('blind rounds', (open) => {
	let backend: Backend;
	beforeAll(async () => {
		backend = await open();
	});
	afterAll(() => backend.close());
	const run = (sql: string) => backend.database.run(sql);

	async function explained(campaignId: string, index: number, text = 'some words'): Promise<Player> {
		const player = await newPlayer(backend);
		const answer = await submitExplanation(player.store, { campaignId, index, text });
		if (!answer.ok) throw new Error(answer.error.code);
		return player;
	}
	/** A player who is through with calibration. */
	async function calibrated(): Promise<Player> {
		const player = await newPlayer(backend);
		await run(`insert into game.players (id, rounds_finished) values ('${player.id}', 3)`);
		return player;
	}
	const start = (player: Player, campaignId: string) =>
		call<DealtRound>(player, 'start_check', { campaign_id: campaignId });

	it('shows six passages, two to four of which fire, and tells nothing else', async () => {
		const campaignId = await publishWithExhibits(backend, 30, 'six');
		for (let i = 0; i < 30; i++) await explained(campaignId, i);
		const player = await calibrated();
		const firing = new Set<number>();
		for (let i = 0; i < 20; i++) {
			const dealt = await start(player, campaignId);
			expect(Object.keys(dealt).sort()).toEqual(
				['expires_at', 'explanation', 'explanation_id', 'id', 'kind', 'neuron_index', 'passages'].sort()
			);
			expect(new Set(dealt.passages).size).toBe(6);
			expect(dealt.explanation).toBe('some words');
			const count = dealt.passages.filter(fires).length;
			firing.add(count);
			const quiet = dealt.passages.filter((passage) => !fires(passage));
			expect(quiet.filter((passage) => passage % 2).length).toBeGreaterThanOrEqual(
				Math.ceil(quiet.length / 2)
			);
			expect(
				dealt.passages.every((passage) => Math.floor((passage % 500_000) / 1000) === dealt.neuron_index)
			).toBe(true);
			await call(player, 'finish_check', { round_id: dealt.id, fires: dealt.passages.map(fires) });
		}
		expect([...firing].every((count) => count >= 2 && count <= 4)).toBe(true);
		expect(firing.size).toBeGreaterThan(1);
	});

	it('asks nobody about his own explanation, nor twice about the same', async () => {
		const campaignId = await publishWithExhibits(backend, 1, 'own');
		const author = await explained(campaignId, 0, 'first words');
		await expect(start(author, campaignId)).rejects.toThrow('no_checks');
		await explained(campaignId, 0, 'second words');
		expect((await playCheck(author, campaignId)).dealt.explanation).toBe('second words');
		await expect(start(author, campaignId)).rejects.toThrow('no_checks');
	});

	it('shows a player no passage twice, and stops when they run out', async () => {
		const campaignId = await publishWithExhibits(backend, 1, 'short', 7);
		for (let i = 0; i < 6; i++) await explained(campaignId, 0, `words number ${i}`);
		const player = await calibrated();
		const met: number[] = [];
		for (let i = 0; i < 2; i++) met.push(...(await playCheck(player, campaignId)).dealt.passages);
		expect(new Set(met).size).toBe(12);
		for (let i = 0; i < 4; i++) await expect(start(player, campaignId)).rejects.toThrow('no_checks');
	});

	it('refuses where the campaign brought no passages', async () => {
		const campaignId = await publishSample(backend, 2, 'bare');
		await explained(campaignId, 0);
		await expect(start(await calibrated(), campaignId)).rejects.toThrow('no_checks');
		await expect(call(await calibrated(), 'start_intruder', { campaign_id: campaignId })).rejects.toThrow(
			'no_checks'
		);
	});

	it('gives the open round again instead of a choice', async () => {
		const campaignId = await publishWithExhibits(backend, 5, 'open');
		for (let i = 0; i < 5; i++) await explained(campaignId, i);
		const player = await calibrated();
		const first = await start(player, campaignId);
		for (let i = 0; i < 5; i++) expect(await start(player, campaignId)).toEqual(first);
	});

	it('is judged once, in time, by its player, with an answer for each passage', async () => {
		const campaignId = await publishWithExhibits(backend, 2, 'judging');
		for (let i = 0; i < 2; i++) await explained(campaignId, i);
		const [player, stranger] = [await calibrated(), await calibrated()];
		const dealt = await start(player, campaignId);
		const answer = dealt.passages.map(fires);
		const finish = (who: Player, list: unknown) =>
			call(who, 'finish_check', { round_id: dealt.id, fires: list });
		await expect(finish(stranger, answer)).rejects.toThrow('not_found');
		for (const wrong of [answer.slice(1), [...answer, true], [], null, answer.map(() => null)]) {
			await expect(finish(player, wrong)).rejects.toThrow('invalid');
		}
		await expect(call(player, 'finish_intruder', { round_id: dealt.id, odd: 1 })).rejects.toThrow(
			'not_found'
		);
		await run(`update game.rounds set expires_at = now() - interval '1 second' where id = '${dealt.id}'`);
		await expect(finish(player, answer)).rejects.toThrow('expired');
		await run(`update game.rounds set expires_at = now() + interval '1 minute' where id = '${dealt.id}'`);
		expect(await finish(player, answer)).toMatchObject({ truth: answer, accuracy: 1 });
		await expect(finish(player, answer)).rejects.toThrow('already_done');
		const answers = await Promise.allSettled(
			Array.from({ length: 5 }, async () => playCheck(player, campaignId))
		);
		expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
	});

	it('moves the score as the rules say, by the reliability of the player', async () => {
		const campaignId = await publishWithExhibits(backend, 1, 'scoring');
		await explained(campaignId, 0);
		const player = await calibrated();
		const judged = await playCheck(player, campaignId);
		const firing = judged.truth.filter(Boolean).length;
		const none = { votesUp: 0, votesDown: 0, tp: 0, fn: 0, tn: 0, fp: 0 };
		const after = scoreOf({ ...none, tp: 0.5 * firing, tn: 0.5 * (6 - firing) }); // a new player's reliability
		const listed = await explanationsOf(player.store, { campaignId, index: 0 });
		expect(listed).toMatchObject({
			value: [{ rounds: 1, score: expect.closeTo(after.mean, 3), scoreLow: expect.closeTo(after.low, 3) }]
		});
		expect(judged).toMatchObject({
			points: informationPoints(scoreOf(none).sd, after.sd),
			is_calibration: false
		});
		expect(judged.points).toBeGreaterThan(0);
	});

	it('counts the first three rounds of a new player for nobody', async () => {
		const campaignId = await publishWithExhibits(backend, 5, 'calibration');
		for (let i = 0; i < 5; i++) await explained(campaignId, i);
		const player = await newPlayer(backend);
		for (let i = 0; i < 4; i++) {
			expect(await playCheck(player, campaignId)).toMatchObject({
				is_calibration: i < 3,
				points: i < 3 ? 0 : expect.any(Number)
			});
		}
		const rows = await run(
			`select sum(rounds)::text as n from game.explanations where campaign_id = 'calibration'`
		);
		expect(rows).toEqual([{ n: '1' }]);
	});

	it('learns from gold rounds how far to believe a player', async () => {
		const campaignId = await publishWithExhibits(backend, 8, 'gold');
		for (let i = 0; i < 8; i++) await explained(campaignId, i);
		await run(`update game.explanations set rounds = 20, tp = 60, tn = 60 where campaign_id = 'gold'`);
		const [careful, careless] = [await newPlayer(backend), await newPlayer(backend)];
		for (let i = 0; i < 3; i++) {
			expect(await playCheck(careful, campaignId)).toMatchObject({ is_gold: true, points: 0 });
			await playCheck(careless, campaignId, (passage) => !fires(passage));
		}
		const me = (player: Player) => call<{ reliability: number }>(player, 'me');
		expect((await me(careful)).reliability).toBeCloseTo(0.8, 3);
		expect((await me(careless)).reliability).toBe(0.1);
	});

	it('makes one round in ten a gold one, even where everything is well established', async () => {
		const campaignId = await publishWithExhibits(backend, 80, 'tenth');
		for (let i = 0; i < 2; i++) {
			const author = await newPlayer(backend);
			await run(`insert into game.players (id, answered_count) values ('${author.id}', 99)`);
			await run(`insert into game.explanations (campaign_id, neuron_index, author_id, text, text_key, is_checkable, rounds, tp, tn)
				select 'tenth', n, '${author.id}', 'words ${i}', 'words ${i}', true, 20, 60, 60 from generate_series(0, 79) n`);
		}
		let gold = 0;
		for (let i = 0; i < 4; i++) {
			const player = await calibrated();
			for (let j = 0; j < 25; j++) {
				const { is_gold, points } = await playCheck(player, campaignId);
				if (is_gold) expect(points).toBe(10);
				gold += Number(is_gold);
			}
		}
		// Binomial(100, 0.1) is within 1..24 but for one run in 30,000.
		expect(gold).toBeGreaterThan(0);
		expect(gold).toBeLessThan(25);
	});

	it('rates player against neuron on the first round alone', async () => {
		const campaignId = await publishWithExhibits(backend, 1, 'rating');
		await explained(campaignId, 0, 'first words');
		await explained(campaignId, 0, 'second words');
		const player = await calibrated();
		const before = await neuronStanding(player.store, { campaignId, index: 0 });
		const first = await playCheck(player, campaignId);
		expect(first.rating).toBeGreaterThan(1500);
		const after = await neuronStanding(player.store, { campaignId, index: 0 });
		expect(after.ok && before.ok && after.value!.rating < before.value!.rating).toBe(true);
		const second = await playCheck(player, campaignId, (passage) => !fires(passage));
		expect(second.rating).toBe(first.rating);
	});

	it('finds the intruder among four', async () => {
		const campaignId = await publishWithExhibits(backend, 4, 'intruder');
		const player = await newPlayer(backend);
		const seen = new Set<number>();
		for (const isRight of [true, false, true]) {
			const dealt = await call<DealtRound>(player, 'start_intruder', { campaign_id: campaignId });
			expect(dealt.passages.filter(fires)).toHaveLength(3);
			seen.add(dealt.neuron_index);
			const odd = dealt.passages.findIndex((passage) => !fires(passage));
			await expect(call(player, 'finish_intruder', { round_id: dealt.id, odd: 4 })).rejects.toThrow(
				'invalid'
			);
			const judged = await call<JudgedRound>(player, 'finish_intruder', {
				round_id: dealt.id,
				odd: isRight ? odd : (odd + 1) % 4
			});
			expect(judged.accuracy).toBe(Number(isRight));
			expect(judged.points > 0).toBe(isRight);
		}
		expect(seen.size).toBe(3);
	});

	it('pays authors for raising the lower bound, and voters who were early, when a neuron is solved', async () => {
		const campaignId = await publishWithExhibits(backend, 1, 'solving');
		const author = await explained(campaignId, 0);
		const voter = await explained(campaignId, 0, 'some words'); // the same words: a vote
		const checkers = await Promise.all(Array.from({ length: 12 }, calibrated));
		for (const checker of checkers) {
			await run(`update game.players set gold_items = 60, gold_right = 60 where id = '${checker.id}'`);
			await playCheck(checker, campaignId);
		}
		expect(await neuronStanding(author.store, { campaignId, index: 0 })).toMatchObject({
			value: { solvedAt: expect.any(String), isRetired: false }
		});
		const earned = async (player: Player, reason: string) =>
			Number(
				(
					await run(`select coalesce(sum(amount), 0)::text as n from game.points
				where player_id = '${player.id}' and reason = '${reason}'`)
				)[0]!.n
			);
		expect(await earned(author, 'explanation')).toBeGreaterThan(65);
		expect(await earned(author, 'explanation')).toBeLessThanOrEqual(100);
		expect(await earned(voter, 'vote')).toBe(10);
	});
});
