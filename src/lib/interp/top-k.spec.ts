import fc from 'fast-check';
import { expect, it } from 'vitest';
import { topK } from './top-k.ts';

it.each<[number[], number, number[]]>([
	[[], 3, []],
	[[5], 0, []],
	[[5], -1, []],
	[[1, 3, 2], 2, [1, 2]],
	[[1, 3, 2], 5, [1, 2, 0]],
	[[2, 2, 2, 2], 2, [0, 1]],
	[[0, 7, 7, 1, 7], 2, [1, 2]],
	[[-3, -1, -2], 1, [1]],
	[[-Infinity, Infinity, 0], 3, [1, 2, 0]]
])('of %j the best %i are %j', (values, k, expected) => expect(topK(values, k)).toEqual(expected));

it('agrees with a stable sort, ties included', () => {
	const agrees = (values: number[], k: number) => {
		const sorted = values.map((_, i) => i).sort((a, b) => values[b]! - values[a]! || a - b);
		expect(topK(Float32Array.from(values), k)).toEqual(sorted.slice(0, k));
	};
	const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.float({ noNaN: true, noDefaultInfinity: true }));
	fc.assert(fc.property(fc.array(value, { maxLength: 200 }), fc.nat(40), agrees), { seed: 11, numRuns: 500 });
});
