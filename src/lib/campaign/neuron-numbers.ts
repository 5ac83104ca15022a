// How the numbers about one neuron are stored. Owns their order in the file; types and units are in clue.ts.
import type { ByteReader, ByteWriter } from './bytes.ts';
import {
	NEURON_FLAGS,
	type NeuronNumbers,
	type SimilarNeuron,
	type TokenMean,
	type WeightedToken
} from './clue.ts';

export const flagBits = (flags: NeuronNumbers['flags']): number =>
	flags.reduce((bits, flag) => bits | (1 << NEURON_FLAGS.indexOf(flag)), 0);

export const flagsOf = (bits: number): NeuronNumbers['flags'] =>
	NEURON_FLAGS.filter((_, i) => bits & (1 << i));

/** Everything but the index. */
export function writeNumbers(meta: ByteWriter, numbers: NeuronNumbers): void {
	const { max, min, mean, variance, skewness, kurtosis } = numbers;
	[max, min, mean, variance, skewness, kurtosis].forEach((value) => meta.float32(value));
	[numbers.firingTokens, numbers.firingPassages, numbers.quietPassages].forEach((value) =>
		meta.varint(value)
	);
	meta.fixed(numbers.coherence);
	meta.fixed(numbers.difficulty);
	meta.varint(flagBits(numbers.flags));
	meta.list(numbers.histogram, (count) => meta.varint(count));
	writeTokens(
		meta,
		numbers.topTokens.map(({ token, mean }) => ({ token, value: mean }))
	);
	for (const { count } of numbers.topTokens) meta.varint(count);
	const { reads, writes } = numbers;
	for (const list of [reads.top, reads.bottom, writes.top, writes.bottom]) writeTokens(meta, list);
	for (const list of [numbers.similarByInput, numbers.similarByActivation]) {
		meta.list(list, ({ index }) => meta.varint(index));
		meta.fixedSeries(list.map(({ similarity }) => similarity));
	}
}

/** Lists are sorted by their values, so differences are small. */
function writeTokens(meta: ByteWriter, tokens: readonly WeightedToken[]): void {
	meta.list(tokens, ({ token }) => meta.string(token));
	meta.fixedSeries(tokens.map(({ value }) => value));
}

function readTokens(meta: ByteReader): WeightedToken[] {
	const tokens = meta.list(() => meta.string());
	const values = meta.fixedSeries(tokens.length);
	return tokens.map((token, i) => ({ token, value: values[i]! }));
}

function readSimilar(meta: ByteReader): SimilarNeuron[] {
	const indices = meta.list(() => meta.varint());
	const similarities = meta.fixedSeries(indices.length);
	return indices.map((index, i) => ({ index, similarity: similarities[i]! }));
}

function readTopTokens(meta: ByteReader): TokenMean[] {
	return readTokens(meta).map(({ token, value }) => ({ token, mean: value, count: meta.varint() }));
}

/** Throws a RangeError when the bytes hold no such numbers. */
export function readNumbers(meta: ByteReader, index: number): NeuronNumbers {
	// Properties are read in the order in which they were written.
	return {
		index,
		max: meta.float32(),
		min: meta.float32(),
		mean: meta.float32(),
		variance: meta.float32(),
		skewness: meta.float32(),
		kurtosis: meta.float32(),
		firingTokens: meta.varint(),
		firingPassages: meta.varint(),
		quietPassages: meta.varint(),
		coherence: meta.fixed(),
		difficulty: meta.fixed(),
		flags: flagsOf(meta.varint()),
		histogram: meta.list(() => meta.varint()),
		topTokens: readTopTokens(meta),
		reads: { top: readTokens(meta), bottom: readTokens(meta) },
		writes: { top: readTokens(meta), bottom: readTokens(meta) },
		similarByInput: readSimilar(meta),
		similarByActivation: readSimilar(meta)
	};
}
