import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentsOf, type PowerSums } from './moments.ts';

function sumsOf(values: ArrayLike<number>): PowerSums {
	const power = (exponent: number) => Array.from(values).reduce((sum, value) => sum + value ** exponent, 0);
	return { count: values.length, sums: [power(1), power(2), power(3), power(4)] };
}

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
		expect(momentsOf(sumsOf([]))).toEqual({ mean: 0, variance: 0, skewness: 0, kurtosis: 0 });
	});

	it('of equal values have no spread, skewness or kurtosis', () => {
		const moments = momentsOf(sumsOf(Array(1000).fill(Math.fround(0.1))));
		expect(moments).toMatchObject({ variance: 0, skewness: 0, kurtosis: 0 });
		expect(moments.mean).toBeCloseTo(Math.fround(0.1), 12);
	});

	it('of a small table are those worked out by hand', () => {
		const { mean, variance, skewness, kurtosis } = momentsOf(sumsOf([0, 0, 0, 4]));
		expect([mean, variance]).toEqual([1, 3]);
		expect(skewness).toBeCloseTo(6 / 3 ** 1.5, 12); // central moments 3, 6 and 21
		expect(kurtosis).toBeCloseTo(21 / 9, 12);
	});

	it('agree with the definitions on random float32 values', () => {
		const float = fc.float({ noNaN: true, noDefaultInfinity: true, min: -100, max: 100 });
		const agrees = (values: number[]) => {
			const actual = momentsOf(sumsOf(Float32Array.from(values)));
			const expected = naiveMoments(values);
			expect(actual.mean).toBeCloseTo(expected.mean, 9);
			expect(actual.variance).toBeCloseTo(expected.variance, 8);
			// Far from 0 for their spread, sums of powers lose digits; activations of GELU do not lie there.
			if (expected.variance < 0.01 * expected.mean ** 2 || expected.variance < 1e-3) return;
			expect(actual.skewness).toBeCloseTo(expected.skewness, 7);
			expect(actual.kurtosis).toBeCloseTo(expected.kurtosis, 6);
		};
		fc.assert(fc.property(fc.array(float, { minLength: 1, maxLength: 100 }), agrees), {
			seed: 3,
			numRuns: 500
		});
	});

	it('keep the digits that the header names when the mean is ten deviations', () => {
		const values = Array.from({ length: 10_000 }, (_, i) => 10 + (i % 2 ? 1 : -1));
		const { variance, kurtosis } = momentsOf(sumsOf(values));
		expect(variance).toBeCloseTo(1, 11);
		expect(kurtosis).toBeCloseTo(1, 7);
	});

	it('may be added up part by part', () => {
		const values = Array.from({ length: 999 }, (_, i) => Math.sin(i) * (i % 7));
		const [one, two] = [sumsOf(values.slice(0, 400)), sumsOf(values.slice(400))];
		const sums = one.sums.map((sum, i) => sum + two.sums[i]!) as unknown as PowerSums['sums'];
		const whole = momentsOf(sumsOf(values));
		expect(momentsOf({ count: 999, sums }).variance).toBeCloseTo(whole.variance, 10);
	});
});
