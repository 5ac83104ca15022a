// One neuron's activations after the other, over the whole corpus: what choosing and showing its passages needs.
import type { Measured } from './campaign-measure.ts';
import type { CorpusNumbers } from './campaign-numbers.ts';
import { countOf, type PassageFacts } from './campaign-passages.ts';
import { groupsOf, peaksOf, type NeuronPeaks } from './campaign-peaks.ts';
import { FLOOR, stepOf } from './campaign-segment.ts';
import { SegmentReader } from './campaign-segment-reader.ts';

export interface NeuronActivations extends NeuronPeaks {
	numbers: CorpusNumbers;
	/** Activations of the tokens [start, end) of a passage: within half a step of stepOf(peak), exact at the peak. */
	window(passage: number, start: number, end: number): Float32Array;
}

/** Finds passages in the segments. */
class Windows {
	readonly #reader: SegmentReader;
	/** By passage: its segment, and its place there. */
	readonly #segmentOf: Int32Array;
	readonly #placeOf: Int32Array;

	constructor(reader: SegmentReader, facts: PassageFacts) {
		this.#reader = reader;
		this.#segmentOf = new Int32Array(countOf(facts));
		this.#placeOf = new Int32Array(countOf(facts));
		for (const { number, passages } of reader.segments) {
			passages.forEach((passage, place) => {
				this.#segmentOf[passage] = number;
				this.#placeOf[passage] = place;
			});
		}
	}

	window({ index, peaks, peakAt }: NeuronPeaks, passage: number, start: number, end: number): Float32Array {
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

/** Yields every neuron in turn, with its `numbers` by index. A neuron may be used until the next one. */
export function* neuronsOf(
	measured: Measured,
	facts: PassageFacts,
	numbers: readonly CorpusNumbers[]
): Generator<NeuronActivations> {
	const reader = new SegmentReader(measured, numbers.length);
	try {
		const windows = new Windows(reader, facts);
		for (const rows of groupsOf(numbers.length, facts)) {
			for (const neuron of peaksOf(reader, facts, rows)) {
				yield {
					...neuron,
					numbers: numbers[neuron.index]!,
					window: (passage, start, end) => windows.window(neuron, passage, start, end)
				};
			}
		}
	} finally {
		reader.close();
	}
}
