// A campaign small enough to recompute in plain loops: a seeded random GPT-2 of 24 neurons with the starter's
// tokenizer, over a corpus cut from the project's own. For tests only.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CampaignOptions } from '../campaign-build.ts';
import { seededRandom } from '../../../src/lib/util/seeded-random.ts';
import { sample } from '../sample.ts';
import { randomCheckpoint, writeCheckpoint, type TensorMap } from './random-checkpoint.ts';

const root = path.resolve(import.meta.dirname, '../../..');

export const TINY_SHAPE = {
	n_layer: 2,
	n_head: 2,
	n_embd: 16,
	n_inner: 24,
	n_positions: 48,
	vocab_size: 8192
};
export const TINY_LAYER = 1;
/** Small, so that even a tiny corpus has several segments. */
export const TINY_SEGMENT_TOKENS = 1500;

export interface TinyCampaign {
	folder: string;
	tensors: TensorMap;
	options: CampaignOptions & { corpus: string[]; campaignsDir: string; cacheDir: string };
	remove(): void;
}

/** Lines of 3 to 30 words from some of the project's passages; short ones, because only they are often quiet. */
function corpusLines(file: string, random: () => number): string[] {
	const lines = readFileSync(path.join(root, 'models/corpus', file), 'utf8')
		.split('\n')
		.filter(Boolean);
	return lines.slice(0, 60).flatMap((line) => {
		const words = line.split(' ');
		const pieces: string[] = [];
		for (let at = 0; at < words.length;) {
			const length = 3 + Math.floor(random() ** 2 * 28);
			pieces.push(words.slice(at, at + length).join(' '));
			at += length;
		}
		return pieces;
	});
}

/** Writes checkpoint and corpus into a new folder; `ensureCampaign('tiny', options)` builds the campaign. */
export function makeTinyCampaign(seed = 1): TinyCampaign {
	const folder = mkdtempSync(path.join(tmpdir(), 'tiny-campaign-'));
	const checkpoint = path.join(folder, 'checkpoint');
	const tensors = randomCheckpoint(TINY_SHAPE, seed);
	writeCheckpoint(checkpoint, TINY_SHAPE, tensors);
	copyFileSync(path.join(root, 'models/starter/tokenizer.json'), path.join(checkpoint, 'tokenizer.json'));
	const corpus = path.join(folder, 'corpus');
	mkdirSync(corpus);
	const random = seededRandom(seed);
	for (const file of ['history.txt', 'travel.txt', 'code-snippets.txt', 'job-ads-and-cvs.txt']) {
		const lines = new Set(corpusLines(file, random));
		writeFileSync(path.join(corpus, file), sample([...lines], 220, random).join('\n'));
	}
	const options = {
		checkpoint,
		layer: TINY_LAYER,
		corpus: [corpus],
		modelsDir: path.join(folder, 'models'),
		campaignsDir: path.join(folder, 'campaigns'),
		cacheDir: path.join(folder, 'cache'),
		segmentTokens: TINY_SEGMENT_TOKENS,
		quiet: true
	};
	return { folder, tensors, options, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
