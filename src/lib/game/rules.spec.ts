// The pure rules against the tables that the store's SQL is held to as well (supabase/tests/rules.spec.ts).
import { describe, expect, test } from 'vitest';
import { glickoTable } from './glicko2-table.ts';
import { glicko2 } from './glicko2.ts';
import {
	accuracyTable,
	informationTable,
	reliabilityTable,
	scoreTable,
	weightTable
} from './score-tables.ts';
import { balancedAccuracy, informationPoints, reliability, roundWeight, scoreOf } from './score.ts';
import { streakTable } from './streak-table.ts';
import { dayOf, nextStreak } from './streak.ts';

const day = (date: string | null) => (date === null ? null : dayOf(Date.parse(date)));

describe('score of an explanation', () => {
	test.each(scoreTable)('$what', ({ tally, score }) => {
		const { mean, sd, low, high } = scoreOf(tally);
		expect(mean).toBeCloseTo(score.mean, 9);
		expect(sd).toBeCloseTo(score.sd, 9);
		expect(low).toBeCloseTo(score.low, 9);
		expect(high).toBeCloseTo(score.high, 9);
	});
	test.each(accuracyTable)('balanced accuracy $accuracy', ({ truth, answer, accuracy }) =>
		expect(balancedAccuracy(truth, answer)).toBeCloseTo(accuracy, 12)
	);
	test.each(informationTable)('$points points', ({ before, after, points }) =>
		expect(informationPoints(before, after)).toBe(points)
	);
	test.each(reliabilityTable)('reliability of $what', (row) =>
		expect(reliability(row.record)).toBeCloseTo(row.reliability, 9)
	);
	const newPlayer = { goldItems: 0, goldRight: 0, agreementRounds: 0, agreementSum: 0 };
	test.each(weightTable)('weight $weight', ({ accuracy, rounds, othersMean, weight }) =>
		expect(roundWeight(newPlayer, accuracy, rounds, othersMean)).toBeCloseTo(weight, 12)
	);
});

describe('Glicko-2', () => {
	test.each(glickoTable)('$what', ({ before, games, after, tolerance }) => {
		const rated = glicko2(before, games);
		expect(Math.abs(rated.rating - after.rating)).toBeLessThan(tolerance);
		expect(Math.abs(rated.deviation - after.deviation)).toBeLessThan(tolerance);
		expect(rated.volatility).toBeCloseTo(after.volatility, 4);
	});
});

describe('streak', () => {
	test.each(streakTable)('$what', ({ before, at, after }) =>
		expect(nextStreak({ ...before, lastDay: day(before.lastDay) }, Date.parse(at))).toEqual({
			...after,
			lastDay: day(after.lastDay)
		})
	);
});
