// A checkpoint of gpt2-small's exact shape with RANDOM weights, for benches: the size of the real model, none of its
// knowledge. Drawn as GPT-2 is initialised (Radford et al. 2019: 0.02, residual projections over sqrt(2 n_layer)).
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeSafetensors, type TensorToWrite } from '../safetensors.ts';
import { seededRandom } from '../../../src/lib/util/seeded-random.ts';

export const GPT2_SMALL = {
	n_layer: 12,
	n_head: 12,
	n_embd: 768,
	n_inner: 3072,
	n_positions: 1024,
	vocab_size: 50_257
} as const;
const WEIGHT_STD = 0.02;

/** Standard normal numbers, two for each pair of uniform ones (Box and Muller 1958). */
function fillNormal(values: Float32Array, std: number, random: () => number): Float32Array {
	for (let i = 0; i < values.length; i += 2) {
		const radius = std * Math.sqrt(-2 * Math.log(1 - random()));
		const angle = 2 * Math.PI * random();
		values[i] = radius * Math.cos(angle);
		if (i + 1 < values.length) values[i + 1] = radius * Math.sin(angle);
	}
	return values;
}

function tensorsOf(seed: number): TensorToWrite[] {
	const { n_layer, n_embd: d, n_inner: m, n_positions, vocab_size } = GPT2_SMALL;
	const random = seededRandom(seed);
	const normal = (name: string, shape: number[], std = WEIGHT_STD): TensorToWrite => ({
		name,
		shape,
		values: () => fillNormal(new Float32Array(shape.reduce((a, b) => a * b, 1)), std, random)
	});
	const filled = (name: string, size: number, value: number): TensorToWrite => ({
		name,
		shape: [size],
		values: () => new Float32Array(size).fill(value)
	});
	const norm = (name: string) => [filled(`${name}.weight`, d, 1), filled(`${name}.bias`, d, 0)];
	const affine = (name: string, rows: number, columns: number, std = WEIGHT_STD) => [
		normal(`${name}.weight`, [rows, columns], std),
		filled(`${name}.bias`, columns, 0)
	];
	const residualStd = WEIGHT_STD / Math.sqrt(2 * n_layer);
	const blocks = Array.from({ length: n_layer }, (_, block) => [
		...norm(`h.${block}.ln_1`),
		...affine(`h.${block}.attn.c_attn`, d, 3 * d),
		...affine(`h.${block}.attn.c_proj`, d, d, residualStd),
		...norm(`h.${block}.ln_2`),
		...affine(`h.${block}.mlp.c_fc`, d, m),
		...affine(`h.${block}.mlp.c_proj`, m, d, residualStd)
	]);
	return [
		normal('wte.weight', [vocab_size, d]),
		normal('wpe.weight', [n_positions, d], WEIGHT_STD / 2),
		...blocks.flat(),
		...norm('ln_f')
	];
}

/** Writes the checkpoint into `dir`; `tokenizer` is a tokenizer.json whose ids are all below 50,257. */
export function writeGpt2Shape(dir: string, seed: number, tokenizer: string): void {
	mkdirSync(dir, { recursive: true });
	const config = {
		...GPT2_SMALL,
		model_type: 'gpt2',
		layer_norm_epsilon: 1e-5,
		activation_function: 'gelu_new',
		bos_token_id: GPT2_SMALL.vocab_size - 1
	};
	writeFileSync(path.join(dir, 'config.json'), JSON.stringify(config));
	copyFileSync(tokenizer, path.join(dir, 'tokenizer.json'));
	writeSafetensors(path.join(dir, 'model.safetensors'), tensorsOf(seed), 'F32');
}
