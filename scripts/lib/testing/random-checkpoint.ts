// Seeded random GPT-2 checkpoints for tests: real files in Hugging Face's layout, small, never a real model.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { normal, seededRandom } from '../../../src/lib/util/seeded-random.ts';
import { writeSafetensors } from '../safetensors.ts';

export interface TinyShape {
	n_layer: number;
	n_head: number;
	n_embd: number;
	n_inner: number;
	n_positions: number;
	vocab_size: number;
}
export type TensorMap = Map<string, { shape: number[]; values: Float32Array }>;

/** All tensors of a GPT-2 of this shape, biases and LayerNorm gains random too, so that none can be forgotten. */
export function randomCheckpoint(shape: TinyShape, seed: number): TensorMap {
	const random = seededRandom(seed);
	const tensors: TensorMap = new Map();
	const make = (name: string, size: number[], std: number, mean = 0) => {
		const length = size.reduce((a, b) => a * b, 1);
		tensors.set(name, {
			shape: size,
			values: Float32Array.from({ length }, () => mean + std * normal(random))
		});
	};
	const { n_embd: d, n_inner: m } = shape;
	make('wte.weight', [shape.vocab_size, d], 0.5);
	make('wpe.weight', [shape.n_positions, d], 0.3);
	for (let block = 0; block < shape.n_layer; block++) {
		for (const norm of ['ln_1', 'ln_2']) {
			make(`h.${block}.${norm}.weight`, [d], 0.2, 1);
			make(`h.${block}.${norm}.bias`, [d], 0.1);
		}
		const affine = (name: string, rows: number, columns: number) => {
			make(`h.${block}.${name}.weight`, [rows, columns], 0.3);
			make(`h.${block}.${name}.bias`, [columns], 0.1);
		};
		affine('attn.c_attn', d, 3 * d);
		affine('attn.c_proj', d, d);
		affine('mlp.c_fc', d, m);
		affine('mlp.c_proj', m, d);
		// Hugging Face saves this mask as a buffer; readers ignore it.
		make(`h.${block}.attn.bias`, [1, 1, shape.n_positions, shape.n_positions], 1);
	}
	make('ln_f.weight', [d], 0.2, 1);
	make('ln_f.bias', [d], 0.1);
	return tensors;
}

/** Writes the checkpoint's three files into `dir`. */
export function writeCheckpoint(dir: string, shape: TinyShape, tensors: TensorMap, prefix = ''): void {
	mkdirSync(dir, { recursive: true });
	const config = {
		...shape,
		model_type: 'gpt2',
		layer_norm_epsilon: 1e-5,
		activation_function: 'gelu_new',
		bos_token_id: shape.vocab_size - 1
	};
	writeFileSync(path.join(dir, 'config.json'), JSON.stringify(config));
	writeFileSync(path.join(dir, 'tokenizer.json'), '{}');
	const list = [...tensors].map(([name, tensor]) => ({
		name: prefix + name,
		shape: tensor.shape,
		values: () => tensor.values
	}));
	writeSafetensors(path.join(dir, 'model.safetensors'), list, 'F32');
}
