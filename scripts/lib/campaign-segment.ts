// What is kept of one segment of the corpus: for every neuron its peak in each passage (exact), sums of powers, and
// all activations in 16 bits of its passage's range. Neuron by neuron, so that one neuron is read in one piece.
import { closeSync, fstatSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import type { Segment } from './campaign-plan.ts';

/** Just below the lowest output of tanh-GELU (-0.170041 at -0.7525), so that every activation is above it. */
export const FLOOR = -0.1701;
/** Steps of 16 bits from FLOOR to a passage's peak. */
export const STEPS = 65_535;
const HEADER_BYTES = 32;
const MAGIC = 0x4e50_5345; // "NPSE"
/** Powers of which sums are kept. */
export const SUMS = 4;

/** Activations of one segment; rows are neurons. */
export interface SegmentBuffers {
	/** [SUMS][d_mlp]: sums of x, x^2, x^3, x^4. */
	sums: Float64Array;
	/** [d_mlp] */
	mins: Float32Array;
	/** [d_mlp][passages]: highest activation. */
	peaks: Float32Array;
	/** [d_mlp][passages]: its token, the first one of equals. */
	peakAt: Uint16Array;
	/** [d_mlp][tokens]: see stepOf. */
	steps: Uint16Array;
}

export interface Sizes {
	d_mlp: number;
	passages: number;
	tokens: number;
}

export const sizesOf = ({ passages, starts }: Segment, d_mlp: number): Sizes => ({
	d_mlp,
	passages: passages.length,
	tokens: starts[passages.length]!
});

/** Byte offsets in a segment's file, widest numbers first, so that all are aligned. */
export function layoutOf({ d_mlp, passages, tokens }: Sizes) {
	const sums = HEADER_BYTES;
	const mins = sums + 8 * SUMS * d_mlp;
	const peaks = mins + 4 * d_mlp;
	const peakAt = peaks + 4 * d_mlp * passages;
	const steps = peakAt + 2 * d_mlp * passages;
	return { sums, mins, peaks, peakAt, steps, end: steps + 2 * d_mlp * tokens };
}

/** The size of one step of a passage whose peak is `peak`; an activation is FLOOR + steps * stepOf(peak), within
 *  half a step. */
export const stepOf = (peak: number): number => (peak - FLOOR) / STEPS;

export const bytesOf = (array: Float64Array | Float32Array | Uint16Array): Uint8Array =>
	new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

function headerOf({ d_mlp, passages, tokens }: Sizes): Uint8Array {
	const header = new Uint32Array(HEADER_BYTES / 4);
	header.set([MAGIC, d_mlp, passages, tokens]);
	return new Uint8Array(header.buffer);
}

/** Writes the segment's file; it stands under its name only when it is whole. */
export function writeSegment(file: string, segment: Segment, d_mlp: number, buffers: SegmentBuffers): void {
	const { sums, mins, peaks, peakAt, steps } = buffers;
	const temporary = `${file}.part`;
	const fd = openSync(temporary, 'w');
	try {
		for (const part of [
			headerOf(sizesOf(segment, d_mlp)),
			...[sums, mins, peaks, peakAt, steps].map(bytesOf)
		]) {
			for (let done = 0; done < part.length;) done += writeSync(fd, part, done);
		}
	} finally {
		closeSync(fd);
	}
	renameSync(temporary, file);
}

/** Fills `target` from `position` on; throws when the file ends before. */
export function readInto(fd: number, target: Uint8Array, position: number): void {
	for (let done = 0; done < target.length;) {
		const got = readSync(fd, target, done, target.length - done, position + done);
		if (got === 0)
			throw new Error('A kept segment of the campaign ends too early; build it without --resume.');
		done += got;
	}
}

/** True when `file` is a whole segment of this shape. */
export function isWholeSegment(file: string, segment: Segment, d_mlp: number): boolean {
	let fd: number;
	try {
		fd = openSync(file, 'r');
	} catch {
		return false;
	}
	try {
		const sizes = sizesOf(segment, d_mlp);
		if (fstatSync(fd).size !== layoutOf(sizes).end) return false;
		const header = new Uint8Array(HEADER_BYTES);
		readInto(fd, header, 0);
		return Buffer.compare(header, headerOf(sizes)) === 0;
	} finally {
		closeSync(fd);
	}
}
