import { describe, expect, it } from 'vitest';
import type { ModelConfig } from '../../../interp/model-config.ts';
import { normal, seededRandom } from '../../../util/seeded-random.ts';
import { Attention } from './attention.ts';

const BLOCKS = 2;
const MAX_ROWS = 32;

const config = (n_head: number, headWidth: number, n_ctx = 200): ModelConfig => ({
	n_layer: 3,
	n_head,
	n_ctx,
	d_model: n_head * headWidth,
	d_mlp: 4,
	d_vocab: 10,
	layer_norm_eps: 1e-5,
	bos_token_id: 9
});

/** Rows of queries, keys and values, [count, 3 D]. */
function randomRows({ d_model }: ModelConfig, count: number, seed: number): Float32Array {
	const random = seededRandom(seed);
	return Float32Array.from({ length: count * 3 * d_model }, () => 2 * normal(random));
}

/** Causal attention in plain loops and float64, over all rows at once. */
function expectedMix({ d_model, n_head }: ModelConfig, qkv: Float32Array): Float64Array {
	const width = d_model / n_head;
	const rows = qkv.length / (3 * d_model);
	const mixed = new Float64Array(rows * d_model);
	for (let t = 0; t < rows; t++) {
		for (let head = 0; head < n_head; head++) {
			const at = (row: number, part: number) => (3 * row + part) * d_model + head * width;
			const weights = Array.from({ length: t + 1 }, (_, past) => {
				let dot = 0;
				for (let k = 0; k < width; k++) dot += qkv[at(t, 0) + k]! * qkv[at(past, 1) + k]!;
				return dot / Math.sqrt(width);
			});
			const exps = weights.map((weight) => Math.exp(weight - Math.max(...weights)));
			const sum = exps.reduce((all, each) => all + each, 0);
			exps.forEach((each, past) => {
				for (let k = 0; k < width; k++) {
					mixed[t * d_model + head * width + k]! += (each / sum) * qkv[at(past, 2) + k]!;
				}
			});
		}
	}
	return mixed;
}

/** Gives rows in pieces of these sizes; returns all that was mixed. */
function attendInPieces(
	attention: Attention,
	{ d_model }: ModelConfig,
	block: number,
	qkv: Float32Array,
	pieces: number[],
	from = 0
): Float32Array {
	const mixed = new Float32Array(qkv.length / 3 - from * d_model);
	let at = from;
	for (const piece of pieces) {
		const rows = qkv.subarray(at * 3 * d_model, (at + piece) * 3 * d_model);
		mixed.set(attention.attend(block, at, rows), (at - from) * d_model);
		at += piece;
	}
	return mixed;
}

function expectNear(actual: Float32Array, expected: ArrayLike<number>): void {
	expect(actual.length).toBe(expected.length);
	let worst = 0;
	for (let i = 0; i < actual.length; i++) worst = Math.max(worst, Math.abs(actual[i]! - expected[i]!));
	expect(worst).toBeLessThan(1e-5);
}

describe('attention', () => {
	it.each([
		['12 heads of 64', 12, 64],
		['2 heads of 8', 2, 8],
		['3 heads of 20', 3, 20],
		['2 heads of 5, which is no multiple of 4', 2, 5]
	])('with %s is that of plain loops, in whatever pieces, across pages', (_, n_head, width) => {
		const shape = config(n_head, width);
		const qkv = randomRows(shape, 135, n_head);
		const expected = expectedMix(shape, qkv);
		for (const pieces of [
			[32, 32, 32, 32, 7],
			[1, 1, 29, 32, 1, 31, 32, 5, 1, 1, 1],
			[32, 31, 1, 1, 32, 30, 1, 1, 6]
		]) {
			const attention = new Attention(shape, BLOCKS, MAX_ROWS);
			expectNear(attendInPieces(attention, shape, 1, qkv, pieces), expected);
		}
	});

	it('keeps its blocks apart', () => {
		const shape = config(2, 8);
		const attention = new Attention(shape, BLOCKS, MAX_ROWS);
		const [one, two] = [randomRows(shape, 70, 1), randomRows(shape, 70, 2)];
		const { d_model } = shape;
		const row = (rows: Float32Array, t: number) => rows.subarray(t * 3 * d_model, (t + 1) * 3 * d_model);
		const [expectedOne, expectedTwo] = [expectedMix(shape, one), expectedMix(shape, two)];
		for (let t = 0; t < 70; t++) {
			const part = [t * d_model, (t + 1) * d_model] as const;
			expectNear(attention.attend(0, t, row(one, t)), expectedOne.subarray(...part));
			expectNear(attention.attend(1, t, row(two, t)), expectedTwo.subarray(...part));
		}
	});

	it('forgets what stood behind an edit, even where it was no number', () => {
		const shape = config(2, 8);
		const attention = new Attention(shape, BLOCKS, MAX_ROWS);
		attendInPieces(attention, shape, 0, randomRows(shape, 130, 5).fill(NaN, 60 * 48), [32, 32, 32, 32, 2]);
		const qkv = randomRows(shape, 130, 5);
		const expected = expectedMix(shape, qkv).subarray(60 * shape.d_model);
		expectNear(attendInPieces(attention, shape, 0, qkv, [1, 32, 32, 5], 60), expected);
	});

	it('reaches the last position that the model reads', () => {
		const shape = config(2, 8, 129);
		const attention = new Attention(shape, BLOCKS, MAX_ROWS);
		const qkv = randomRows(shape, 129, 8);
		expectNear(attendInPieces(attention, shape, 1, qkv, [32, 32, 32, 32, 1]), expectedMix(shape, qkv));
	});
});
