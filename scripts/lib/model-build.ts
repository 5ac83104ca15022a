// From a checkpoint to the served model: static/models/{id}/ with an ONNX graph, its weights, the tokenizer and a
// manifest. Everything is written into a folder beside it and moved into place at the end.
import { createHash } from 'node:crypto';
import {
	closeSync,
	existsSync,
	openSync,
	readFileSync,
	renameSync,
	statSync,
	writeFileSync,
	writeSync
} from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import {
	MODEL_MANIFEST_FORMAT,
	ModelManifestSchema,
	type ModelManifest,
	type ServedFile
} from '../../src/lib/interp/model-manifest.ts';
import { checkpointDir, readCheckpointManifest } from './checkpoint-source.ts';
import {
	CHECKPOINT_FILES,
	CheckpointError,
	openCheckpoint,
	sha256OfFile,
	type Checkpoint
} from './checkpoint.ts';
import { gpt2Graph, hookPostName, neededTensors, type TensorPlace } from './gpt2-graph.ts';
import { encodeOnnx } from './onnx-proto.ts';
import { createProgress } from './progress.ts';
import { writeSafely } from './write-safely.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** Changed whenever the builder's output changes, so that an older build is made again. */
export const BUILDER_VERSION = 1;
/** External tensors start at multiples of this, as ONNX Runtime maps them in whole lines. */
const TENSOR_ALIGNMENT_BYTES = 64;

export interface ModelOptions {
	/** The layer whose hook_post the graph ends with; the campaign's layer when left out. */
	layer?: number;
	/** Folder of a checkpoint on this machine, instead of the repository's own or the hub's. */
	checkpoint?: string;
	/** Where static/models lies; for tests. */
	modelsDir?: string;
	quiet?: boolean;
}

export interface BuiltModel {
	manifest: ModelManifest;
	dir: string;
	/** False when it was there already. */
	built: boolean;
}

function readManifest(dir: string): ModelManifest | undefined {
	const file = path.join(dir, 'manifest.json');
	if (!existsSync(file)) return undefined;
	try {
		return v.parse(ModelManifestSchema, JSON.parse(readFileSync(file, 'utf8')));
	} catch {
		return undefined; // an older or damaged manifest: the model is built again
	}
}

interface BuildStamp {
	builder: number;
	layer: number;
	/** Size and time (ms) of each of the checkpoint's files. */
	checkpoint: Record<string, [sizeBytes: number, mtimeMs: number]>;
}

function stampOf(layer: number, source: string): BuildStamp {
	const sizeAndTime = (name: string): [string, [number, number]] => {
		const { size = 0, mtimeMs = 0 } = statSync(path.join(source, name), { throwIfNoEntry: false }) ?? {};
		return [name, [size, mtimeMs]];
	};
	return {
		builder: BUILDER_VERSION,
		layer,
		checkpoint: Object.fromEntries(CHECKPOINT_FILES.map(sizeAndTime))
	};
}

async function isSound(served: string, { sizeBytes, sha256 }: ServedFile): Promise<boolean> {
	if (statSync(served, { throwIfNoEntry: false })?.size !== sizeBytes) return false;
	return (await sha256OfFile(served)) === sha256;
}

/** True when `dir` holds a whole, undamaged build of this very checkpoint (same size and time of its files). The
 *  files are hashed each time: browsers refuse a damaged one, and nothing else would ever build it again. */
async function isUpToDate(dir: string, manifest: ModelManifest, stamp: BuildStamp): Promise<boolean> {
	const stampFile = path.join(dir, 'build.json');
	if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== JSON.stringify(stamp)) return false;
	for (const file of Object.values(manifest.files)) {
		if (!(await isSound(path.join(dir, file.path), file))) return false;
	}
	return true;
}

/** Writes all tensors as float32 into `file`; returns where each lies, and the hash of the whole. */
function writeWeights(
	checkpoint: Checkpoint,
	layer: number,
	file: string,
	onBytes: (done: number) => void
): { places: Map<string, TensorPlace>; sha256: string; sizeBytes: number } {
	const places = new Map<string, TensorPlace>();
	const hash = createHash('sha256');
	const fd = openSync(file, 'w');
	let at = 0;
	const append = (chunk: Uint8Array) => {
		for (let done = 0; done < chunk.length;) done += writeSync(fd, chunk, done);
		hash.update(chunk);
		at += chunk.length;
	};
	try {
		for (const { name, shape } of neededTensors(checkpoint.config, layer)) {
			append(
				new Uint8Array((TENSOR_ALIGNMENT_BYTES - (at % TENSOR_ALIGNMENT_BYTES)) % TENSOR_ALIGNMENT_BYTES)
			);
			const values = checkpoint.tensor(name, shape);
			places.set(name, { shape, offset: at, sizeBytes: values.byteLength });
			append(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
			onBytes(at);
		}
	} finally {
		closeSync(fd);
	}
	return { places, sha256: hash.digest('hex'), sizeBytes: at };
}

const contentName = (stem: string, sha256: string, ending: string): string =>
	`${stem}.${sha256.slice(0, 16)}.${ending}`;

function placeFile(dir: string, stem: string, ending: string, content: Uint8Array): ServedFile {
	const sha256 = createHash('sha256').update(content).digest('hex');
	const served = { path: contentName(stem, sha256, ending), sizeBytes: content.length, sha256 };
	writeFileSync(path.join(dir, served.path), content);
	return served;
}

function weightsBytes(checkpoint: Checkpoint, layer: number): number {
	const elements = neededTensors(checkpoint.config, layer).map(({ shape }) =>
		shape.reduce((a, b) => a * b, 1)
	);
	return 4 * elements.reduce((a, b) => a + b, 0);
}

async function writeModel(
	checkpoint: Checkpoint,
	identity: { id: string; title: string; layer: number; quiet: boolean },
	dir: string
): Promise<ModelManifest> {
	const { id, title, layer, quiet } = identity;
	const total = weightsBytes(checkpoint, layer);
	const progress = quiet ? undefined : createProgress({ label: `Model ${id}`, total, unit: 'bytes' });
	const temporary = path.join(dir, 'weights.tmp');
	let weights;
	try {
		weights = writeWeights(checkpoint, layer, temporary, (done) => progress?.update(done));
	} catch (error) {
		progress?.stop();
		throw error;
	}
	const weightsName = contentName('weights', weights.sha256, 'bin');
	renameSync(temporary, path.join(dir, weightsName));
	const graph = encodeOnnx(gpt2Graph(checkpoint.config, layer, weightsName, weights.places));
	const manifest: ModelManifest = {
		format: MODEL_MANIFEST_FORMAT,
		id,
		title,
		config: checkpoint.config,
		layer,
		hookName: hookPostName(layer),
		checkpointSha256: await sha256OfFile(checkpoint.weightsPath),
		files: {
			graph: placeFile(dir, 'graph', 'onnx', graph),
			weights: { path: weightsName, sizeBytes: weights.sizeBytes, sha256: weights.sha256 },
			tokenizer: placeFile(dir, 'tokenizer', 'json', readFileSync(checkpoint.tokenizerPath))
		}
	};
	progress?.finish();
	return manifest;
}

/**
 * Builds the served model of `id` unless it is there already. Throws CheckpointError, SafetensorsError or
 * FetchError with words for people; a failed or killed build leaves the former one, or nothing.
 */
export async function ensureModel(id: string, options: ModelOptions = {}): Promise<BuiltModel> {
	const known = readCheckpointManifest(root, id);
	if (!known && !options.checkpoint) {
		throw new CheckpointError(
			`There is no model "${id}". Known: starter, gpt2-small. Give any other GPT-2 with --checkpoint DIR.`
		);
	}
	const layer = options.layer ?? known?.layer ?? 0;
	const servedId = known && layer !== known.layer ? `${id}-l${layer}` : id;
	const dir = path.join(options.modelsDir ?? path.join(root, 'static/models'), servedId);
	const source = await checkpointDir(root, id, known, options);
	const stamp = stampOf(layer, source);
	const present = readManifest(dir);
	if (present && (await isUpToDate(dir, present, stamp))) return { manifest: present, dir, built: false };

	const checkpoint = openCheckpoint(source);
	try {
		if (!Number.isInteger(layer) || layer < 0 || layer >= checkpoint.config.n_layer) {
			throw new CheckpointError(`--layer must be from 0 to ${checkpoint.config.n_layer - 1}, not ${layer}.`);
		}
		const title = known?.title ?? id;
		const manifest = await writeSafely(dir, async (building) => {
			const identity = { id: servedId, title, layer, quiet: options.quiet ?? false };
			const written = await writeModel(checkpoint, identity, building);
			writeFileSync(path.join(building, 'build.json'), JSON.stringify(stamp));
			writeFileSync(path.join(building, 'manifest.json'), `${JSON.stringify(written, null, '\t')}\n`);
			return written;
		});
		return { manifest, dir, built: true };
	} finally {
		checkpoint.close();
	}
}
