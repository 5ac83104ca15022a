import { describe, expect, it } from 'vitest';
import { PAGE_POSITIONS } from '../../interp/paging.ts';
import { KvPages, pagesFor } from './kv-pages.ts';
import { attentionMask } from './mask.ts';

describe('pages of keys and values', () => {
	it('hold each position in its slot, keys transposed, across pages and after growing', () => {
		const [heads, d_model] = [2, 6];
		const width = d_model / heads;
		const pages = new KvPages(heads, d_model);
		const total = 2 * PAGE_POSITIONS + 5;
		const row = (position: number, of: number) =>
			Float32Array.from({ length: d_model }, (_, i) => of + 1000 * position + i);
		pages.write(0, row(0, 0), row(0, 0.5));
		const rest = Array.from({ length: total - 1 }, (_, i) => i + 1);
		pages.write(1, concat(rest.map((at) => row(at, 0))), concat(rest.map((at) => row(at, 0.5))));
		const { keys, values } = pages.read(pagesFor(total));
		for (const position of [0, 1, PAGE_POSITIONS - 1, PAGE_POSITIONS, total - 1]) {
			const page = Math.floor(position / PAGE_POSITIONS);
			const slot = position % PAGE_POSITIONS;
			for (let head = 0; head < heads; head++) {
				for (let k = 0; k < width; k++) {
					const expected = 1000 * position + head * width + k;
					const base = (page * heads + head) * width * PAGE_POSITIONS;
					expect(keys[base + k * PAGE_POSITIONS + slot]).toBe(expected);
					expect(values[base + slot * width + k]).toBe(expected + 0.5);
				}
			}
		}
	});

	it('are at least one, and one more only when the last is full', () => {
		expect([0, 1, 64, 65, 128, 129].map(pagesFor)).toEqual([1, 1, 1, 2, 2, 3]);
	});
});

const concat = (rows: Float32Array[]) => Float32Array.from(rows.flatMap((row) => [...row]));

describe('the mask', () => {
	it('opens the known positions and, of the new ones, those up to oneself', () => {
		const mask = attentionMask(3, 1, 2);
		const width = PAGE_POSITIONS + 2;
		const open = (t: number) =>
			[...mask.subarray(t * width, (t + 1) * width)].flatMap((value, i) => (value === 0 ? [i] : []));
		expect(open(0)).toEqual([0, 1, 2, PAGE_POSITIONS]);
		expect(open(1)).toEqual([0, 1, 2, PAGE_POSITIONS, PAGE_POSITIONS + 1]);
		expect(Math.max(...mask)).toBe(0);
	});
});
