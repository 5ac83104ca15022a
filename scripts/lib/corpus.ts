// The corpus: .txt files with one passage a line, in the order of their names, each passage once.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface CorpusPassage {
	/** Name of its file without the ending. */
	source: string;
	text: string;
}

/** Reads every .txt in `dir`; empty lines and repeated passages are left out. Throws when there is no passage. */
export function readCorpus(dir: string): { passages: CorpusPassage[]; sha256: string } {
	const hash = createHash('sha256');
	const seen = new Set<string>();
	const passages: CorpusPassage[] = [];
	for (const name of readdirSync(dir)
		.filter((file) => file.endsWith('.txt'))
		.sort()) {
		const content = readFileSync(path.join(dir, name), 'utf8');
		hash.update(`${name}\0${content}\0`);
		for (const line of content.split(/\r?\n/)) {
			const text = line.trim();
			if (!text || seen.has(text)) continue;
			seen.add(text);
			passages.push({ source: name.slice(0, -4), text });
		}
	}
	if (passages.length === 0)
		throw new Error(`There is no passage in ${dir}: it needs .txt files with one a line.`);
	return { passages, sha256: hash.digest('hex') };
}
