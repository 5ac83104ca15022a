// The served manifest of one built model (static/models/{id}/manifest.json): which files, how large, which hash.
// Written by scripts/model.ts, validated by everyone who reads it.
import * as v from 'valibot';
import { ModelConfigSchema } from './model-config.ts';

export const MODEL_MANIFEST_FORMAT = 1;

const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
// Flat, content-addressed names only, so that a manifest can never point outside its own folder.
const fileName = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9._-]{0,99}$/i));

export const ServedFileSchema = v.object({
	/** File name beside the manifest; carries the start of the hash, so it may be cached for ever. */
	path: fileName,
	sizeBytes: v.pipe(v.number(), v.integer(), v.minValue(1)),
	sha256
});
export type ServedFile = v.InferOutput<typeof ServedFileSchema>;

export const ModelManifestSchema = v.object({
	format: v.literal(MODEL_MANIFEST_FORMAT),
	id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/)),
	/** For people: "Starter (4 layers, trained for this project)". */
	title: v.string(),
	config: ModelConfigSchema,
	/** The layer whose MLP post-activation the graph ends with; numbers from 0. */
	layer: v.pipe(v.number(), v.integer(), v.minValue(0)),
	/** Name of the graph's output: blocks.{layer}.mlp.hook_post, [batch, pos, d_mlp] float32. */
	hookName: v.string(),
	/** SHA-256 of the checkpoint's model.safetensors. */
	checkpointSha256: sha256,
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
export type ModelManifest = v.InferOutput<typeof ModelManifestSchema>;
