// The manifest of one exact model for onnxruntime-node (.cache/exact/{id}/manifest.json): a whole float32 graph, its
// weights and tokenizer. Written by exact-build.ts, validated whenever it is read.
import * as v from 'valibot';
import { ModelConfigSchema } from '../../src/lib/interp/model-config.ts';
import { ModelIdSchema, ServedFileSchema, Sha256Schema } from '../../src/lib/interp/served-file.ts';

export const EXACT_MANIFEST_FORMAT = 1;

export const ExactManifestSchema = v.object({
	format: v.literal(EXACT_MANIFEST_FORMAT),
	id: ModelIdSchema,
	/** For people: "Starter (4 layers, trained for this project)". */
	title: v.string(),
	config: ModelConfigSchema,
	/** The layer whose MLP post-activation the graph ends with; numbers from 0. */
	layer: v.pipe(v.number(), v.integer(), v.minValue(0)),
	/** Name of the graph's output: blocks.{layer}.mlp.hook_post, [batch, pos, d_mlp] float32. */
	hookName: v.string(),
	/** SHA-256 of the checkpoint's model.safetensors. */
	checkpointSha256: Sha256Schema,
	/** Set when the weights are random numbers of this shape, for tests and benches: never a real model. */
	randomWeightsSeed: v.optional(v.pipe(v.number(), v.integer())),
	files: v.object({
		/** ONNX graph: input_ids [batch, pos] int64 -> hookName. Its tensors live in `weights` as external data. */
		graph: ServedFileSchema,
		/** Raw little-endian float32 tensors; the graph refers to it by this exact `path`. */
		weights: ServedFileSchema,
		/** Hugging Face tokenizer.json. */
		tokenizer: ServedFileSchema
	})
});
export type ExactManifest = v.InferOutput<typeof ExactManifestSchema>;
