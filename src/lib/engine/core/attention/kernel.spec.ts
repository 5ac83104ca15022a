import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { assembleKernel } from '../../../../../scripts/lib/assemble-kernel.ts';
import { seededRandom } from '../../../util/seeded-random.ts';
import { KERNEL_BASE64 } from './kernel-binary.ts';
import { openKernel } from './kernel.ts';

const random = seededRandom(3);

function setUp() {
	const memory = new WebAssembly.Memory({ initial: 4 });
	return { kernel: openKernel(memory), floats: new Float32Array(memory.buffer) };
}

describe('the kernel', () => {
	it('is what its source assembles to', async () => {
		const source = readFileSync(path.join(import.meta.dirname, 'kernel.wat'), 'utf8');
		expect(KERNEL_BASE64, 'run npm run kernel').toBe(await assembleKernel(source));
	});

	it.each([
		[1, 64, 64],
		[1, 5, 76],
		[2, 5, 44],
		[3, 1, 8],
		[4, 64, 64],
		[7, 13, 24],
		[9, 6, 12],
		[32, 64, 64]
	])(
		'adds a product of [%i, %i] and [.., %i] to what is there, and touches nothing else',
		(rows, inner, columns) => {
			const { kernel, floats } = setUp();
			const [aStride, bStride, cStride] = [inner + 3, columns + 4, columns + 8];
			const [a, b, c] = [16, 8192, 24_576];
			floats.forEach((_, i) => (floats[i] = random() - 0.5));
			const before = floats.slice();
			kernel.addProduct(4 * a, 4 * b, 4 * c, rows, inner, columns, 4 * aStride, 4 * bStride, 4 * cStride);
			const expected = before.slice();
			for (let row = 0; row < rows; row++) {
				for (let column = 0; column < columns; column++) {
					let sum = before[c + row * cStride + column]!;
					for (let i = 0; i < inner; i++) {
						sum += before[a + row * aStride + i]! * before[b + i * bStride + column]!;
					}
					expected[c + row * cStride + column] = sum;
				}
			}
			floats.forEach((value, i) => {
				const slack = before[i] === expected[i] ? 0 : 1e-5;
				if (Math.abs(value - expected[i]!) > slack) expect.fail(`${i}: ${value} instead of ${expected[i]}`);
			});
		}
	);

	it.each([1, 2, 3, 4, 5, 63, 64])('gives the softmax of %i of 64 numbers, and zeros behind', (count) => {
		const { kernel, floats } = setUp();
		for (const spread of [1, 30, 1000]) {
			floats.forEach((_, i) => (floats[i] = spread * (random() - 0.5)));
			const scores = Array.from(floats.subarray(8, 8 + count), (score) => 0.25 * score);
			const behind = floats[72];
			kernel.softmax(32, count, 64, 0.25);
			const exps = scores.map((score) => Math.exp(score - Math.max(...scores)));
			const sum = exps.reduce((all, each) => all + each, 0);
			exps.forEach((each, i) => {
				// Relative to the share itself: single shares may be tiny and still right to six digits.
				expect(Math.abs(floats[8 + i]! - each / sum)).toBeLessThan(
					1e-37 + (1e-6 + spread * 5e-8) * (each / sum)
				);
			});
			expect(floats.subarray(8 + count, 72).every((share) => share === 0)).toBe(true);
			expect(floats[72]).toBe(behind);
		}
	});

	it('spreads a number that is none over the whole row, so that a wrong run cannot look right', () => {
		const { kernel, floats } = setUp();
		floats.set([1, NaN, 2, 3]);
		kernel.softmax(0, 4, 64, 1);
		expect([...floats.subarray(0, 4)]).toEqual([NaN, NaN, NaN, NaN]);
	});
});
