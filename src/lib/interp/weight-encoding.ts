// How weights travel: float32, float16, or 8 to 16 bits with one float16 maximum for each run of 64. They are float32
// again before any arithmetic. Owns both directions, so that the builder measures exactly what the browser decodes.
import { floatToHalf, halfTable } from '../util/half.ts';

/** From small to exact; qN is N bits a weight plus a quarter bit for the scales. */
export const WEIGHT_ENCODINGS = ['q8', 'q9', 'q10', 'q12', 'f16', 'q16', 'f32'] as const;
export type WeightEncoding = (typeof WEIGHT_ENCODINGS)[number];

/** Weights that share a scale: shorter runs cost more bytes than they win (64 adds 0.25 bit a weight). */
const RUN = 64;
const BITS: Partial<Record<WeightEncoding, number>> = { q8: 8, q9: 9, q10: 10, q12: 12, q16: 16 };

/** Bits that do not fit the first byte of each weight; a divisor of 8, so that no weight spans two bytes. */
const lowBits = (bits: number): number => bits - 8;
const padded = (sizeBytes: number): number => Math.ceil(sizeBytes / 4) * 4;

/** Bytes of `count` encoded weights, a multiple of 4. */
export function encodedBytes(count: number, encoding: WeightEncoding): number {
	const bits = BITS[encoding];
	if (bits === undefined) return padded(count * (encoding === 'f16' ? 2 : 4));
	return padded(2 * Math.ceil(count / RUN) + count + Math.ceil((count * lowBits(bits)) / 8));
}

/** The largest weight of one run as a half, rounded up: it stands for the highest code. */
function largestBits(values: Float32Array, from: number, to: number): number {
	let largest = 0;
	for (let i = from; i < to; i++) largest = Math.max(largest, Math.abs(values[i]!));
	const half = floatToHalf(largest);
	return halfTable()[half]! < largest ? half + 1 : half;
}

function quantise(values: Float32Array, bits: number, out: Uint8Array): void {
	const runs = Math.ceil(values.length / RUN);
	const largest = new Uint16Array(runs);
	const high = new Int8Array(out.buffer, out.byteOffset + 2 * runs, values.length);
	const low = out.subarray(2 * runs + values.length);
	const shift = lowBits(bits);
	const top = 2 ** (bits - 1) - 1;
	for (let run = 0; run < runs; run++) {
		const end = Math.min(values.length, (run + 1) * RUN);
		largest[run] = largestBits(values, run * RUN, end);
		const scale = halfTable()[largest[run]!]! / top || 1;
		for (let i = run * RUN; i < end; i++) {
			const code = Math.max(-top, Math.min(top, Math.round(values[i]! / scale)));
			high[i] = code >> shift;
			const at = i * shift;
			if (shift) low[at >> 3]! |= (code & ((1 << shift) - 1)) << (at & 7);
		}
	}
	out.set(new Uint8Array(largest.buffer));
}

function dequantise(bytes: Uint8Array, bits: number, out: Float32Array): void {
	const runs = Math.ceil(out.length / RUN);
	const largest = new Uint16Array(bytes.slice(0, 2 * runs).buffer);
	const high = new Int8Array(bytes.buffer, bytes.byteOffset + 2 * runs, out.length);
	const low = bytes.subarray(2 * runs + out.length);
	const shift = lowBits(bits);
	const mask = (1 << shift) - 1;
	const top = 2 ** (bits - 1) - 1;
	const halves = halfTable();
	for (let run = 0; run < runs; run++) {
		const end = Math.min(out.length, (run + 1) * RUN);
		const scale = halves[largest[run]!]! / top;
		for (let i = run * RUN; i < end; i++) {
			const at = i * shift;
			const rest = shift ? (low[at >> 3]! >> (at & 7)) & mask : 0;
			out[i] = (high[i]! * (1 << shift) + rest) * scale;
		}
	}
}

/** Encodes weights in row-major order. Same input, same bytes. */
export function encodeWeights(values: Float32Array, encoding: WeightEncoding): Uint8Array {
	const out = new Uint8Array(encodedBytes(values.length, encoding));
	const bits = BITS[encoding];
	if (bits !== undefined) quantise(values, bits, out);
	else if (encoding === 'f16') new Uint16Array(out.buffer, 0, values.length).set(values.map(floatToHalf));
	else new Float32Array(out.buffer).set(values);
	return out;
}

/** Fills `out` with the weights that `bytes` encodes; `bytes` must be encodedBytes(out.length) long. */
export function decodeWeights(bytes: Uint8Array, encoding: WeightEncoding, out: Float32Array): void {
	const bits = BITS[encoding];
	if (bits !== undefined) dequantise(bytes, bits, out);
	else if (encoding === 'f16') {
		const halves = halfTable();
		const words = new Uint16Array(bytes.buffer, bytes.byteOffset, out.length);
		for (let i = 0; i < out.length; i++) out[i] = halves[words[i]!]!;
	} else out.set(new Float32Array(bytes.buffer, bytes.byteOffset, out.length));
}
