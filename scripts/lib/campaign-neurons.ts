// One neuron's activations over the whole corpus, put together from the segments. Neurons are read in groups, so that
// files are read in large pieces; of a group only the passages' peaks stay in memory, whatever the corpus.
import type { Measured } from './campaign-measure.ts';
import { NumberCounter, PresentTokens, type CorpusNumbers } from './campaign-numbers.ts';
import { countOf, tokensOf, type PassageFacts } from './campaign-passages.ts';
import type { Segment } from './campaign-plan.ts';
import { FLOOR, stepOf } from './campaign-segment.ts';
import { SegmentReader, type Rows } from './campaign-segment-reader.ts';

/** Bytes of one group in memory. */
const GROUP_BYTES = 32_000_000;
const MAX_GROUP = 64;

/** What choosing passages needs of a neuron. */
export interface NeuronPeaks {
	index: number;
	max: number;
	min: number;
	/** By passage: highest activation (exact), and its token. */
	peaks: Float32Array;
	peakAt: Uint16Array;
}

export interface NeuronActivations extends NeuronPeaks {
	numbers: CorpusNumbers;
	/** Activations of the tokens [start, end) of a passage: within half a step of stepOf(peak), exact at the peak. */
	window(passage: number, start: number, end: number): Float32Array;
}

/** A group's peaks and sums; arrays are [neurons of the group][...]. */
interface Group {
	rows: Rows;
	neurons: (NeuronPeaks & { sums: [number, number, number, number] })[];
}

class Neurons {
	readonly #facts: PassageFacts;
	readonly #reader: SegmentReader;
	readonly #present: PresentTokens;
	/** By passage: its segment, and its place there. */
	readonly #segmentOf: Int32Array;
	readonly #placeOf: Int32Array;

	constructor(reader: SegmentReader, facts: PassageFacts, texts: readonly string[]) {
		this.#reader = reader;
		this.#facts = facts;
		this.#present = new PresentTokens(facts, texts);
		this.#segmentOf = new Int32Array(countOf(facts));
		this.#placeOf = new Int32Array(countOf(facts));
		for (const { number, passages } of reader.segments) {
			passages.forEach((passage, place) => {
				this.#segmentOf[passage] = number;
				this.#placeOf[passage] = place;
			});
		}
	}

	/** How many neurons are read at once. */
	get groupSize(): number {
		const neuronBytes = 6 * countOf(this.#facts) + 8 * this.#present.size;
		return Math.max(1, Math.min(MAX_GROUP, Math.floor(GROUP_BYTES / neuronBytes)));
	}

	*group(rows: Rows): Generator<NeuronActivations> {
		const group = this.#peaksOf(rows);
		const counters = this.#count(group);
		for (const [row, { sums, ...neuron }] of group.neurons.entries()) {
			yield {
				...neuron,
				numbers: counters[row]!.finish({ count: tokensOf(this.#facts), sums }),
				window: (passage, start, end) => this.#window(neuron, passage, start, end)
			};
		}
	}

	#peaksOf(rows: Rows): Group {
		const passages = countOf(this.#facts);
		const neurons = Array.from({ length: rows.to - rows.from }, (_, row) => ({
			index: rows.from + row,
			min: Infinity,
			max: -Infinity,
			sums: [0, 0, 0, 0] as [number, number, number, number],
			peaks: new Float32Array(passages),
			peakAt: new Uint16Array(passages)
		}));
		for (const segment of this.#reader.segments) {
			const kept = this.#reader.summary(segment, rows);
			neurons.forEach((neuron, row) => {
				neuron.min = Math.min(neuron.min, kept.mins[row]!);
				neuron.sums.forEach((_, power) => (neuron.sums[power]! += kept.sums[power * neurons.length + row]!));
				const from = row * segment.passages.length;
				segment.passages.forEach((passage, place) => {
					const peak = kept.peaks[from + place]!;
					neuron.peaks[passage] = peak;
					neuron.peakAt[passage] = kept.peakAt[from + place]!;
					if (peak > neuron.max) neuron.max = peak;
				});
			});
		}
		return { rows, neurons };
	}

	#count({ rows, neurons }: Group): NumberCounter[] {
		const counters = neurons.map((neuron) => new NumberCounter(this.#present, neuron));
		for (const segment of this.#reader.segments) {
			const tokens = segment.starts.at(-1)!;
			const places = this.#present.placesIn(this.#facts, segment.passages, tokens);
			const steps = this.#reader.steps(segment, rows);
			const activations = new Float32Array(tokens);
			neurons.forEach((neuron, row) => {
				dequantise(neuron, segment, steps.subarray(row * tokens, (row + 1) * tokens), activations);
				counters[row]!.add(activations, places);
			});
		}
		return counters;
	}

	#window({ index, peaks, peakAt }: NeuronPeaks, passage: number, start: number, end: number): Float32Array {
		const segment = this.#reader.segments[this.#segmentOf[passage]!]!;
		const from = segment.starts[this.#placeOf[passage]!]! + start;
		const step = stepOf(peaks[passage]!);
		const activations = Float32Array.from(
			this.#reader.window(segment, index, from, end - start),
			(steps) => FLOOR + step * steps
		);
		const at = peakAt[passage]! - start;
		if (at >= 0 && at < activations.length) activations[at] = peaks[passage]!;
		return activations;
	}
}

/** Activations of a whole segment from its steps, in the segment's order. */
function dequantise(
	{ peaks, peakAt }: NeuronPeaks,
	{ passages, starts }: Segment,
	steps: Uint16Array,
	activations: Float32Array
): void {
	for (let place = 0; place < passages.length; place++) {
		const [passage, from, to] = [passages[place]!, starts[place]!, starts[place + 1]!];
		const peak = peaks[passage]!;
		const step = stepOf(peak);
		for (let i = from; i < to; i++) activations[i] = FLOOR + step * steps[i]!;
		activations[from + peakAt[passage]!] = peak;
	}
}

/** Yields every neuron in turn; `texts` are the vocabulary's, by token id. A neuron may be used until the next one. */
export function* neuronsOf(
	measured: Measured,
	facts: PassageFacts,
	{ d_mlp, texts }: { d_mlp: number; texts: readonly string[] }
): Generator<NeuronActivations> {
	const reader = new SegmentReader(measured, d_mlp);
	try {
		const neurons = new Neurons(reader, facts, texts);
		const size = neurons.groupSize;
		for (let from = 0; from < d_mlp; from += size) {
			yield* neurons.group({ from, to: Math.min(d_mlp, from + size) });
		}
	} finally {
		reader.close();
	}
}
