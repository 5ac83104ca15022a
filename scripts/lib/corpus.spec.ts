import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCorpus } from './corpus.ts';

let dir: string;
beforeEach(() => {
	dir = mkdtempSync(path.join(tmpdir(), 'corpus-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const write = (files: Record<string, string>) =>
	Object.entries(files).forEach(([name, content]) => writeFileSync(path.join(dir, name), content));

describe('readCorpus', () => {
	it('gives each line once, in the order of the files’ names', () => {
		write({
			'b.txt': 'third\nfirst\n',
			'a.txt': '\ufefffirst\r\n\r\n  second \nfirst\n   \n',
			LICENSE: 'CC0',
			'notes.md': '# no passage'
		});
		expect(readCorpus(dir).passages).toEqual([
			{ source: 'a', text: 'first' },
			{ source: 'a', text: 'second' },
			{ source: 'b', text: 'third' }
		]);
	});

	it('has another hash when a file is renamed, changed or cut elsewhere, and the same when it is not', () => {
		const hashes = new Set<string>();
		const hashOf = (files: Record<string, string>) => {
			rmSync(dir, { recursive: true });
			mkdirSync(dir);
			write(files);
			const { sha256 } = readCorpus(dir);
			hashes.add(sha256);
			return sha256;
		};
		const first = hashOf({ 'a.txt': 'x\ny', 'b.txt': 'z' });
		hashOf({ 'c.txt': 'x\ny', 'b.txt': 'z' });
		hashOf({ 'a.txt': 'x\nY', 'b.txt': 'z' });
		hashOf({ 'a.txt': 'x', 'b.txt': 'y\nz' });
		expect(hashes.size).toBe(4);
		expect(hashOf({ 'b.txt': 'z', 'a.txt': 'x\ny', 'notes.md': 'of no weight' })).toBe(first);
	});

	it.each([
		['no file', {}],
		['no passage', { 'a.txt': '\n \n', 'b.md': 'text' }]
	])('refuses a folder with %s', (_, files) => {
		write(files);
		expect(() => readCorpus(dir)).toThrow(`There is no passage in ${dir}`);
	});

	it('finds the project’s own corpus whole', () => {
		const { passages } = readCorpus(path.join(import.meta.dirname, '../../models/corpus'));
		expect(passages.length).toBe(5640);
		expect(new Set(passages.map(({ source }) => source)).size).toBe(88);
	});
});
