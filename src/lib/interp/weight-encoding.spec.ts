import { describe, expect, it } from 'vitest';
import { normal, seededRandom } from '../util/seeded-random.ts';
import { columnExponents, decodeRow, encodeTable, rowBytes } from './table-encoding.ts';
import {
	decodeWeights,
	encodedBytes,
	encodeWeights,
	WEIGHT_ENCODINGS,
	type WeightEncoding
} from './weight-encoding.ts';

function weights(length: number, seed = 1): Float32Array {
	const random = seededRandom(seed);
	return Float32Array.from({ length }, () => 0.05 * normal(random));
}

function roundTrip(values: Float32Array, encoding: WeightEncoding): Float32Array {
	const out = new Float32Array(values.length);
	decodeWeights(encodeWeights(values, encoding), encoding, out);
	return out;
}

const worst = (a: Float32Array, b: Float32Array) =>
	a.reduce((max, value, i) => Math.max(max, Math.abs(value - b[i]!)), 0);

describe('weights on the wire', () => {
	it.each(WEIGHT_ENCODINGS)('%s: as long as said, whatever the length', (encoding) => {
		for (const length of [1, 3, 63, 64, 65, 130]) {
			const values = weights(length);
			const bytes = encodeWeights(values, encoding);
			expect(bytes.length).toBe(encodedBytes(length, encoding));
			expect(bytes.length % 4).toBe(0);
			expect(encodeWeights(values, encoding)).toEqual(bytes);
		}
	});

	it.each([
		['q8', 8],
		['q9', 9],
		['q10', 10],
		['q12', 12],
		['q16', 16]
	] as const)('%s: each weight within half a step of its run’s scale', (encoding, bits) => {
		const values = weights(1000);
		const back = roundTrip(values, encoding);
		for (let run = 0; run < values.length; run += 64) {
			const part = values.subarray(run, run + 64);
			const largest = part.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
			// The scale is rounded up to a half, by at most one part in 1,024.
			const step = (largest / (2 ** (bits - 1) - 1)) * (1 + 2 ** -9);
			expect(worst(part, back.subarray(run, run + 64))).toBeLessThanOrEqual(step / 2 + 1e-9);
		}
		expect(worst(values, back)).toBeGreaterThan(0);
	});

	it('more bits are closer', () => {
		const values = weights(4096);
		const errors = (['q8', 'q9', 'q10', 'q12', 'q16', 'f32'] as const).map((encoding) =>
			worst(values, roundTrip(values, encoding))
		);
		expect(errors).toEqual(errors.toSorted((a, b) => b - a));
		expect(errors.at(-1)).toBe(0);
	});

	it.each(['q8', 'q10', 'q16', 'f16'] as const)(
		'%s: zeros, signs and one huge weight survive',
		(encoding) => {
			const values = new Float32Array(130);
			values[70] = -1000;
			values[129] = 0.25;
			const back = roundTrip(values, encoding);
			expect(back[70]).toBeCloseTo(-1000, 0);
			expect(back[129]).toBeCloseTo(0.25, 3);
			expect(back.filter((value) => value !== 0).length).toBe(2);
		}
	);

	it('decodes from the middle of a larger piece', () => {
		const values = weights(100);
		for (const encoding of WEIGHT_ENCODINGS) {
			const bytes = encodeWeights(values, encoding);
			const larger = new Uint8Array(bytes.length + 12);
			larger.set(bytes, 4);
			const out = new Float32Array(100);
			decodeWeights(larger.subarray(4, 4 + bytes.length), encoding, out);
			expect(out).toEqual(roundTrip(values, encoding));
		}
	});
});

describe('tables', () => {
	it('a column ten times the others does not spoil its neighbours', () => {
		const width = 96;
		const values = weights(width * 40).map((value, i) => (i % width === 5 ? 100 * value : value));
		const exponents = columnExponents(values, width);
		const error = (used: number[]) => {
			const table = encodeTable(values, used, 'q8');
			const row = new Float32Array(width);
			let sum = 0;
			for (let at = 0; at < 40; at++) {
				const size = rowBytes(width, 'q8');
				decodeRow(table.subarray(at * size, (at + 1) * size), used, 'q8', row);
				row.forEach((value, i) => (sum += i === 5 ? 0 : Math.abs(value - values[at * width + i]!)));
			}
			return sum;
		};
		expect(error(exponents)).toBeLessThan(error(exponents.map(() => 0)) / 3);
	});

	it('a column of zeros has exponent 0, and powers of two cost nothing', () => {
		const values = Float32Array.from([0, 0.5, 4, 0, -0.25, 8]);
		const exponents = columnExponents(values, 3);
		expect(exponents[0]).toBe(0);
		const row = new Float32Array(3);
		const table = encodeTable(values, exponents, 'f16');
		decodeRow(table.subarray(rowBytes(3, 'f16')), exponents, 'f16', row);
		expect(row).toEqual(values.subarray(3));
	});
});
