import { describe, expect, it } from 'vitest';
import { seededRandom } from '../util/seeded-random.ts';
import { sharedWord, shuffled } from './lessons.ts';

describe('the word that clues share', () => {
	it.each([
		[[' really', 'Really', ' really', ' very'], 'really'],
		[[' really', ' very', ' really', ' very'], null],
		[['.', '.', '.'], null],
		[[' ID', ' ID'], null],
		[[' été', 'Été'], 'été'],
		[[], null]
	])('of %j is %j', (tokens, word) => {
		expect(sharedWord(tokens)).toBe(word);
	});
});

describe('shuffling', () => {
	it('keeps every item, and puts each everywhere about equally often', () => {
		const random = seededRandom(7);
		const counts = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
		const rounds = 4000;
		for (let i = 0; i < rounds; i++) {
			const order = shuffled([0, 1, 2, 3], random);
			expect([...order].sort()).toEqual([0, 1, 2, 3]);
			order.forEach((item, place) => counts[item]![place]!++);
		}
		// Five standard deviations of a binomial count (n = 4000, p = 1/4) are 137.
		for (const count of counts.flat()) expect(Math.abs(count - rounds / 4)).toBeLessThan(137);
	});
});
