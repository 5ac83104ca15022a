import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/lib/util/seeded-random.ts';
import { sample, sampleBelow } from './sample.ts';

/** Highest deviation of the counts from their mean, in standard deviations of a binomial count. */
function worstDeviation(counts: number[], draws: number, chance: number): number {
	const deviation = Math.sqrt(draws * chance * (1 - chance));
	return Math.max(...counts.map((count) => Math.abs(count - draws * chance) / deviation));
}

describe('drawing below a number', () => {
	it('gives different numbers, all of them when so many are wanted, none of nothing', () => {
		const random = seededRandom(1);
		for (const [end, count] of [
			[0, 5],
			[1, 5],
			[5, 5],
			[6, 5],
			[1000, 20]
		] as const) {
			const drawn = sampleBelow(end, count, random);
			expect(new Set(drawn).size).toBe(Math.min(end, count));
			expect(drawn.every((value) => Number.isInteger(value) && value >= 0 && value < end)).toBe(true);
		}
	});

	it('is the same for the same seed', () => {
		expect(sampleBelow(500, 20, seededRandom(3))).toEqual(sampleBelow(500, 20, seededRandom(3)));
	});

	it('draws every number as often, and puts it as often first', () => {
		const random = seededRandom(2);
		const draws = 20_000;
		const [drawn, first] = [new Array<number>(10).fill(0), new Array<number>(10).fill(0)];
		for (let i = 0; i < draws; i++) {
			const values = sampleBelow(10, 3, random);
			for (const value of values) drawn[value]!++;
			first[values[0]!]!++;
		}
		// Beyond 4.5 standard deviations for one of 20 counts: once in 7,000 seeds.
		expect(worstDeviation(drawn, draws, 0.3)).toBeLessThan(4.5);
		expect(worstDeviation(first, draws, 0.1)).toBeLessThan(4.5);
	});
});

it('drawing from a list leaves the list as it was', () => {
	const list = [1, 2, 3, 4];
	expect(sample(list, 4, seededRandom(1)).toSorted()).toEqual(list);
	expect(list).toEqual([1, 2, 3, 4]);
});
