// A checkpoint of random numbers in gpt2-small's exact shape, for benches and tests where the true weights are not to
// be had. The numbers imitate what makes real weights hard to quantise: a few outlier channels of the residual stream.
import { createHash } from 'node:crypto';
import type { ModelConfig } from '../../src/lib/interp/model-config.ts';
import { elementsOf } from '../../src/lib/interp/model-layout.ts';
import { normal, seededRandom } from '../../src/lib/util/seeded-random.ts';
import type { Checkpoint } from './checkpoint.ts';

/** config.json of openai-community/gpt2. */
export const GPT2_SMALL: ModelConfig = {
	n_layer: 12,
	n_head: 12,
	n_ctx: 1024,
	d_model: 768,
	d_mlp: 3072,
	d_vocab: 50257,
	layer_norm_eps: 1e-5,
	bos_token_id: 50256
};

/** Changes whenever the numbers do. */
const RECIPE = 'random-weights-1';
/** Every this many-th channel of the embeddings is ten times as large, as in trained GPT-2 models. */
const OUTLIER_EVERY = 128;
const OUTLIER_FACTOR = 10;
/** GPT-2's own initial spread for embeddings and projections back into the stream; inner weights are about as wide as
 *  training leaves them, so that neurons reach activations of several units. */
const SPREAD = { embedding: 0.1, position: 0.02, inner: 0.05, projection: 0.02 / Math.sqrt(2 * 12) };

const spreadOf = (name: string): number => {
	if (name === 'wte.weight') return SPREAD.embedding;
	if (name === 'wpe.weight') return SPREAD.position;
	return name.includes('c_proj') ? SPREAD.projection : SPREAD.inner;
};

/** One tensor: a function of seed and name alone, whatever was asked for before. */
function randomTensor(seed: number, name: string, shape: number[]): Float32Array {
	const digest = createHash('sha256').update(`${RECIPE}:${seed}:${name}`).digest();
	const random = seededRandom(digest.readUInt32LE());
	const length = elementsOf({ shape });
	const values = new Float32Array(length);
	if (/ln_\w+\.weight$/.test(name)) return values.map(() => 1 + 0.2 * normal(random));
	if (name.endsWith('.bias')) return values.map(() => 0.02 * normal(random));
	const spread = spreadOf(name);
	const hasOutliers = name.startsWith('wte') || name.startsWith('wpe');
	const width = shape[1]!;
	for (let i = 0; i < length; i++) {
		const isOutlier = hasOutliers && (i % width) % OUTLIER_EVERY === 0;
		values[i] = spread * (isOutlier ? OUTLIER_FACTOR : 1) * normal(random);
	}
	return values;
}

/** Opens the random checkpoint of `seed`. Its hash is that of the recipe, as there is no file. */
export async function openRandomCheckpoint(seed: number): Promise<Checkpoint> {
	// Loaded here alone: it stands on a development dependency that a production install lacks.
	const { gpt2TokenizerJson } = await import('../../src/testing/gpt2-tokenizer-json.ts');
	const recipe = JSON.stringify({ recipe: RECIPE, seed, config: GPT2_SMALL });
	return {
		config: GPT2_SMALL,
		tokenizerJson: new TextEncoder().encode(JSON.stringify(gpt2TokenizerJson())),
		sha256: async () => createHash('sha256').update(recipe).digest('hex'),
		tensor: (name, shape) => randomTensor(seed, name, shape),
		close: () => {}
	};
}
