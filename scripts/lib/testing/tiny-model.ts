// A tiny random model, built as the real ones are, for tests of what is served and of the engine in Node.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureModel, type BuiltModel } from '../model-build.ts';
import type { Encodings } from '../model-tolerances.ts';
import { BYTE_VOCABULARY, byteTokenizerJson } from './byte-tokenizer.ts';
import { randomCheckpoint, writeCheckpoint, type TensorMap } from './random-checkpoint.ts';

export const TINY_SHAPE = {
	n_layer: 3,
	n_head: 2,
	n_embd: 16,
	n_inner: 40,
	n_positions: 160,
	vocab_size: BYTE_VOCABULARY
};

/** Writes a random checkpoint with a byte-level tokenizer below `folder` and builds the served model from it. */
export async function buildTinyModel(
	folder: string,
	{ seed = 1, layer = 1, encodings }: { seed?: number; layer?: number; encodings?: Encodings } = {}
): Promise<BuiltModel & { tensors: TensorMap }> {
	const checkpoint = path.join(folder, `checkpoint-${seed}`);
	const tensors = randomCheckpoint(TINY_SHAPE, seed);
	writeCheckpoint(checkpoint, TINY_SHAPE, tensors);
	writeFileSync(path.join(checkpoint, 'tokenizer.json'), byteTokenizerJson());
	const modelsDir = path.join(folder, 'models');
	const built = await ensureModel(`tiny-${seed}`, {
		checkpoint,
		layer,
		modelsDir,
		encodings,
		quiet: true
	});
	return { ...built, tensors };
}
