import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_LINE_BYTES, openCorpus, readCorpus } from './corpus.ts';

let dir: string;
beforeEach(() => {
	dir = mkdtempSync(path.join(tmpdir(), 'corpus-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const put = (name: string, content: string | Uint8Array): string => {
	const file = path.join(dir, name);
	writeFileSync(file, content);
	return file;
};
const texts = (places: string[]) => readCorpus(places).passages.map(({ text }) => text);

describe('a corpus', () => {
	it('is read in the order of its files, without empty lines, endings and byte order marks', () => {
		put('b.txt', 'third\n\n   \nfourth');
		put('a.txt', '\uFEFFfirst\r\n\r\n second \r\n');
		put('notes.md', 'not a passage');
		const corpus = readCorpus([dir]);
		expect(corpus.passages).toEqual([
			{ source: 0, text: 'first' },
			{ source: 0, text: 'second' },
			{ source: 1, text: 'third' },
			{ source: 1, text: 'fourth' }
		]);
		expect(corpus.sources).toEqual(['a', 'b']);
	});

	it('holds each passage once, and counts the others', () => {
		put('a.txt', 'same\nother\nsame\n same ');
		put('b.txt', 'same\nnew');
		const corpus = readCorpus([dir]);
		expect(corpus.passages.map(({ text }) => text)).toEqual(['same', 'other', 'new']);
		expect(corpus.duplicates).toBe(3);
	});

	it('may be JSON lines, several places, and single files', () => {
		const lines = put('x.jsonl', '{"text": "one\\ntwo", "id": 7}\n\n{"text": "  "}\n{"text": "three"}\n');
		const plain = put('y.txt', 'four');
		expect(texts([plain, lines])).toEqual(['four', 'one\ntwo', 'three']);
	});

	it('says which JSON line is wrong', () => {
		const broken = put('x.jsonl', '{"text": "one"}\n{"text": ');
		expect(() => readCorpus([broken])).toThrow(/x\.jsonl, line 2, is no JSON/);
		const other = put('y.jsonl', '{"text": 5}\n');
		expect(() => readCorpus([other])).toThrow(/y\.jsonl, line 1, has no "text"/);
	});

	it('keeps passages with bytes that are no UTF-8, and counts them', () => {
		put('a.txt', Uint8Array.from([...Buffer.from('fine \uFFFD\nbad '), 0xff, 0x0a, ...Buffer.from('good')]));
		const corpus = readCorpus([dir]);
		expect(corpus.passages.map(({ text }) => text)).toEqual(['fine \uFFFD', 'bad \uFFFD', 'good']);
		expect(corpus.invalidLines).toBe(1);
	});

	it('keeps the beginning of a line that no model could run, and refuses it in JSON lines', () => {
		const long = 'words and '.repeat(MAX_LINE_BYTES / 10);
		put('a.txt', `${long}and more\nnext`);
		const [first, second] = readCorpus([dir]).passages;
		expect(first!.text).toBe(long.trim());
		expect(second!.text).toBe('next');
		const lines = put('b.jsonl', `{"text": "short"}\n{"text": "${long}"}`);
		expect(() => readCorpus([lines])).toThrow(/b\.jsonl, line 2, is longer than 16 MB: split it/);
	});

	it('tells how far it was read', () => {
		put('a.txt', 'one\n\ntwo\n');
		put('b.txt', 'three\n');
		const corpus = openCorpus([dir]);
		const done: number[] = [];
		expect([...corpus.passages(undefined, (bytes) => done.push(bytes))]).toHaveLength(3);
		expect(done).toEqual([4, 5, 9, 15]);
		expect(corpus.sizeBytes).toBe(15);
	});

	it('without a passage, or not there, is refused in words', () => {
		put('a.txt', '\n \n');
		expect(() => readCorpus([dir])).toThrow(/There is no passage in/);
		expect(() => readCorpus([path.join(dir, 'none')])).toThrow(/There is no corpus at/);
		expect(() => readCorpus([put('a.pdf', 'x')])).toThrow(/must end in \.txt or \.jsonl/);
	});

	it('has a hash that changes with any file, name or border', () => {
		const hash = () => readCorpus([dir]).sha256;
		put('a.txt', 'one\n');
		const first = hash();
		put('b.txt', 'two\n');
		const second = hash();
		rmSync(path.join(dir, 'b.txt'));
		expect(hash()).toBe(first);
		put('c.txt', 'two\n');
		expect(new Set([first, second, hash()]).size).toBe(3);
	});

	it('is, as the project’s own, read whole', () => {
		const { passages, sources, duplicates } = readCorpus([
			path.join(import.meta.dirname, '../../models/corpus')
		]);
		expect([passages.length, sources.length, duplicates]).toEqual([5640, 88, 0]);
	});
});
