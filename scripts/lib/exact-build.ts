// From a checkpoint to the exact model: .cache/exact/{id}/ with a whole float32 ONNX graph, its weights, the tokenizer
// and a manifest. Everything is written into a folder beside it and moved into place at the end.
import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { elementsOf, TENSOR_ALIGNMENT_BYTES, type TensorPlace } from '../../src/lib/interp/model-layout.ts';
import type { Checkpoint } from './checkpoint.ts';
import { EXACT_MANIFEST_FORMAT, ExactManifestSchema, type ExactManifest } from './exact-manifest.ts';
import { gpt2Graph, hookPostName, neededTensors } from './gpt2-graph.ts';
import { findModelSource, root, type ModelOptions, type ModelSource } from './model-source.ts';
import { encodeOnnx } from './onnx-proto.ts';
import { createProgress, silentProgress } from './progress.ts';
import { isUpToDate, placeFile, placeWritten, readManifest, writeManifest } from './served-files.ts';
import { writeSafely } from './write-safely.ts';

/** Changed whenever the builder's output changes, so that an older build is made again. */
const BUILDER_VERSION = 2;

export interface BuiltExact {
	manifest: ExactManifest;
	dir: string;
	/** False when it was there already. */
	built: boolean;
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

const weightsBytes = (checkpoint: Checkpoint, layer: number): number =>
	4 * neededTensors(checkpoint.config, layer).reduce((sum, tensor) => sum + elementsOf(tensor), 0);

async function write(
	checkpoint: Checkpoint,
	source: ModelSource,
	dir: string,
	quiet: boolean
): Promise<ExactManifest> {
	const { id, title, layer, randomWeightsSeed } = source;
	const total = weightsBytes(checkpoint, layer);
	const create = quiet ? silentProgress : createProgress;
	const progress = create({ label: `Exact model ${id}`, total, unit: 'bytes' });
	const temporary = path.join(dir, 'weights.tmp');
	let written: ReturnType<typeof writeWeights>;
	try {
		written = writeWeights(checkpoint, layer, temporary, (done) => progress.update(done));
	} catch (error) {
		progress.stop();
		throw error;
	}
	const weights = placeWritten(temporary, 'weights', 'bin', written);
	const graph = encodeOnnx(gpt2Graph(checkpoint.config, layer, weights.path, written.places));
	const manifest: ExactManifest = {
		format: EXACT_MANIFEST_FORMAT,
		id,
		title,
		config: checkpoint.config,
		layer,
		hookName: hookPostName(layer),
		checkpointSha256: await checkpoint.sha256(),
		randomWeightsSeed,
		files: {
			graph: placeFile(dir, 'graph', 'onnx', graph),
			weights,
			tokenizer: placeFile(dir, 'tokenizer', 'json', checkpoint.tokenizerJson)
		}
	};
	progress.finish();
	return manifest;
}

/**
 * Builds the exact model of `id` unless it is there already. Throws CheckpointError, SafetensorsError or FetchError
 * with words for people; a failed or killed build leaves the former one, or nothing.
 */
export async function buildExact(id: string, options: ModelOptions = {}): Promise<BuiltExact> {
	const source = await findModelSource(id, options);
	const dir = path.join(options.modelsDir ?? path.join(root, '.cache/exact'), source.id);
	const stamp = JSON.stringify({ builder: BUILDER_VERSION, ...source.stamp });
	const present = readManifest(dir, ExactManifestSchema);
	if (present && (await isUpToDate(dir, stamp, Object.values(present.files)))) {
		return { manifest: present, dir, built: false };
	}
	const checkpoint = await source.open();
	try {
		const manifest = await writeSafely(dir, async (building) => {
			const written = await write(checkpoint, source, building, options.quiet ?? false);
			writeManifest(building, written, stamp);
			return written;
		});
		return { manifest, dir, built: true };
	} finally {
		checkpoint.close();
	}
}
