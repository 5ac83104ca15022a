// Takes a segment's activations as the model gives them, token by token, and turns them into rows of neurons: the
// hottest loop of a build besides the model itself.
import type { Segment } from './campaign-plan.ts';
import { FLOOR, sizesOf, STEPS, SUMS, type SegmentBuffers, type Sizes } from './campaign-segment.ts';

/** Collects one segment's activations, passage by passage. */
export class SegmentCollector {
	readonly #segment: Segment;
	readonly #sizes: Sizes;
	readonly buffers: SegmentBuffers;

	constructor(segment: Segment, d_mlp: number) {
		this.#segment = segment;
		this.#sizes = sizesOf(segment, d_mlp);
		const { passages, tokens } = this.#sizes;
		this.buffers = {
			sums: new Float64Array(SUMS * d_mlp),
			mins: new Float32Array(d_mlp).fill(Infinity),
			peaks: new Float32Array(d_mlp * passages),
			peakAt: new Uint16Array(d_mlp * passages),
			steps: new Uint16Array(d_mlp * tokens)
		};
	}

	/** `values`: row-major [tokens of the passage, d_mlp]. Throws when one is no finite number. */
	add(place: number, values: Float32Array): void {
		for (let neuron = 0; neuron < this.#sizes.d_mlp; neuron++) this.#addNeuron(neuron, place, values);
	}

	#addNeuron(neuron: number, place: number, values: Float32Array): void {
		const { d_mlp, passages, tokens } = this.#sizes;
		const { sums, mins, peaks, peakAt, steps } = this.buffers;
		let [sum1, sum2, sum3, sum4, peak, at, min] = [0, 0, 0, 0, -Infinity, neuron, mins[neuron]!];
		for (let i = neuron; i < values.length; i += d_mlp) {
			const value = values[i]!;
			const square = value * value;
			sum1 += value;
			sum2 += square;
			sum3 += square * value;
			sum4 += square * square;
			if (value > peak) [peak, at] = [value, i];
			if (value < min) min = value;
		}
		if (!Number.isFinite(sum4)) throw new Error(`Neuron ${neuron} has an activation that is no number.`);
		sums[neuron]! += sum1;
		sums[d_mlp + neuron]! += sum2;
		sums[2 * d_mlp + neuron]! += sum3;
		sums[3 * d_mlp + neuron]! += sum4;
		mins[neuron] = min;
		peaks[neuron * passages + place] = peak;
		peakAt[neuron * passages + place] = (at - neuron) / d_mlp;
		const scale = STEPS / (peak - FLOOR);
		let to = neuron * tokens + this.#segment.starts[place]!;
		for (let i = neuron; i < values.length; i += d_mlp) {
			steps[to++] = (values[i]! - FLOOR) * scale + 0.5;
		}
	}
}
