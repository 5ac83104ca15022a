import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelConfig } from '../../src/lib/interp/model-config.ts';
import { parseConfig } from './checkpoint.ts';
import { neededTensors } from './gpt2-graph.ts';
import { referenceActivations } from './gpt2-reference.ts';
import { buildExact } from './exact-build.ts';
import { openSafetensors } from './safetensors.ts';
import { randomCheckpoint, writeCheckpoint, type TensorMap } from './testing/random-checkpoint.ts';

/** float32 against float64 on the tiny checkpoint: measured at most 2.1e-6 (activations up to about 4). */
const TINY_TOLERANCE = 1e-5;
/** The same on the starter: measured at most 4e-6. */
const STARTER_TOLERANCE = 2e-5;

const TINY = { n_layer: 3, n_head: 2, n_embd: 16, n_inner: 40, n_positions: 24, vocab_size: 50 };
let folder: string;

beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'gpt2-graph-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function runOnnx(dir: string, graph: string, output: string, batch: number[][]): Promise<number[][][]> {
	const session = await InferenceSession.create(path.join(dir, graph));
	const pos = batch[0]!.length;
	const ids = BigInt64Array.from(batch.flat(), BigInt);
	const outputs = await session.run({ input_ids: new Tensor('int64', ids, [batch.length, pos]) });
	const { data, dims } = outputs[output]!;
	await session.release();
	const [, , width] = dims as [number, number, number];
	const row = (b: number, t: number) =>
		Array.from((data as Float32Array).subarray((b * pos + t) * width, (b * pos + t + 1) * width));
	return batch.map((_, b) => Array.from({ length: pos }, (_, t) => row(b, t)));
}

function largestDifference(actual: number[][], expected: ArrayLike<number>[]): number {
	let worst = 0;
	expected.forEach((row, t) => {
		for (let i = 0; i < row.length; i++) worst = Math.max(worst, Math.abs(row[i]! - actual[t]![i]!));
	});
	return worst;
}

async function buildTiny(name: string, tensors: TensorMap, layer: number, prefix = '') {
	const dir = path.join(folder, `checkpoint-${name}`);
	writeCheckpoint(dir, TINY, tensors, prefix);
	return buildExact(`tiny-${name}`, {
		checkpoint: dir,
		layer,
		modelsDir: path.join(folder, 'models'),
		quiet: true
	});
}

const referenceOf = (tensors: TensorMap, config: ModelConfig, layer: number, ids: number[]) =>
	referenceActivations((name) => tensors.get(name)!.values, config, layer, ids);

describe('the ONNX graph against the float64 reference', () => {
	const config = parseConfig({
		...TINY,
		model_type: 'gpt2',
		layer_norm_epsilon: 1e-5,
		activation_function: 'gelu_new',
		bos_token_id: 49
	});

	for (const seed of [1, 2, 3]) {
		for (const layer of [0, 1, 2]) {
			it(`seed ${seed}, layer ${layer}: batches of 3, lengths 1 to n_ctx`, async () => {
				const tensors = randomCheckpoint(TINY, seed);
				const prefix = seed === 2 ? 'transformer.' : '';
				const { manifest, dir } = await buildTiny(`${seed}-${layer}`, tensors, layer, prefix);
				expect(manifest.config).toEqual(config);
				for (const length of [1, 2, 7, 24]) {
					const batch = [0, 1, 2].map((b) =>
						Array.from({ length }, (_, t) => (t === 0 ? 49 : (t * 7 + b * 13 + seed) % 50))
					);
					const actual = await runOnnx(dir, manifest.files.graph.path, manifest.hookName, batch);
					batch.forEach((ids, b) => {
						const expected = referenceOf(tensors, config, layer, ids);
						expect(largestDifference(actual[b]!, expected)).toBeLessThan(TINY_TOLERANCE);
					});
				}
			});
		}
	}

	it('notices a single changed weight', async () => {
		const tensors = randomCheckpoint(TINY, 4);
		const { manifest, dir } = await buildTiny('mutated', tensors, 1);
		const ids = [49, 3, 8, 21];
		const actual = await runOnnx(dir, manifest.files.graph.path, manifest.hookName, [ids]);
		tensors.get('h.0.attn.c_attn.weight')!.values[5]! += 0.5;
		expect(largestDifference(actual[0]!, referenceOf(tensors, config, 1, ids))).toBeGreaterThan(
			TINY_TOLERANCE * 10
		);
	});

	it('builds the same bytes twice', async () => {
		const tensors = randomCheckpoint(TINY, 5);
		const first = await buildTiny('same-a', tensors, 1);
		const second = await buildTiny('same-b', tensors, 1);
		expect(second.manifest.files).toEqual(first.manifest.files);
		expect((await buildTiny('same-a', tensors, 1)).manifest).toEqual(first.manifest);
	});

	it('names the tensor that does not fit config.json', async () => {
		const tensors = randomCheckpoint(TINY, 6);
		tensors.get('h.1.mlp.c_fc.weight')!.shape = [40, 16];
		await expect(buildTiny('misshaped', tensors, 1)).rejects.toThrow(/h\.1\.mlp\.c_fc\.weight.*\[40,16\]/);
		tensors.delete('h.1.mlp.c_fc.weight');
		await expect(buildTiny('missing', tensors, 1)).rejects.toThrow(/no tensor h\.1\.mlp\.c_fc\.weight/);
	});

	it('refuses a layer that the model does not have', async () => {
		await expect(buildTiny('deep', randomCheckpoint(TINY, 7), 3)).rejects.toThrow(
			/--layer must be from 0 to 2/
		);
	});
});

describe('the starter', () => {
	it('agrees with the reference', async () => {
		const { manifest, dir } = await buildExact('starter', { quiet: true });
		const file = openSafetensors(path.join(import.meta.dirname, '../../models/starter/model.safetensors'));
		const tensors = new Map(
			neededTensors(manifest.config, manifest.layer).map(({ name }) => [name, file.read(name)])
		);
		file.close();
		const ids = [8191, ...Array.from({ length: 40 }, (_, i) => (i * 199 + 261) % 8191)];
		const actual = await runOnnx(dir, manifest.files.graph.path, manifest.hookName, [ids]);
		const expected = referenceActivations((name) => tensors.get(name)!, manifest.config, manifest.layer, ids);
		expect(largestDifference(actual[0]!, expected)).toBeLessThan(STARTER_TOLERANCE);
	});
});

describe('config.json', () => {
	const valid = JSON.parse(readFileSync('models/starter/config.json', 'utf8'));
	it.each([
		['another architecture', { ...valid, model_type: 'llama' }, /model_type/],
		['another activation', { ...valid, activation_function: 'relu' }, /activation_function/],
		['heads that do not divide', { ...valid, n_head: 3 }, /multiple of n_head/],
		['no size', { ...valid, n_embd: undefined }, /n_embd/],
		['a start token outside', { ...valid, bos_token_id: 9000 }, /bos_token_id/],
		['an inverse-layer scale', { ...valid, scale_attn_by_inverse_layer_idx: true }, /scale_attn_by_inverse/]
	])('refuses %s', (_, json, message) => expect(() => parseConfig(json)).toThrow(message));

	it('takes n_inner null as 4 d_model', () => {
		expect(parseConfig({ ...valid, n_inner: null }).d_mlp).toBe(1024);
	});
});
