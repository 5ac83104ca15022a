// What keeps large corpora out of memory: lines, hashes of texts, and bytes on the disk, each against plain arrays.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/lib/util/seeded-random.ts';
import { byteLinesOf } from './byte-lines.ts';
import { SeenTexts } from './seen-texts.ts';
import { SpilledBytes } from './spilled-bytes.ts';

let dir: string;
beforeEach(() => {
	dir = mkdtempSync(path.join(tmpdir(), 'spilled-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('lines', () => {
	const linesOf = (content: string | Uint8Array, maxBytes = 1e6) => {
		const file = path.join(dir, 'lines.txt');
		writeFileSync(file, content);
		return [...byteLinesOf(file, maxBytes)].map(({ bytes, isCut }) => [bytes.toString('latin1'), isCut]);
	};

	it('are those of the file, also across its pieces, with or without a last newline', () => {
		expect(linesOf('')).toEqual([]);
		expect(linesOf('a\n\nb')).toEqual([
			['a', false],
			['', false],
			['b', false]
		]);
		expect(linesOf('a\n')).toEqual([['a', false]]);
		// Longer than a piece of 1 MB, and ending on its border.
		for (const length of [(1 << 20) - 1, 1 << 20, 3 << 20]) {
			const long = 'x'.repeat(length);
			expect(linesOf(`${long}\nend`, 1e8)).toEqual([
				[long, false],
				['end', false]
			]);
		}
	});

	it('are cut before the character that the limit would break', () => {
		const euro = Buffer.from('€'); // 3 bytes
		for (const [limit, kept] of [
			[1, 'a'],
			[2, 'a'],
			[3, 'a'],
			[5, 'a€']
		] as const) {
			const [[bytes, isCut]] = linesOf(Buffer.concat([Buffer.from('a'), euro, euro]), limit) as [
				[string, boolean]
			];
			expect([Buffer.from(bytes, 'latin1').toString('utf8'), isCut]).toEqual([kept, true]);
		}
		expect(linesOf('abc', 3)).toEqual([['abc', false]]);
	});
});

describe('texts that were there', () => {
	it('are known again among very many', () => {
		const seen = new SeenTexts();
		const textOf = (i: number) => `passage number ${i}`;
		// Several times the first size of the table.
		for (let i = 0; i < 200_000; i++) expect(seen.add(textOf(i))).toBe(true);
		for (let i = 0; i < 200_000; i += 7) expect(seen.add(textOf(i))).toBe(false);
		expect(seen.add('something new')).toBe(true);
	});
});

describe('bytes on the disk', () => {
	it('read as they were written, whichever pages are in memory', () => {
		const random = seededRandom(1);
		// 13 MB: more than is kept in memory.
		const all = Uint8Array.from({ length: 13_000_000 }, () => 256 * random());
		const spilled = new SpilledBytes(path.join(dir, 'bytes.bin'));
		for (let at = 0; at < all.length;) {
			const size = 1 + Math.floor(300_000 * random());
			spilled.append(all.slice(at, at + size));
			at += size;
		}
		expect(spilled.length).toBe(all.length);
		for (let i = 0; i < 2000; i++) {
			const from = Math.floor(all.length * random());
			const size = Math.min(all.length - from, Math.floor(200_000 * random() ** 4));
			expect(Buffer.compare(spilled.read(from, size), all.subarray(from, from + size))).toBe(0);
		}
		expect(spilled.read(all.length, 0)).toHaveLength(0);
		expect(() => spilled.read(all.length - 1, 2)).toThrow(RangeError);
		expect(() => spilled.append(new Uint8Array(1))).toThrow(/cannot grow/);
		spilled.close();
	});

	it('are there before anything was written out', () => {
		const spilled = new SpilledBytes(path.join(dir, 'bytes.bin'));
		spilled.append(Uint8Array.of(1, 2, 3));
		expect([...spilled.read(1, 2)]).toEqual([2, 3]);
		spilled.close();
	});
});
