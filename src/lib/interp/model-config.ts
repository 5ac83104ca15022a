// The shape of a GPT-2 model, in TransformerLens' names. Owns the reading of Hugging Face's config.json.
import * as v from 'valibot';

const dimension = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000));

/** Shapes of one GPT-2 model: residual stream d_model, MLP width d_mlp, context n_ctx, vocabulary d_vocab. */
export const ModelConfigSchema = v.object({
	n_layer: dimension,
	n_head: dimension,
	n_ctx: dimension,
	d_model: dimension,
	d_mlp: dimension,
	d_vocab: dimension,
	layer_norm_eps: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
	/** Id of <|endoftext|>, prepended to every text; its position is never shown, scored or counted. */
	bos_token_id: v.pipe(v.number(), v.integer(), v.minValue(0))
});
export type ModelConfig = v.InferOutput<typeof ModelConfigSchema>;
