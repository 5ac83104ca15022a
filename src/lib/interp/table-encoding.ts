// Tables of weights with rows that can be read one by one (embeddings, neurons). A few channels of GPT-2's residual
// stream are much larger than the rest and would spoil the scale they share with their neighbours; so each column is
// first divided by a power of two near its size, which costs no precision in itself.
import { decodeWeights, encodedBytes, encodeWeights, type WeightEncoding } from './weight-encoding.ts';

/** Bytes of one row. */
export const rowBytes = (width: number, encoding: WeightEncoding): number => encodedBytes(width, encoding);

/** For each column of a table [rows, width]: the power of two nearest to its root mean square. */
export function columnExponents(values: Float32Array, width: number): number[] {
	const sums = new Float64Array(width);
	for (let i = 0; i < values.length; i++) sums[i % width]! += values[i]! ** 2;
	const rows = values.length / width;
	return Array.from(sums, (sum) => (sum > 0 ? Math.round(Math.log2(sum / rows) / 2) : 0));
}

/** Encodes a table row by row. */
export function encodeTable(
	values: Float32Array,
	exponents: readonly number[],
	encoding: WeightEncoding
): Uint8Array {
	const width = exponents.length;
	const scales = exponents.map((exponent) => 2 ** -exponent);
	const bytes = rowBytes(width, encoding);
	const table = new Uint8Array((values.length / width) * bytes);
	for (let row = 0; row * width < values.length; row++) {
		const scaled = values.slice(row * width, (row + 1) * width).map((value, i) => value * scales[i]!);
		table.set(encodeWeights(scaled, encoding), row * bytes);
	}
	return table;
}

/** Fills `out` [width] with the row that `bytes` encodes. */
export function decodeRow(
	bytes: Uint8Array,
	exponents: readonly number[],
	encoding: WeightEncoding,
	out: Float32Array
): void {
	decodeWeights(bytes, encoding, out);
	for (let i = 0; i < out.length; i++) out[i]! *= 2 ** exponents[i]!;
}
