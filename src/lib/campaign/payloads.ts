// What each kind of file holds, from its decompressed bytes and back. A payload is a list of sections (length, bytes),
// because numbers, activations and texts compress better apart. All readers throw a RangeError on nonsense.
import { ByteReader, ByteWriter } from './bytes.ts';
import type { NeuronSummary } from './clue.ts';
import { flagBits, flagsOf } from './neuron-numbers.ts';
import {
	readExhibits,
	readNeuron,
	writeExhibits,
	writeNeuron,
	type ClueRef,
	type ExhibitsRecord,
	type NeuronRecord
} from './records.ts';
import { readTexts, readWindows, writeTexts, writeWindows, type WindowText } from './window-texts.ts';

function joinSections(...sections: ByteWriter[]): Uint8Array {
	const payload = new ByteWriter();
	for (const section of sections) payload.varint(section.length);
	for (const section of sections) payload.bytes(section.toBytes());
	return payload.toBytes();
}

/** Calls `read` with `count` sections; every one must be used up. */
function readSections<T>(payload: Uint8Array, count: number, read: (sections: ByteReader[]) => T): T {
	const reader = new ByteReader(payload);
	const lengths = Array.from({ length: count }, () => reader.varint());
	const sections = lengths.map((length) => new ByteReader(reader.bytes(length)));
	const result = read(sections);
	[reader, ...sections].forEach((part) => part.end());
	return result;
}

/** The windows of a record, in the order in which files hold their texts. */
export const neuronRefs = (record: NeuronRecord) => [
	...record.clues,
	...record.bands.flat(),
	...record.nearMisses
];
export const exhibitRefs = (record: ExhibitsRecord) => [...record.firing, ...record.quiet];

export interface WithWindows<R> {
	record: R;
	/** One for each of neuronRefs or exhibitRefs. */
	windows: WindowText[];
}

/** File kind "pages": one neuron's numbers and clues with their texts. */
export function encodePage({ record, windows }: WithWindows<NeuronRecord>): Uint8Array {
	const [meta, activations, texts] = [new ByteWriter(), new ByteWriter(), new ByteWriter()];
	writeNeuron({ meta, activations }, record);
	writeWindows(texts, windows);
	return joinSections(meta, activations, texts);
}

export const decodePage = (payload: Uint8Array): WithWindows<NeuronRecord> =>
	readSections(payload, 3, ([meta, activations, texts]) => {
		const record = readNeuron({ meta: meta!, activations: activations! });
		return { record, windows: windowsFor(neuronRefs(record), texts!) };
	});

function windowsFor(refs: readonly ClueRef[], texts: ByteReader): WindowText[] {
	const windows = readWindows(texts);
	if (
		windows.length !== refs.length ||
		windows.some(({ tokens }, i) => tokens.length !== refs[i]!.quantised.length)
	) {
		throw new RangeError('its texts are not those of its activations');
	}
	return windows;
}

/** File kind "exhibits": one neuron's passages for blind rounds with their texts. */
export function encodeExhibits({ record, windows }: WithWindows<ExhibitsRecord>): Uint8Array {
	const [meta, activations, texts] = [new ByteWriter(), new ByteWriter(), new ByteWriter()];
	writeExhibits({ meta, activations }, record);
	writeWindows(texts, windows);
	return joinSections(meta, activations, texts);
}

export const decodeExhibits = (payload: Uint8Array): WithWindows<ExhibitsRecord> =>
	readSections(payload, 3, ([meta, activations, texts]) => {
		const record = readExhibits({ meta: meta!, activations: activations! });
		return { record, windows: windowsFor(exhibitRefs(record), texts!) };
	});

export interface PackedNeuron {
	neuron: NeuronRecord;
	exhibits: ExhibitsRecord;
}

/** File kind "packs": the offline copy of many neurons, whose texts are in the passages files. */
export function encodePack(neurons: readonly PackedNeuron[]): Uint8Array {
	const [meta, activations] = [new ByteWriter(), new ByteWriter()];
	meta.list(neurons, ({ neuron, exhibits }) => {
		writeNeuron({ meta, activations }, neuron);
		writeExhibits({ meta, activations }, exhibits);
	});
	return joinSections(meta, activations);
}

export const decodePack = (payload: Uint8Array): PackedNeuron[] =>
	readSections(payload, 2, ([meta, activations]) => {
		const readers = { meta: meta!, activations: activations! };
		return meta!.list(() => ({ neuron: readNeuron(readers), exhibits: readExhibits(readers) }));
	});

export interface StoredPassage {
	/** Index into the manifest's sources. */
	source: number;
	tokens: string[];
}

/** File kind "passages": whole passages, numbered on from file to file. */
export function encodePassages(passages: readonly StoredPassage[]): Uint8Array {
	const texts = new ByteWriter();
	texts.list(passages, ({ source }) => texts.varint(source));
	writeTexts(
		texts,
		passages.map(({ tokens }) => tokens)
	);
	return joinSections(texts);
}

export const decodePassages = (payload: Uint8Array): StoredPassage[] =>
	readSections(payload, 1, ([texts]) => {
		const sources = texts!.list(() => texts!.varint());
		return readTexts(texts!, sources.length).map((tokens, i) => ({ source: sources[i]!, tokens }));
	});

/** File kind "index": one row for each neuron, column by column. */
export function encodeIndex(rows: readonly NeuronSummary[]): Uint8Array {
	const meta = new ByteWriter();
	meta.varint(rows.length);
	for (const { max } of rows) meta.float32(max);
	for (const { min } of rows) meta.float32(min);
	for (const { difficulty } of rows) meta.fixed(difficulty);
	for (const { coherence } of rows) meta.fixed(coherence);
	for (const { flags } of rows) meta.varint(flagBits(flags));
	for (const row of rows) meta.varint(row.firingPassages);
	for (const row of rows) meta.varint(row.exhibitsFiring);
	for (const row of rows) meta.varint(row.exhibitsQuiet);
	for (const { peakToken } of rows) meta.string(peakToken);
	return joinSections(meta);
}

export const decodeIndex = (payload: Uint8Array): NeuronSummary[] =>
	readSections(payload, 1, ([section]) => {
		const meta = section!;
		const count = meta.varint();
		if (count > meta.remaining) throw new RangeError('a list is longer than its file');
		const column = <T>(read: () => T) => Array.from({ length: count }, read);
		const max = column(() => meta.float32());
		const min = column(() => meta.float32());
		const difficulty = column(() => meta.fixed());
		const coherence = column(() => meta.fixed());
		const flags = column(() => flagsOf(meta.varint()));
		const firingPassages = column(() => meta.varint());
		const exhibitsFiring = column(() => meta.varint());
		const exhibitsQuiet = column(() => meta.varint());
		return column(() => meta.string()).map((peakToken, index) => ({
			index,
			max: max[index]!,
			min: min[index]!,
			difficulty: difficulty[index]!,
			coherence: coherence[index]!,
			flags: flags[index]!,
			firingPassages: firingPassages[index]!,
			exhibitsFiring: exhibitsFiring[index]!,
			exhibitsQuiet: exhibitsQuiet[index]!,
			peakToken
		}));
	});
