// The manifest of one served model (static/models/{id}/manifest.json): what a browser downloads to compute a layer's
// activations by itself, how exact each build is, and texts with known activations to prove it by.
// Written by `npm run model`, validated by everyone who reads it.
import * as v from 'valibot';
import { ModelConfigSchema } from './model-config.ts';
import { stageCount } from './model-layout.ts';
import { ModelIdSchema, ServedFileSchema, Sha256Schema } from './served-file.ts';
import { WEIGHT_ENCODINGS } from './weight-encoding.ts';

export const MODEL_MANIFEST_FORMAT = 3;

export const BUILD_NAMES = ['standard', 'exact'] as const;
export type BuildName = (typeof BUILD_NAMES)[number];

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
const encoding = v.picklist(WEIGHT_ENCODINGS);

/** A table of rows of equal length, each encoded by itself, so that single rows can be fetched by Range. */
const TableSchema = v.object({
	encoding,
	/** By column: the power of two it was divided by, see table-encoding.ts. */
	columnExponents: v.array(v.pipe(v.number(), v.integer(), v.minValue(-126), v.maxValue(127))),
	file: ServedFileSchema
});
export type TableFile = v.InferOutput<typeof TableSchema>;

/** Differences of activations from the float64 reference over `tokens` tokens of validation passages. */
const FidelitySchema = v.object({
	tokens: index,
	/** Largest absolute difference, 99th percentile of them, and Pearson's r over all values. */
	maxAbsError: finite,
	p99AbsError: finite,
	r: finite
});
export type Fidelity = v.InferOutput<typeof FidelitySchema>;

const BuildSchema = v.object({
	/** Encoding of the blocks' matrices. */
	encoding,
	/** One part a stage, in order; see model-layout.ts. Together with `positions` all that a run needs at once. */
	stages: v.pipe(v.array(ServedFileSchema), v.minLength(1)),
	/** wpe, [n_ctx, d_model] */
	positions: TableSchema,
	/** wte, [d_vocab, d_model] */
	tokens: TableSchema,
	/** The layer's MLP input weights by neuron, [d_mlp, d_model] */
	neurons: TableSchema,
	/** Bytes before the first activation can be computed (rows of tables by Range not counted), and of everything. */
	firstBytes: index,
	totalBytes: index,
	fidelity: FidelitySchema
});
export type ModelBuild = v.InferOutput<typeof BuildSchema>;

const GoldenSchema = v.object({
	text: v.string(),
	/** Token ids without <|endoftext|>. */
	ids: v.array(index),
	/** By neuron: its activation on each token, from the float64 reference. */
	neurons: v.array(v.object({ index, activations: v.array(finite) }))
});
export type Golden = v.InferOutput<typeof GoldenSchema>;

export const ModelManifestSchema = v.pipe(
	v.object({
		format: v.literal(MODEL_MANIFEST_FORMAT),
		id: ModelIdSchema,
		/** For people: "Starter (4 layers, trained for this project)". */
		title: v.string(),
		config: ModelConfigSchema,
		/** The layer whose MLP post-activation is computed; numbers from 0. */
		layer: index,
		/** blocks.{layer}.mlp.hook_post */
		hookName: v.string(),
		/** SHA-256 of the checkpoint's model.safetensors; of the recipe for random weights. */
		checkpointSha256: Sha256Schema,
		/** Set when the weights are random numbers of this shape, for tests and benches: never a real model. */
		randomWeightsSeed: v.optional(v.pipe(v.number(), v.integer())),
		/** Hugging Face tokenizer.json. */
		tokenizer: ServedFileSchema,
		/** ONNX graphs without weights, the same for every build: the three kinds of stages, and all neurons. */
		graphs: v.object({
			first: ServedFileSchema,
			middle: ServedFileSchema,
			last: ServedFileSchema,
			neurons: ServedFileSchema
		}),
		builds: v.object({ standard: BuildSchema, exact: BuildSchema }),
		goldens: v.array(GoldenSchema)
	}),
	v.check(
		({ layer, builds }) => BUILD_NAMES.every((name) => builds[name].stages.length === stageCount(layer)),
		'a build needs one part for each stage'
	)
);
export type ModelManifest = v.InferOutput<typeof ModelManifestSchema>;
