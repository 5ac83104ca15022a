// One neuron's activations over the whole corpus, put together from the segments. Reads neurons in groups, so that
// memory is bounded and the segments' files are read in large pieces.
import type { PassageFacts } from './campaign-passages.ts';
import type { Measured } from './campaign-measure.ts';
import { FLOOR, readSegment, stepOf, type SegmentBuffers } from './campaign-segment.ts';

/** Bytes of activations in memory at once. */
const GROUP_BYTES = 64_000_000;

export interface NeuronActivations {
	index: number;
	max: number;
	min: number;
	/** Sums of x, x^2, x^3, x^4 over all tokens. */
	sums: [number, number, number, number];
	/** By passage: highest activation (exact), and its token. */
	peaks: Float32Array;
	peakAt: Uint16Array;
	/** By token of the corpus (as PassageFacts.ids); within half a step of stepOf(peak), exact at the peaks. */
	activations: Float32Array;
}

/** How many neurons are read at once. */
export const groupSize = (tokens: number): number =>
	Math.max(1, Math.min(64, Math.floor(GROUP_BYTES / (2 * tokens))));

/** Yields every neuron in turn. The arrays are used again for the next neuron: copy what must stay. */
export function* neuronsOf(
	{ segments, fileOf }: Measured,
	facts: PassageFacts,
	d_mlp: number
): Generator<NeuronActivations> {
	const passages = facts.starts.length - 1;
	const target = {
		peaks: new Float32Array(passages),
		peakAt: new Uint16Array(passages),
		activations: new Float32Array(facts.ids.length)
	};
	const size = groupSize(facts.ids.length);
	for (let from = 0; from < d_mlp; from += size) {
		const to = Math.min(d_mlp, from + size);
		const parts = segments.map((segment) => readSegment(fileOf(segment), segment, d_mlp, { from, to }));
		for (let row = 0; row < to - from; row++) {
			segments.forEach(({ passages: places, starts }, part) => {
				scatter(parts[part]!, row, { places, starts }, facts, target);
			});
			yield { index: from + row, ...target, ...extremesOf(parts, row, to - from, target.peaks) };
		}
	}
}

function scatter(
	buffers: SegmentBuffers,
	row: number,
	{ places, starts }: { places: Int32Array; starts: Int32Array },
	facts: PassageFacts,
	target: Pick<NeuronActivations, 'peaks' | 'peakAt' | 'activations'>
): void {
	const tokens = starts[places.length]!;
	for (let place = 0; place < places.length; place++) {
		const passage = places[place]!;
		const peak = buffers.peaks[row * places.length + place]!;
		const peakAt = buffers.peakAt[row * places.length + place]!;
		const step = stepOf(peak);
		const from = row * tokens + starts[place]!;
		const end = row * tokens + starts[place + 1]!;
		let to = facts.starts[passage]!;
		target.peaks[passage] = peak;
		target.peakAt[passage] = peakAt;
		for (let i = from; i < end; i++) target.activations[to++] = FLOOR + step * buffers.steps[i]!;
		target.activations[facts.starts[passage]! + peakAt] = peak;
	}
}

function extremesOf(
	parts: SegmentBuffers[],
	row: number,
	rows: number,
	peaks: Float32Array
): Pick<NeuronActivations, 'max' | 'min' | 'sums'> {
	const sums: [number, number, number, number] = [0, 0, 0, 0];
	let min = Infinity;
	for (const part of parts) {
		sums.forEach((_, power) => (sums[power]! += part.sums[power * rows + row]!));
		min = Math.min(min, part.mins[row]!);
	}
	return { sums, min, max: peaks.reduce((a, b) => Math.max(a, b), -Infinity) };
}
