// One neuron as it is stored: numbers, and references to windows of passages with quantised activations. Owns their
// encoding; the texts live elsewhere (window-texts.ts in a page, passages.ts for the whole corpus).
import { BANDS } from '../interp/bands.ts';
import { dequantise } from '../interp/quantise.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import type { NeuronNumbers } from './clue.ts';
import { readNumbers, writeNumbers } from './neuron-numbers.ts';

/** Marks a window's peak, whose value is kept exactly; every other token is below it. */
export const PEAK_BYTE = 255;

/** A window of a passage as one neuron saw it. */
export interface ClueRef {
	passageId: number;
	/** Position of the window's first token in the passage. */
	start: number;
	/** Index of the peak inside the window, and its exact float32 value. */
	peakIndex: number;
	peak: number;
	/** One byte a token of the window (see interp/quantise.ts); PEAK_BYTE at the peak and nowhere else. */
	quantised: Uint8Array;
}

export interface NeuronRecord {
	numbers: NeuronNumbers;
	/** Tokens per band, in the order of BANDS. */
	bandTokens: number[];
	/** Index into the manifest's sources, and firing passages there; most first. */
	sources: { source: number; firingPassages: number }[];
	clues: ClueRef[];
	bands: ClueRef[][];
	nearMisses: ClueRef[];
}

export interface ExhibitsRecord {
	index: number;
	max: number;
	min: number;
	/** Firing passages from all bands, strongest first. */
	firing: ClueRef[];
	quiet: ClueRef[];
	/** How many of the quiet ones, from the first on, were chosen because they look alike. */
	nearMissCount: number;
}

/** Passages drawn by chance from the whole corpus, for each neuron anew: what it does when nobody looks for it. */
export interface SampleRecord {
	index: number;
	max: number;
	min: number;
	passages: ClueRef[];
}

/** Meta and activations are kept apart because they compress differently. */
export interface RecordWriters {
	meta: ByteWriter;
	activations: ByteWriter;
}
export interface RecordReaders {
	meta: ByteReader;
	activations: ByteReader;
}

/** The window's activations: dequantised, and exact at the peak. */
export function activationsOf(ref: ClueRef, min: number, max: number): Float32Array {
	const activations = Float32Array.from(ref.quantised, (byte) => dequantise(byte, min, max));
	activations[ref.peakIndex] = ref.peak;
	return activations;
}

/** Column by column, so that like stands beside like. Where a window's bytes end follows from its peak's mark. */
function writeRefs({ meta, activations }: RecordWriters, refs: ClueRef[]): void {
	meta.varint(refs.length);
	for (const ref of refs) meta.varint(ref.passageId);
	for (const ref of refs) meta.varint(ref.start);
	for (const ref of refs) meta.varint(ref.quantised.length - ref.peakIndex - 1);
	for (const ref of refs) meta.float32(ref.peak);
	for (const ref of refs) activations.bytes(ref.quantised);
}

function readRefs({ meta, activations }: RecordReaders): ClueRef[] {
	const count = meta.varint();
	if (count > meta.remaining) throw new RangeError('a list is longer than its file');
	const column = (read: () => number) => Array.from({ length: count }, read);
	const passageIds = column(() => meta.varint());
	const starts = column(() => meta.varint());
	const tokensAfter = column(() => meta.varint());
	const peaks = column(() => meta.float32());
	return passageIds.map((passageId, i) => {
		const quantised = activations.bytesThrough(PEAK_BYTE, tokensAfter[i]!);
		const peakIndex = quantised.indexOf(PEAK_BYTE);
		return { passageId, start: starts[i]!, peakIndex, peak: peaks[i]!, quantised };
	});
}

/** Counts by source in the manifest's order: shorter than a sorted list, and most neurons fire somewhere in each. */
function writeSources(meta: ByteWriter, sources: NeuronRecord['sources']): void {
	const length = sources.reduce((most, { source }) => Math.max(most, source + 1), 0);
	const counts = new Array<number>(length).fill(0);
	for (const { source, firingPassages } of sources) counts[source] = firingPassages;
	meta.list(counts, (count) => meta.varint(count));
}

function readSources(meta: ByteReader): NeuronRecord['sources'] {
	return meta
		.list(() => meta.varint())
		.map((firingPassages, source) => ({ source, firingPassages }))
		.filter(({ firingPassages }) => firingPassages > 0)
		.sort((a, b) => b.firingPassages - a.firingPassages || a.source - b.source);
}

export function writeNeuron(writers: RecordWriters, record: NeuronRecord): void {
	const { meta } = writers;
	meta.varint(record.numbers.index);
	writeNumbers(meta, record.numbers);
	record.bandTokens.forEach((count) => meta.varint(count));
	writeSources(meta, record.sources);
	writeRefs(writers, record.clues);
	record.bands.forEach((refs) => writeRefs(writers, refs));
	writeRefs(writers, record.nearMisses);
}

/** Throws a RangeError when the bytes hold no such record. */
export function readNeuron(readers: RecordReaders): NeuronRecord {
	const { meta } = readers;
	return {
		numbers: readNumbers(meta, meta.varint()),
		bandTokens: BANDS.map(() => meta.varint()),
		sources: readSources(meta),
		clues: readRefs(readers),
		bands: BANDS.map(() => readRefs(readers)),
		nearMisses: readRefs(readers)
	};
}

export function writeExhibits(writers: RecordWriters, record: ExhibitsRecord): void {
	writers.meta.varint(record.index);
	writers.meta.float32(record.max);
	writers.meta.float32(record.min);
	writeRefs(writers, record.firing);
	writeRefs(writers, record.quiet);
	writers.meta.varint(record.nearMissCount);
}

/** Throws a RangeError when the bytes hold no such record. */
export function readExhibits(readers: RecordReaders): ExhibitsRecord {
	const { meta } = readers;
	return {
		index: meta.varint(),
		max: meta.float32(),
		min: meta.float32(),
		firing: readRefs(readers),
		quiet: readRefs(readers),
		nearMissCount: meta.varint()
	};
}

export function writeSample(writers: RecordWriters, record: SampleRecord): void {
	writers.meta.varint(record.index);
	writers.meta.float32(record.max);
	writers.meta.float32(record.min);
	writeRefs(writers, record.passages);
}

/** Throws a RangeError when the bytes hold no such record. */
export function readSample(readers: RecordReaders): SampleRecord {
	const { meta } = readers;
	return { index: meta.varint(), max: meta.float32(), min: meta.float32(), passages: readRefs(readers) };
}
