import { describe, expect, it } from 'vitest';
import { floatToHalf, halfToFloat } from './half.ts';

describe('half floats', () => {
	it('survive the way to numbers and back, every one', () => {
		const isNaNBits = (bits: number) => (bits & 0x7fff) > 0x7c00;
		for (let bits = 0; bits < 65536; bits++) {
			const back = floatToHalf(halfToFloat(bits));
			if (isNaNBits(bits) ? !isNaNBits(back) : back !== bits) expect.fail(`${bits} became ${back}`);
		}
	});

	it('round to nearest, ties to even, as DataView.setFloat16 does, between all neighbours', () => {
		const view = new DataView(new ArrayBuffer(2));
		const rounded = (value: number) => {
			view.setFloat16(0, value);
			return view.getUint16(0);
		};
		for (let bits = 0; bits <= 0x7c00; bits++) {
			const [low, high] = [halfToFloat(bits), bits === 0x7c00 ? 65536 : halfToFloat(bits + 1)];
			for (const share of [0.25, 0.5, 0.75]) {
				const value = Math.fround(Number.isFinite(high) ? low + (high - low) * share : low + 16 * share * 2);
				for (const signed of [value, -value]) {
					if (floatToHalf(signed) !== rounded(signed)) expect.fail(`${signed}: ${floatToHalf(signed)}`);
				}
			}
		}
		for (const value of [65519.99, 65520, 1e30, 2 ** -25, 2 ** -25 * 1.0001, 1e-40]) {
			expect(floatToHalf(value), `${value}`).toBe(rounded(Math.fround(value)));
		}
	});
});
