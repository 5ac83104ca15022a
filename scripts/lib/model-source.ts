// Which model a command means: its checkpoint (the repository's own, the hub's, a folder, or random numbers), the
// layer, and the id it is served under. Shared by the exact and the served build.
import { statSync } from 'node:fs';
import path from 'node:path';
import { checkpointDir, readCheckpointManifest } from './checkpoint-source.ts';
import { CHECKPOINT_FILES, CheckpointError, openCheckpoint, type Checkpoint } from './checkpoint.ts';
import { openRandomCheckpoint } from './random-weights.ts';

export const root = path.resolve(import.meta.dirname, '../..');

export interface ModelOptions {
	/** The layer to end with; the campaign's layer when left out. */
	layer?: number;
	/** Folder of a checkpoint on this machine, instead of the repository's own or the hub's. */
	checkpoint?: string;
	/** Random numbers of the model's shape instead of its weights, for tests and benches. */
	randomWeightsSeed?: number;
	/** Folder that holds the built models; for tests. */
	modelsDir?: string;
	quiet?: boolean;
}

export interface ModelSource {
	/** The served model's id; differs from the checkpoint's for another layer and for random weights. */
	id: string;
	title: string;
	layer: number;
	randomWeightsSeed?: number;
	/** Changes whenever the checkpoint or the layer does. */
	stamp: Record<string, unknown>;
	/** Opens the checkpoint and checks that it has the layer. Throws CheckpointError or SafetensorsError. */
	open(): Checkpoint | Promise<Checkpoint>;
}

function checkLayer(checkpoint: Checkpoint, layer: number): Checkpoint {
	const { n_layer } = checkpoint.config;
	if (Number.isInteger(layer) && layer >= 0 && layer < n_layer) return checkpoint;
	checkpoint.close();
	throw new CheckpointError(`--layer must be from 0 to ${n_layer - 1}, not ${layer}.`);
}

function randomSource(id: string, layer: number, seed: number): ModelSource {
	if (id !== 'gpt2-small') {
		throw new CheckpointError('Random weights have the shape of gpt2-small: npm run model -- gpt2-small.');
	}
	return {
		id: `gpt2-small-random-${seed}`,
		title: `Random numbers in the shape of GPT-2 small (seed ${seed}): for benches, no real model`,
		layer,
		randomWeightsSeed: seed,
		stamp: { layer, seed },
		open: async () => checkLayer(await openRandomCheckpoint(seed), layer)
	};
}

/** Size and time (ms) of each of the checkpoint's files. */
function sizesAndTimes(dir: string): Record<string, [sizeBytes: number, mtimeMs: number]> {
	const entry = (name: string): [string, [number, number]] => {
		const { size = 0, mtimeMs = 0 } = statSync(path.join(dir, name), { throwIfNoEntry: false }) ?? {};
		return [name, [size, mtimeMs]];
	};
	return Object.fromEntries(CHECKPOINT_FILES.map(entry));
}

/** Finds the model `id`, fetching its checkpoint when need be. Throws CheckpointError or FetchError. */
export async function findModelSource(id: string, options: ModelOptions): Promise<ModelSource> {
	const known = readCheckpointManifest(root, id);
	if (!known && !options.checkpoint) {
		throw new CheckpointError(
			`There is no model "${id}". Known: starter, gpt2-small. Give any other GPT-2 with --checkpoint DIR.`
		);
	}
	const layer = options.layer ?? known?.layer ?? 0;
	if (options.randomWeightsSeed !== undefined) return randomSource(id, layer, options.randomWeightsSeed);
	const dir = await checkpointDir(root, id, known, options);
	return {
		id: known && layer !== known.layer ? `${id}-l${layer}` : id,
		title: known?.title ?? id,
		layer,
		stamp: { layer, checkpoint: sizesAndTimes(dir) },
		open: () => checkLayer(openCheckpoint(dir), layer)
	};
}
