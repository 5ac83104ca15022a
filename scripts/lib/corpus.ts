// The corpus: .txt files with one passage a line or .jsonl files with {"text": ...} a line, in the order of their
// names, each passage once. Read line by line, so that it may be larger than memory; what is left out is counted.
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { byteLinesOf, chunksOf } from './byte-lines.ts';
import { SeenTexts } from './seen-texts.ts';

const ENDINGS = /\.(txt|jsonl)$/;
/** Far beyond every model's context; of a longer .txt line the rest could not be run anyway. */
export const MAX_LINE_BYTES = 16_000_000;

export interface CorpusPassage {
	/** Index into Corpus.sources. */
	source: number;
	text: string;
}

/** What of the files is not in the passages as it stands there. */
export interface CorpusLosses {
	duplicates: number;
	/** Lines with bytes that are no UTF-8; those bytes became U+FFFD. */
	invalidLines: number;
}

export interface Corpus {
	/** Names of the files without folder and ending. */
	sources: string[];
	/** Changes with any byte or name of the files. */
	sha256: string;
	/** Of all files together. */
	sizeBytes: number;
	/** Reads every passage from the beginning, counting into `losses`; `onBytes` is told how far it is. Throws in
	 *  words when a line is wrong, and at the end when there was no passage at all. */
	passages(losses?: CorpusLosses, onBytes?: (done: number) => void): Generator<CorpusPassage>;
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
	/** '' for a line that holds nothing. */
	text: string;
	isValid: boolean;
	sizeBytes: number;
}

function* linesOf(file: string): Generator<Line> {
	const isJson = file.endsWith('.jsonl');
	let number = 0;
	for (const { bytes, isCut } of byteLinesOf(file, MAX_LINE_BYTES)) {
		const where = `${file}, line ${++number},`;
		if (isJson && isCut) throw new Error(`${where} is longer than ${MAX_LINE_BYTES / 1e6} MB: split it.`);
		// trim() takes a byte order mark away too.
		const line = bytes.toString('utf8').trim();
		const text = isJson && line !== '' ? parseLine(line, where).trim() : line;
		yield { text, isValid: isUtf8(bytes), sizeBytes: bytes.length + 1 };
	}
}

function hashOf(files: readonly string[]): string {
	const hash = createHash('sha256');
	for (const file of files) {
		hash.update(`${path.basename(file)}\0${statSync(file).size}\0`);
		for (const chunk of chunksOf(file)) hash.update(chunk);
	}
	return hash.digest('hex');
}

/** Finds the files, and every .txt and .jsonl in folders. Throws in words when a path is wrong. */
export function openCorpus(paths: string | readonly string[]): Corpus {
	const places = typeof paths === 'string' ? [paths] : paths;
	const files = places.flatMap(filesOf);
	return {
		sources: files.map((file) => path.basename(file).replace(ENDINGS, '')),
		sha256: hashOf(files),
		sizeBytes: files.reduce((sum, file) => sum + statSync(file).size, 0),
		*passages(losses = { duplicates: 0, invalidLines: 0 }, onBytes) {
			const seen = new SeenTexts();
			let [done, count] = [0, 0];
			for (const [source, file] of files.entries()) {
				for (const { text, isValid, sizeBytes } of linesOf(file)) {
					onBytes?.((done += sizeBytes));
					if (text === '') continue;
					if (!isValid) losses.invalidLines++;
					if (seen.add(text)) {
						count++;
						yield { source, text };
					} else losses.duplicates++;
				}
			}
			if (count > 0) return;
			throw new Error(
				`There is no passage in ${places.join(', ')}: a corpus has one a line in .txt or .jsonl.`
			);
		}
	};
}

/** A whole corpus in memory, for small ones. Throws as openCorpus and its passages do. */
export function readCorpus(paths: string | readonly string[]) {
	const corpus = openCorpus(paths);
	const losses = { duplicates: 0, invalidLines: 0 };
	return { ...corpus, passages: [...corpus.passages(losses)], ...losses };
}
