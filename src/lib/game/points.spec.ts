import { describe, expect, it } from 'vitest';
import { levelOf, noPatternShare, surprisePoints, voteShare } from './points.ts';

describe('points', () => {
	it('pay ten for each bit of surprise, and bound it on both sides', () => {
		expect([0.5, 0.25, 1, 0, 0.05].map(surprisePoints)).toEqual([10, 20, 1, 43, 43]);
	});

	it('start from shares that few answers hardly move', () => {
		expect(voteShare(0, 0)).toBe(0.5);
		expect(voteShare(4, 0)).toBe(0.75);
		expect(noPatternShare(0, 0)).toBe(0.5);
		expect(noPatternShare(7, 8)).toBe(0.8);
	});
});

describe('levels', () => {
	it.each([
		[0, 1, 0, 20],
		[19, 1, 19, 20],
		[20, 2, 0, 40],
		[59, 2, 39, 40],
		[60, 3, 0, 60],
		[199, 4, 79, 80],
		[10_000, 32, 80, 640]
	])('%i points are level %i', (points, level, gained, span) => {
		expect(levelOf(points)).toEqual({ level, gained, span });
	});

	it('never miss a step', () => {
		for (let points = 1; points < 50_000; points++) {
			const { level, gained, span } = levelOf(points);
			expect(gained >= 0 && gained < span && Number.isInteger(level)).toBe(true);
		}
	});
});
