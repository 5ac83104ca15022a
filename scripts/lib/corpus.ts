// The corpus: .txt files with one passage a line or .jsonl files with {"text": ...} a line, in the order of their
// names, each passage once. What is left out is counted, so that it can be said.
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const ENDINGS = /\.(txt|jsonl)$/;
const NEWLINE = 0x0a;
/** Node reads a file in one piece up to 2 GiB; larger ones must be split. */
const MAX_FILE_BYTES = 2_000_000_000;

export interface CorpusPassage {
	/** Index into Corpus.sources. */
	source: number;
	text: string;
}

export interface Corpus {
	passages: CorpusPassage[];
	/** Names of the files without folder and ending. */
	sources: string[];
	/** Changes with any byte or name of the files. */
	sha256: string;
	duplicates: number;
	/** Lines with bytes that are no UTF-8; those bytes became U+FFFD. */
	invalidLines: number;
}

/** The files of a folder, or the file itself. Throws when there is none. */
function filesOf(place: string): string[] {
	if (!existsSync(place)) throw new Error(`There is no corpus at ${place}.`);
	if (!statSync(place).isDirectory()) {
		if (!ENDINGS.test(place)) throw new Error(`${place} is no corpus: it must end in .txt or .jsonl.`);
		return [place];
	}
	const names = readdirSync(place).filter((name) => ENDINGS.test(name));
	return names.sort().map((name) => path.join(place, name));
}

function parseLine(line: string, where: string): string {
	let json: unknown;
	try {
		json = JSON.parse(line);
	} catch {
		throw new Error(`${where} is no JSON.`);
	}
	const text = (json as { text?: unknown } | null)?.text;
	if (typeof text !== 'string') throw new Error(`${where} has no "text".`);
	return text;
}

interface Line {
	text: string;
	isValid: boolean;
}

/** Lines that hold something, decoded one by one, so that no string is longer than a line. */
function* linesOf(file: string, bytes: Buffer): Generator<Line> {
	const isJson = file.endsWith('.jsonl');
	for (let from = 0, number = 1; from < bytes.length; number++) {
		const newline = bytes.indexOf(NEWLINE, from);
		const end = newline < 0 ? bytes.length : newline;
		const part = bytes.subarray(from, end);
		from = end + 1;
		// trim() takes a byte order mark away too.
		const line = part.toString('utf8').trim();
		if (line === '') continue;
		const text = isJson ? parseLine(line, `${file}, line ${number},`).trim() : line;
		if (text !== '') yield { text, isValid: isUtf8(part) };
	}
}

/**
 * Reads files, and every .txt and .jsonl in folders; empty lines and repeated passages are left out.
 * Throws in words when a path or a line is wrong, and when there is no passage at all.
 */
export function readCorpus(paths: string | readonly string[]): Corpus {
	const places = typeof paths === 'string' ? [paths] : paths;
	const hash = createHash('sha256');
	const seen = new Set<string>();
	const corpus: Corpus = { passages: [], sources: [], sha256: '', duplicates: 0, invalidLines: 0 };
	for (const file of places.flatMap(filesOf)) {
		if (statSync(file).size > MAX_FILE_BYTES) throw new Error(`${file} is too large: split it.`);
		const bytes = readFileSync(file);
		const source = corpus.sources.push(path.basename(file).replace(ENDINGS, '')) - 1;
		hash.update(`${path.basename(file)}\0${bytes.length}\0`).update(bytes);
		for (const { text, isValid } of linesOf(file, bytes)) {
			if (!isValid) corpus.invalidLines++;
			if (seen.has(text)) corpus.duplicates++;
			else corpus.passages.push({ source, text });
			seen.add(text);
		}
	}
	if (corpus.passages.length === 0) {
		throw new Error(
			`There is no passage in ${places.join(', ')}: a corpus has one a line in .txt or .jsonl.`
		);
	}
	corpus.sha256 = hash.digest('hex');
	return corpus;
}
