// What a neuron's weights say by themselves: which tokens it reads and writes, and which neurons read alike.
// LayerNorm is folded in as in TransformerLens (fold_ln): its gain scales, and its mean takes away, the directions.
import { topK } from '../../src/lib/interp/top-k.ts';
import type { SimilarNeuron, WeightedToken } from '../../src/lib/campaign/clue.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Matrix, MatrixProduct } from './matrix-product.ts';

export const WEIGHTED_TOKENS = 10;
export const SIMILAR_NEURONS = 10;
/** Neurons in one matrix product; 51 MB of products for gpt2-small. */
const ROWS_AT_ONCE = 256;

/** Products that are made for each neuron, for reports of progress. */
export const WEIGHT_ROWS = 3;

export interface NeuronWeights {
	reads: { top: WeightedToken[]; bottom: WeightedToken[] };
	writes: { top: WeightedToken[]; bottom: WeightedToken[] };
	similarByInput: SimilarNeuron[];
}

function centre(row: Float32Array): void {
	const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
	for (let i = 0; i < row.length; i++) row[i]! -= mean;
}

function scaleToLength1(row: Float32Array): void {
	const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
	if (length > 0) for (let i = 0; i < row.length; i++) row[i]! /= length;
}

const rowOf = ({ values, width }: Matrix, row: number): Float32Array =>
	values.subarray(row * width, (row + 1) * width);

function eachRow(matrix: Matrix, change: (row: Float32Array) => void): Matrix {
	for (let row = 0; row < matrix.rows; row++) change(rowOf(matrix, row));
	return matrix;
}

/** Input directions [d_mlp, d_model]: columns of c_fc times ln_2's gain, centred, of length 1. */
export function inputDirections(checkpoint: Checkpoint, layer: number): Matrix {
	const { d_model, d_mlp } = checkpoint.config;
	const weight = checkpoint.tensor(`h.${layer}.mlp.c_fc.weight`, [d_model, d_mlp]);
	const gain = checkpoint.tensor(`h.${layer}.ln_2.weight`, [d_model]);
	const values = new Float32Array(d_mlp * d_model);
	for (let i = 0; i < d_model; i++) {
		for (let neuron = 0; neuron < d_mlp; neuron++) {
			values[neuron * d_model + i] = gain[i]! * weight[i * d_mlp + neuron]!;
		}
	}
	return eachRow({ rows: d_mlp, width: d_model, values }, (row) => {
		centre(row);
		scaleToLength1(row);
	});
}

/** Output directions [d_mlp, d_model]: rows of c_proj, centred, times ln_f's gain. */
export function outputDirections(checkpoint: Checkpoint, layer: number): Matrix {
	const { d_model, d_mlp } = checkpoint.config;
	const values = checkpoint.tensor(`h.${layer}.mlp.c_proj.weight`, [d_mlp, d_model]);
	const gain = checkpoint.tensor('ln_f.weight', [d_model]);
	return eachRow({ rows: d_mlp, width: d_model, values }, (row) => {
		centre(row);
		for (let i = 0; i < d_model; i++) row[i]! *= gain[i]!;
	});
}

/** Highest and lowest of `values` by token; the reads' cosines and the writes' logits alike. */
function extremes(values: Float32Array, texts: readonly string[]) {
	const pick = (list: Float32Array): WeightedToken[] =>
		topK(list, WEIGHTED_TOKENS).map((id) => ({ token: texts[id]!, value: values[id]! }));
	const top = pick(values);
	return { top, bottom: pick(values.map((value) => -value)) };
}

/** The most similar other neurons by one row of similarities. */
export function mostSimilar(similarities: Float32Array, neuron: number): SimilarNeuron[] {
	return topK(similarities, SIMILAR_NEURONS + 1)
		.filter((index) => index !== neuron)
		.slice(0, SIMILAR_NEURONS)
		.map((index) => ({ index, similarity: similarities[index]! }));
}

async function eachProductRow(
	product: MatrixProduct,
	a: Matrix,
	b: Matrix,
	use: (row: Float32Array, number: number) => void
): Promise<void> {
	for (let from = 0; from < a.rows; from += ROWS_AT_ONCE) {
		const rows = Math.min(ROWS_AT_ONCE, a.rows - from);
		const values = a.values.subarray(from * a.width, (from + rows) * a.width);
		const result = { rows, width: b.rows, values: await product.times({ ...a, rows, values }, b) };
		for (let row = 0; row < rows; row++) use(rowOf(result, row), from + row);
	}
}

/**
 * Reads: cosine between the input direction and each token's embedding (centred as LayerNorm would). Writes: the
 * output direction times the unembedding, which is what one unit of activation adds to each logit, up to the last
 * LayerNorm's scale. `texts` are the vocabulary's; `onRow` is called WEIGHT_ROWS times for each neuron.
 */
export async function weightsOf(
	checkpoint: Checkpoint,
	layer: number,
	texts: readonly string[],
	product: MatrixProduct,
	onRow: () => void
): Promise<NeuronWeights[]> {
	const { d_model, d_vocab } = checkpoint.config;
	const embedding: Matrix = {
		rows: d_vocab,
		width: d_model,
		values: checkpoint.tensor('wte.weight', [d_vocab, d_model])
	};
	const weights: NeuronWeights[] = [];
	const empty = { top: [], bottom: [] };
	const inputs = inputDirections(checkpoint, layer);
	await eachProductRow(product, outputDirections(checkpoint, layer), embedding, (row, neuron) => {
		weights[neuron] = { reads: empty, writes: extremes(row, texts), similarByInput: [] };
		onRow();
	});
	await eachProductRow(product, inputs, inputs, (row, neuron) => {
		weights[neuron]!.similarByInput = mostSimilar(row, neuron);
		onRow();
	});
	eachRow(embedding, (row) => {
		centre(row);
		scaleToLength1(row);
	});
	await eachProductRow(product, inputs, embedding, (row, neuron) => {
		weights[neuron]!.reads = extremes(row, texts);
		onRow();
	});
	return weights;
}
