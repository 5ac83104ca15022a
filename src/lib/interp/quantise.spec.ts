import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dequantise, quantise } from './quantise.ts';

describe('quantise', () => {
	it.each([
		[-0.17, -0.17, 5, 0],
		[5, -0.17, 5, 255],
		[6, -0.17, 5, 255],
		[-1, -0.17, 5, 0],
		[0.5, 0, 1, 128],
		[1 / 255, 0, 1, 1],
		[0.49 / 255, 0, 1, 0],
		[3, 3, 3, 0],
		[3, 4, 3, 0]
	])('%d of [%d, %d] is byte %i', (activation, min, max, byte) => {
		expect(quantise(activation, min, max)).toBe(byte);
	});

	it('comes back within 1/510 of the range, and bytes come back exactly', () => {
		const float = fc.float({ noNaN: true, noDefaultInfinity: true, min: -1000, max: 1000 });
		const holds = (a: number, b: number, c: number, byte: number) => {
			const [min, value, max] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
			const back = dequantise(quantise(value, min, max), min, max);
			expect(Math.abs(back - value)).toBeLessThanOrEqual((max - min) / 510 + 1e-9);
			if (max - min > 1e-6) expect(quantise(dequantise(byte, min, max), min, max)).toBe(byte);
		};
		fc.assert(fc.property(float, float, float, fc.nat(255), holds), { seed: 2, numRuns: 1000 });
	});

	it('keeps both ends of the range exact', () => {
		expect([dequantise(0, -0.17, 5.3), dequantise(255, -0.17, 5.3)]).toEqual([-0.17, 5.3]);
	});
});
