// How the numbers about one neuron are stored. Owns their order in the file; types and units are in clue.ts.
import type { ByteReader, ByteWriter } from './bytes.ts';
import { NEURON_FLAGS, type NeuronNumbers, type SimilarNeuron, type WeightedToken } from './clue.ts';

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
	meta.list(numbers.topTokens, ({ token, mean, count }) => {
		meta.string(token);
		meta.fixed(mean);
		meta.varint(count);
	});
	const { reads, writes } = numbers;
	for (const list of [reads.top, reads.bottom, writes.top, writes.bottom]) {
		meta.list(list, ({ token, value }) => {
			meta.string(token);
			meta.fixed(value);
		});
	}
	for (const list of [numbers.similarByInput, numbers.similarByActivation]) {
		meta.list(list, ({ index, similarity }) => {
			meta.varint(index);
			meta.fixed(similarity);
		});
	}
}

/** Throws a RangeError when the bytes hold no such numbers. */
export function readNumbers(meta: ByteReader, index: number): NeuronNumbers {
	const weighted = (): WeightedToken[] => meta.list(() => ({ token: meta.string(), value: meta.fixed() }));
	const similar = (): SimilarNeuron[] =>
		meta.list(() => ({ index: meta.varint(), similarity: meta.fixed() }));
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
		topTokens: meta.list(() => ({ token: meta.string(), mean: meta.fixed(), count: meta.varint() })),
		reads: { top: weighted(), bottom: weighted() },
		writes: { top: weighted(), bottom: weighted() },
		similarByInput: similar(),
		similarByActivation: similar()
	};
}
