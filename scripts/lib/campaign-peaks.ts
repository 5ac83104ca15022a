// What neurons do in each passage at most, put together from the segments. Neurons are read in groups, so that files
// are read in large pieces; of a group only the passages' peaks are in memory, whatever the corpus.
import { countOf, type PassageFacts } from './campaign-passages.ts';
import { FLOOR, stepOf, SUMS } from './campaign-segment.ts';
import type { Segment } from './campaign-plan.ts';
import type { Rows, SegmentReader } from './campaign-segment-reader.ts';
import type { PowerSums } from '../../src/lib/interp/moments.ts';

/** Bytes of one group in memory. */
const GROUP_BYTES = 32_000_000;
const MAX_GROUP = 64;
/** Bytes of one passage's peak and its place. */
const PEAK_BYTES = 6;

/** What choosing passages needs of a neuron. */
export interface NeuronPeaks {
	index: number;
	max: number;
	min: number;
	/** By passage: highest activation (exact), and its token. */
	peaks: Float32Array;
	peakAt: Uint16Array;
}

/** Neurons that are read at once, with `moreBytes` of something else for each. */
export function* groupsOf(
	d_mlp: number,
	facts: Pick<PassageFacts, 'starts'>,
	moreBytes = 0
): Generator<Rows> {
	const neuronBytes = PEAK_BYTES * countOf(facts) + moreBytes;
	const size = Math.max(1, Math.min(MAX_GROUP, Math.floor(GROUP_BYTES / neuronBytes)));
	for (let from = 0; from < d_mlp; from += size) yield { from, to: Math.min(d_mlp, from + size) };
}

/** Peaks of `rows`, and exact sums of their activations' powers. */
export function peaksOf(
	reader: SegmentReader,
	facts: Pick<PassageFacts, 'starts'>,
	rows: Rows
): (NeuronPeaks & { sums: PowerSums['sums'] })[] {
	const passages = countOf(facts);
	const neurons = Array.from({ length: rows.to - rows.from }, (_, row) => ({
		index: rows.from + row,
		min: Infinity,
		max: -Infinity,
		sums: [0, 0, 0, 0] as [number, number, number, number],
		peaks: new Float32Array(passages),
		peakAt: new Uint16Array(passages)
	}));
	for (const segment of reader.segments) {
		const kept = reader.summary(segment, rows);
		neurons.forEach((neuron, row) => {
			neuron.min = Math.min(neuron.min, kept.mins[row]!);
			for (let power = 0; power < SUMS; power++) {
				neuron.sums[power]! += kept.sums[power * neurons.length + row]!;
			}
			const from = row * segment.passages.length;
			segment.passages.forEach((passage, place) => {
				const peak = kept.peaks[from + place]!;
				neuron.peaks[passage] = peak;
				neuron.peakAt[passage] = kept.peakAt[from + place]!;
				if (peak > neuron.max) neuron.max = peak;
			});
		});
	}
	return neurons;
}

/** Activations of a whole segment from its steps, in the segment's order. */
export function dequantise(
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
