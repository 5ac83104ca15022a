// From a checkpoint to the served model: static/models/{id}/ with graphs, tokenizer and, for each build, the smallest
// parts that meet its tolerance. Everything is written into a folder beside it and moved into place at the end.
import { rmSync } from 'node:fs';
import path from 'node:path';
import {
	BUILD_NAMES,
	MODEL_MANIFEST_FORMAT,
	ModelManifestSchema,
	type BuildName,
	type Fidelity,
	type ModelBuild,
	type ModelManifest
} from '../../src/lib/interp/model-manifest.ts';
import { stageCount } from '../../src/lib/interp/model-layout.ts';
import { columnExponents, encodeTable } from '../../src/lib/interp/table-encoding.ts';
import type { ServedFile } from '../../src/lib/interp/served-file.ts';
import { neuronsGraph, stageGraph } from './stage-graphs.ts';
import { CheckpointError, type Checkpoint } from './checkpoint.ts';
import { hookPostName } from './gpt2-graph.ts';
import { measureBuild, rounded } from './model-measure.ts';
import { buildBytes, encodeStage, positionsEncoding, transpose } from './model-parts.ts';
import { findModelSource, root, type ModelOptions, type ModelSource } from './model-source.ts';
import { candidates, meetsTolerance, type Encodings } from './model-tolerances.ts';
import { encodeOnnx } from './onnx-proto.ts';
import { createProgress, silentProgress, type Progress } from './progress.ts';
import { isUpToDate, placeFile, readManifest, writeManifest } from './served-files.ts';
import { goldensOf, PASSAGES, validate, type Validated } from './validation.ts';
import { writeSafely } from './write-safely.ts';

/** Changed whenever the builder's output changes, so that an older build is made again. */
const BUILDER_VERSION = 5;

export interface BuiltModel {
	manifest: ModelManifest;
	dir: string;
	/** False when it was there already. */
	built: boolean;
}

const NOT_MEASURED: Fidelity = { tokens: 0, maxAbsError: 0, p99AbsError: 0, r: 1 };

const buildFiles = ({ stages, positions, tokens, neurons }: ModelBuild): ServedFile[] => [
	...stages,
	positions.file,
	tokens.file,
	neurons.file
];

/** Every file that the manifest names. */
export const filesOf = ({ tokenizer, graphs, builds }: ModelManifest): ServedFile[] => [
	tokenizer,
	...Object.values(graphs),
	...BUILD_NAMES.flatMap((name) => buildFiles(builds[name]))
];

/** A checkpoint that reads each tensor once; it is written in several encodings. */
function remembering(checkpoint: Checkpoint): Checkpoint {
	const kept = new Map<string, Float32Array>();
	return {
		...checkpoint,
		tensor(name, shape) {
			if (!kept.has(name)) kept.set(name, checkpoint.tensor(name, shape));
			return kept.get(name)!;
		}
	};
}

/** The parts of a build that no encoding changes: what every first activation waits for beside the stages. */
function writeCommon(checkpoint: Checkpoint, dir: string) {
	const { config } = checkpoint;
	const graph = (stem: string, bytes: Uint8Array) => placeFile(dir, stem, 'onnx', bytes);
	return {
		tokenizer: placeFile(dir, 'tokenizer', 'json', checkpoint.tokenizerJson),
		graphs: {
			first: graph('first', encodeOnnx(stageGraph(config, 'first'))),
			middle: graph('middle', encodeOnnx(stageGraph(config, 'middle'))),
			last: graph('last', encodeOnnx(stageGraph(config, 'last'))),
			neurons: graph('neurons', encodeOnnx(neuronsGraph(config)))
		}
	};
}

class Builder {
	readonly #checkpoint: Checkpoint;
	readonly #source: ModelSource;
	readonly #dir: string;
	readonly #common: ReturnType<typeof writeCommon>;
	readonly #forced: Encodings | undefined;

	constructor(checkpoint: Checkpoint, source: ModelSource, dir: string, forced?: Encodings) {
		this.#forced = forced;
		this.#checkpoint = remembering(checkpoint);
		this.#source = source;
		this.#dir = dir;
		this.#common = writeCommon(checkpoint, dir);
	}

	sizes(encodings: Encodings) {
		const { tokenizer, graphs } = this.#common;
		const { first, middle, last } = graphs;
		const always = [tokenizer, first, middle, last].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
		return buildBytes(this.#checkpoint.config, this.#source.layer, encodings, always);
	}

	#write(encodings: Encodings): ModelBuild {
		const checkpoint = this.#checkpoint;
		const { layer } = this.#source;
		const { d_model, d_mlp, d_vocab, n_ctx } = checkpoint.config;
		const { blocks: encoding } = encodings;
		const place = (stem: string, bytes: Uint8Array) => placeFile(this.#dir, stem, `${encoding}.bin`, bytes);
		const table = (stem: string, values: Float32Array, used: Encodings['blocks']) => {
			const exponents = columnExponents(values, d_model);
			const bytes = encodeTable(values, exponents, used);
			return {
				encoding: used,
				columnExponents: exponents,
				file: placeFile(this.#dir, stem, `${used}.bin`, bytes)
			};
		};
		const inputs = checkpoint.tensor(`h.${layer}.mlp.c_fc.weight`, [d_model, d_mlp]);
		return {
			encoding,
			stages: Array.from({ length: stageCount(layer) }, (_, stage) =>
				place(`stage-${stage}`, encodeStage(checkpoint, stage, layer, encoding))
			),
			positions: table(
				'positions',
				checkpoint.tensor('wpe.weight', [n_ctx, d_model]),
				positionsEncoding(encoding)
			),
			tokens: table('tokens', checkpoint.tensor('wte.weight', [d_vocab, d_model]), encodings.tokens),
			neurons: table('neurons', transpose(inputs, d_model, d_mlp), encoding),
			...this.sizes(encodings),
			fidelity: NOT_MEASURED
		};
	}

	async #manifest(builds: ModelManifest['builds'], validated: readonly Validated[]): Promise<ModelManifest> {
		const { id, title, layer, randomWeightsSeed } = this.#source;
		return {
			format: MODEL_MANIFEST_FORMAT,
			id,
			title,
			config: this.#checkpoint.config,
			layer,
			hookName: hookPostName(layer),
			checkpointSha256: await this.#checkpoint.sha256(),
			...(randomWeightsSeed === undefined ? {} : { randomWeightsSeed }),
			...this.#common,
			builds,
			goldens: goldensOf(validated)
		};
	}

	/** The first of the build's candidates that meets its tolerance; the files of the others are taken away. */
	async #choose(
		name: BuildName,
		validated: readonly Validated[],
		keep: readonly ServedFile[],
		onMeasured: (encodings: Encodings, fidelity: Fidelity) => void
	): Promise<ModelBuild> {
		const kept = new Set(keep.map((file) => file.path));
		const forced = this.#forced;
		const tried = forced ? [forced] : candidates(name, (each) => this.sizes(each).totalBytes);
		for (const encodings of tried) {
			const build = this.#write(encodings);
			const draft = await this.#manifest({ standard: build, exact: build }, []);
			const fidelity = await measureBuild(this.#dir, draft, name, validated);
			onMeasured(encodings, rounded(fidelity));
			if (forced || meetsTolerance(name, fidelity)) return { ...build, fidelity: rounded(fidelity) };
			for (const { path: file } of buildFiles(build)) if (!kept.has(file)) rmSync(path.join(this.#dir, file));
		}
		throw new CheckpointError(`No encoding of ${this.#source.id} meets the tolerance of its ${name} build.`);
	}

	async build(progress: Progress, onMeasured: Measured = () => {}): Promise<ModelManifest> {
		let done = 0;
		const validated = validate(this.#checkpoint, this.#source.layer, () => progress.update(++done));
		const listen = (name: BuildName) => (encodings: Encodings, fidelity: Fidelity) =>
			onMeasured(name, encodings, fidelity);
		const exact = await this.#choose('exact', validated, [], listen('exact'));
		progress.update(++done);
		const standard = await this.#choose('standard', validated, buildFiles(exact), listen('standard'));
		return this.#manifest({ standard, exact }, validated);
	}
}

type Measured = (build: BuildName, encodings: Encodings, fidelity: Fidelity) => void;

export interface BuildOptions extends ModelOptions {
	/** Takes this encoding for both builds, whatever its error: for tables of errors. */
	encodings?: Encodings;
	/** Hears of every encoding that was tried. */
	onMeasured?: Measured;
}

/**
 * Builds the served model of `id` unless it is there already. Throws CheckpointError, SafetensorsError or
 * FetchError with words for people; a failed or killed build leaves the former one, or nothing.
 */
export async function ensureModel(id: string, options: BuildOptions = {}): Promise<BuiltModel> {
	const source = await findModelSource(id, options);
	const dir = path.join(options.modelsDir ?? path.join(root, 'static/models'), source.id);
	const { encodings } = options;
	const stamp = JSON.stringify({ builder: BUILDER_VERSION, ...source.stamp, encodings });
	const present = readManifest(dir, ModelManifestSchema);
	if (present && (await isUpToDate(dir, stamp, filesOf(present)))) {
		return { manifest: present, dir, built: false };
	}

	const checkpoint = await source.open();
	const create = options.quiet ? silentProgress : createProgress;
	const progress = create({ label: `Model ${source.id}`, total: PASSAGES + 2, unit: 'steps' });
	try {
		const manifest = await writeSafely(dir, async (building) => {
			const built = await new Builder(checkpoint, source, building, options.encodings).build(
				progress,
				options.onMeasured
			);
			writeManifest(building, built, stamp);
			return built;
		});
		progress.finish();
		return { manifest, dir, built: true };
	} finally {
		progress.stop();
		checkpoint.close();
	}
}
