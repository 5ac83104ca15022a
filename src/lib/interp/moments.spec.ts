import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentsOf } from './moments.ts';

/** The definitions, in two passes. */
function naiveMoments(values: number[]) {
	const count = values.length;
	const meanOf = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0) / count;
	const mean = meanOf(values);
	const central = (power: number) => meanOf(values.map((value) => (value - mean) ** power));
	const variance = central(2);
	return { mean, variance, skewness: central(3) / variance ** 1.5, kurtosis: central(4) / variance ** 2 };
}

describe('momentsOf', () => {
	it('of nothing are 0', () => {
		const zero = { mean: 0, variance: 0, skewness: 0, kurtosis: 0, min: 0, max: 0 };
		expect(momentsOf([])).toEqual({ count: 0, ...zero });
	});

	it('of equal values have no spread, skewness or kurtosis', () => {
		const values = Array(1000).fill(Math.fround(0.1));
		expect(momentsOf(values)).toEqual({
			count: 1000,
			mean: Math.fround(0.1),
			variance: 0,
			skewness: 0,
			kurtosis: 0,
			min: Math.fround(0.1),
			max: Math.fround(0.1)
		});
	});

	it('of a small table are those worked out by hand', () => {
		const { mean, variance, skewness, kurtosis, min, max } = momentsOf([0, 0, 0, 4]);
		expect([mean, variance, min, max]).toEqual([1, 3, 0, 4]);
		expect(skewness).toBeCloseTo(6 / 3 ** 1.5, 12); // central moments 3, 6 and 21
		expect(kurtosis).toBeCloseTo(21 / 9, 12);
	});

	it('agree with the definitions on random float32 values', () => {
		const float = fc.float({ noNaN: true, noDefaultInfinity: true, min: -100, max: 100 });
		const agrees = (values: number[]) => {
			const actual = momentsOf(Float32Array.from(values));
			const expected = naiveMoments(values);
			expect(actual.min).toBe(Math.min(...values));
			expect(actual.max).toBe(Math.max(...values));
			expect(actual.mean).toBeCloseTo(expected.mean, 9);
			expect(actual.variance).toBeCloseTo(expected.variance, 8);
			// Below this spread the definitions themselves lose all their digits.
			if (expected.variance < 1e-3) return;
			expect(actual.skewness).toBeCloseTo(expected.skewness, 7);
			expect(actual.kurtosis).toBeCloseTo(expected.kurtosis, 6);
		};
		fc.assert(fc.property(fc.array(float, { minLength: 1, maxLength: 100 }), agrees), {
			seed: 3,
			numRuns: 500
		});
	});

	it('keep their digits far from 0, where a sum of squares loses them', () => {
		const values = Array.from({ length: 10_000 }, (_, i) => 1e6 + (i % 2));
		const { variance, kurtosis } = momentsOf(values);
		expect(variance).toBeCloseTo(0.25, 9);
		expect(kurtosis).toBeCloseTo(1, 9);
	});
});
