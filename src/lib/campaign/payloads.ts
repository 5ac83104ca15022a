// What each kind of file but the index holds, from its decompressed bytes and back. All readers throw a RangeError on
// nonsense.
import { ByteWriter, type ByteReader } from './bytes.ts';
import type { Part } from './container.ts';
import {
	readExhibits,
	readNeuron,
	readSample,
	writeExhibits,
	writeNeuron,
	writeSample,
	type ClueRef,
	type ExhibitsRecord,
	type NeuronRecord,
	type RecordReaders,
	type RecordWriters,
	type SampleRecord
} from './records.ts';
import { joinSections, readSections } from './sections.ts';
import { readTexts, readWindows, writeTexts, writeWindows, type WindowText } from './window-texts.ts';

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

/** A file of one neuron: its record, and the texts of its windows. */
function encodeRecord<R>(
	{ record, windows }: WithWindows<R>,
	write: (writers: RecordWriters, record: R) => void
): Part[] {
	const [meta, activations, texts] = [new ByteWriter(), new ByteWriter(), new ByteWriter()];
	write({ meta, activations }, record);
	writeWindows(texts, windows);
	return joinSections(meta, { activations }, texts);
}

function decodeRecord<R>(
	payload: Uint8Array,
	read: (readers: RecordReaders) => R,
	refsOf: (record: R) => readonly ClueRef[]
): WithWindows<R> {
	return readSections(payload, 3, ([meta, activations, texts]) => {
		const record = read({ meta: meta!, activations: activations! });
		return { record, windows: windowsFor(refsOf(record), texts!) };
	});
}

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

/** File kind "pages": one neuron's numbers and clues with their texts. */
export const encodePage = (page: WithWindows<NeuronRecord>): Part[] => encodeRecord(page, writeNeuron);
export const decodePage = (payload: Uint8Array): WithWindows<NeuronRecord> =>
	decodeRecord(payload, readNeuron, neuronRefs);

/** File kind "exhibits": one neuron's passages for blind rounds with their texts. */
export const encodeExhibits = (exhibits: WithWindows<ExhibitsRecord>): Part[] =>
	encodeRecord(exhibits, writeExhibits);
export const decodeExhibits = (payload: Uint8Array): WithWindows<ExhibitsRecord> =>
	decodeRecord(payload, readExhibits, exhibitRefs);

/** File kind "samples": passages drawn by chance for one neuron, with their texts. */
export const encodeSample = (sample: WithWindows<SampleRecord>): Part[] => encodeRecord(sample, writeSample);
export const decodeSample = (payload: Uint8Array): WithWindows<SampleRecord> =>
	decodeRecord(payload, readSample, ({ passages }) => passages);

export interface PackedNeuron {
	neuron: NeuronRecord;
	exhibits: ExhibitsRecord;
}

/** File kind "packs": the offline copy of many neurons, whose texts are in the passages files. */
export function encodePack(neurons: readonly PackedNeuron[]): Part[] {
	const [meta, activations] = [new ByteWriter(), new ByteWriter()];
	meta.list(neurons, ({ neuron, exhibits }) => {
		writeNeuron({ meta, activations }, neuron);
		writeExhibits({ meta, activations }, exhibits);
	});
	return joinSections(meta, { activations });
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
export function encodePassages(passages: readonly StoredPassage[]): Part[] {
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
