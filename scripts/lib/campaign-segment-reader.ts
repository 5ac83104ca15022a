// Reads the kept segments of a corpus: some neurons' rows of a whole segment, or one neuron's window of one passage.
// Nothing of them stays in memory; files stay open, because windows are read from all over.
import { closeSync, openSync } from 'node:fs';
import type { Measured } from './campaign-measure.ts';
import type { Segment } from './campaign-plan.ts';
import {
	bytesOf,
	layoutOf,
	readInto,
	sizesOf,
	SUMS,
	type SegmentBuffers,
	type Sizes
} from './campaign-segment.ts';

/** Fewer than the 256 files that some systems allow a process. */
const OPEN_FILES = 128;

/** Neurons [from, to). */
export interface Rows {
	from: number;
	to: number;
}

export class SegmentReader {
	readonly segments: Segment[];
	readonly #fileOf: (segment: Segment) => string;
	readonly #d_mlp: number;
	/** By segment, least recently used first. */
	readonly #open = new Map<Segment, number>();

	constructor({ segments, fileOf }: Measured, d_mlp: number) {
		this.segments = segments;
		this.#fileOf = fileOf;
		this.#d_mlp = d_mlp;
	}

	#file(segment: Segment): { fd: number; sizes: Sizes; at: ReturnType<typeof layoutOf> } {
		const known = this.#open.get(segment);
		if (known !== undefined) this.#open.delete(segment);
		else if (this.#open.size === OPEN_FILES) {
			const [[oldest, fd]] = this.#open as unknown as [[Segment, number]];
			closeSync(fd);
			this.#open.delete(oldest);
		}
		const fd = known ?? openSync(this.#fileOf(segment), 'r');
		this.#open.set(segment, fd);
		const sizes = sizesOf(segment, this.#d_mlp);
		return { fd, sizes, at: layoutOf(sizes) };
	}

	/** Highest activations [rows][passages of the segment], row-major. */
	peaks(segment: Segment, { from, to }: Rows): Float32Array {
		const { fd, sizes, at } = this.#file(segment);
		const peaks = new Float32Array((to - from) * sizes.passages);
		readInto(fd, bytesOf(peaks), at.peaks + 4 * from * sizes.passages);
		return peaks;
	}

	/** All that is kept of rows but the steps. */
	summary(segment: Segment, rows: Rows): Omit<SegmentBuffers, 'steps'> {
		const { fd, sizes, at } = this.#file(segment);
		const { from, to } = rows;
		const count = to - from;
		const sums = new Float64Array(SUMS * count);
		for (let power = 0; power < SUMS; power++) {
			const target = bytesOf(sums.subarray(power * count, (power + 1) * count));
			readInto(fd, target, at.sums + 8 * (power * this.#d_mlp + from));
		}
		const mins = new Float32Array(count);
		readInto(fd, bytesOf(mins), at.mins + 4 * from);
		const peakAt = new Uint16Array(count * sizes.passages);
		readInto(fd, bytesOf(peakAt), at.peakAt + 2 * from * sizes.passages);
		return { sums, mins, peakAt, peaks: this.peaks(segment, rows) };
	}

	/** Steps [rows][tokens of the segment], row-major. */
	steps(segment: Segment, { from, to }: Rows): Uint16Array {
		const { fd, sizes, at } = this.#file(segment);
		const steps = new Uint16Array((to - from) * sizes.tokens);
		readInto(fd, bytesOf(steps), at.steps + 2 * from * sizes.tokens);
		return steps;
	}

	/** Steps of one neuron at the segment's tokens [from, from + count). */
	window(segment: Segment, neuron: number, from: number, count: number): Uint16Array {
		const { fd, sizes, at } = this.#file(segment);
		const steps = new Uint16Array(count);
		readInto(fd, bytesOf(steps), at.steps + 2 * (neuron * sizes.tokens + from));
		return steps;
	}

	close(): void {
		for (const fd of this.#open.values()) closeSync(fd);
		this.#open.clear();
	}
}
