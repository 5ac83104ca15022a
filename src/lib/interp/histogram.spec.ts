import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binOf, binStart, HISTOGRAM_BINS, histogramOf } from './histogram.ts';

describe('binOf', () => {
	it.each([
		[0, 0, 10, 5, 0],
		[1.99, 0, 10, 5, 0],
		[2, 0, 10, 5, 1],
		[10, 0, 10, 5, 4],
		[11, 0, 10, 5, 4],
		[-1, 0, 10, 5, 0],
		[0, -1, 1, 2, 1],
		[3, 3, 3, 5, 0],
		[1, 0, 1, HISTOGRAM_BINS, 49]
	])('puts %d of [%d, %d] in %i bins into bin %i', (value, min, max, bins, bin) => {
		expect(binOf(value, min, max, bins)).toBe(bin);
	});
});

const finite = fc.float({ noNaN: true, noDefaultInfinity: true, min: -1000, max: 1000 });

describe('histogramOf', () => {
	it('counts each value once, between the edges of its bin', () => {
		const holds = (values: number[]) => {
			const [min, max] = [Math.min(...values), Math.max(...values)];
			const counts = histogramOf(values, min, max);
			const slack = (max - min) * 1e-12;
			const expected = Array.from({ length: HISTOGRAM_BINS }, (_, bin) => {
				const isLast = bin === HISTOGRAM_BINS - 1 || max === min;
				const [from, to] = [binStart(bin, min, max), binStart(bin + 1, min, max)];
				// Values on an edge may round into either neighbour; the test leaves them to the sum.
				const clear = values.filter((value) => value > from + slack && value < to - slack).length;
				const possible = values.filter((v) => v >= from - slack && (v <= to + slack || isLast)).length;
				return { clear, possible };
			});
			expect(counts.reduce((a, b) => a + b, 0)).toBe(values.length);
			expected.forEach(({ clear, possible }, bin) => {
				expect(counts[bin]).toBeGreaterThanOrEqual(clear);
				expect(counts[bin]).toBeLessThanOrEqual(possible);
			});
		};
		fc.assert(fc.property(fc.array(finite, { minLength: 1, maxLength: 60 }), holds), {
			seed: 5,
			numRuns: 300
		});
	});

	it('has edges from min to max', () => {
		expect([0, 25, 50].map((bin) => binStart(bin, -2, 8))).toEqual([-2, 3, 8]);
	});
});
