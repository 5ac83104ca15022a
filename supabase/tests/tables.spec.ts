// The store's rules against the tables that src/lib/game is held to as well.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { glickoTable } from '../../src/lib/game/glicko2-table.ts';
import {
	accuracyTable,
	informationTable,
	reliabilityTable,
	scoreTable,
	weightTable
} from '../../src/lib/game/score-tables.ts';
import { streakTable } from '../../src/lib/game/streak-table.ts';
import type { Backend } from '../../src/lib/server/embedded/backend.ts';
import { describeOnBoth } from '../../src/testing/backends.ts';

describeOnBoth('rules that SQL and TypeScript share', (open) => {
	let backend: Backend;
	beforeAll(async () => {
		backend = await open();
	});
	afterAll(() => backend.close());

	/** The fields of one row as numbers, from expressions by name. */
	async function numbers(expressions: Record<string, string>): Promise<Record<string, number>> {
		const list = Object.entries(expressions).map(([name, sql]) => `(${sql})::float8::text as "${name}"`);
		const [row] = await backend.database.run(`select ${list.join(', ')}`);
		return Object.fromEntries(Object.entries(row!).map(([name, value]) => [name, Number(value)]));
	}
	const array = (values: readonly unknown[]) => `array[${values.join(', ')}]`;

	it.each(scoreTable)('score: $what', async ({ tally, score }) => {
		const args = Object.values({ ...tally }).join(', ');
		const [mean, sd] = [`game.score_mean(${args})`, `game.score_sd(${args})`];
		const found = await numbers({
			mean,
			sd,
			low: `game.score_bound(${mean}, ${sd}, -1)`,
			high: `game.score_bound(${mean}, ${sd}, 1)`
		});
		for (const key of ['mean', 'sd', 'low', 'high'] as const) expect(found[key]).toBeCloseTo(score[key], 9);
	});

	it.each(accuracyTable)('balanced accuracy $accuracy', async ({ truth, answer, accuracy }) => {
		const found = await numbers({ accuracy: `game.balanced_accuracy(${array(truth)}, ${array(answer)})` });
		expect(found.accuracy).toBeCloseTo(accuracy, 12);
	});

	it.each(informationTable)('$points points', async ({ before, after, points }) => {
		expect(await numbers({ points: `game.information_points(${before}, ${after})` })).toEqual({ points });
	});

	it.each(reliabilityTable)('reliability of $what', async ({ record, reliability }) => {
		const args = [record.goldItems, record.goldRight, record.agreementRounds, record.agreementSum];
		const found = await numbers({ reliability: `game.reliability(${args.join(', ')})` });
		expect(found.reliability).toBeCloseTo(reliability, 6); // the sum is kept as a real
	});

	it.each(weightTable)('weight $weight', async ({ accuracy, rounds, othersMean, weight }) => {
		const found = await numbers({ weight: `game.round_weight(0.5, ${accuracy}, ${rounds}, ${othersMean})` });
		expect(found.weight).toBeCloseTo(weight, 12);
	});

	it.each(glickoTable)('Glicko-2: $what', async ({ before, games, after, tolerance }) => {
		const opponents = games.map(({ opponent }) => opponent);
		const rated = `game.glicko2(row(${before.rating}, ${before.deviation}, ${before.volatility})::game.rating,
			${array(opponents.map(({ rating }) => rating))}, ${array(opponents.map(({ deviation }) => deviation))},
			${array(games.map(({ score }) => score))})`;
		const found = await numbers({
			rating: `(${rated}).rating`,
			deviation: `(${rated}).deviation`,
			volatility: `(${rated}).volatility`
		});
		expect(Math.abs(found.rating! - after.rating)).toBeLessThan(tolerance);
		expect(Math.abs(found.deviation! - after.deviation)).toBeLessThan(tolerance);
		expect(found.volatility).toBeCloseTo(after.volatility, 4);
	});

	it.each(streakTable)('streak: $what', async ({ before, at, after }) => {
		const day = before.lastDay === null ? 'null' : `date '${before.lastDay}'`;
		const [row] = await backend.database.run(`select s.days::text, s.last_day::text as day, s.freezes::text
			from game.next_streak(row(${before.days}, ${day}, ${before.freezes})::game.streak, '${at}') s`);
		expect(row).toEqual({ days: `${after.days}`, day: after.lastDay, freezes: `${after.freezes}` });
	});
});
