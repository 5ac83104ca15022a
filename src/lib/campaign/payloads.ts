// What each kind of file but the index holds, from its decompressed bytes and back. All readers throw a RangeError on
// nonsense.
import { ByteWriter, type ByteReader } from './bytes.ts';
import type { Part } from './container.ts';
import {
	readExhibits,
	readNeuron,
	writeExhibits,
	writeNeuron,
	type ClueRef,
	type ExhibitsRecord,
	type NeuronRecord
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

/** File kind "pages": one neuron's numbers and clues with their texts. */
export function encodePage({ record, windows }: WithWindows<NeuronRecord>): Part[] {
	const [meta, activations, texts] = [new ByteWriter(), new ByteWriter(), new ByteWriter()];
	writeNeuron({ meta, activations }, record);
	writeWindows(texts, windows);
	return joinSections(meta, { activations }, texts);
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
export function encodeExhibits({ record, windows }: WithWindows<ExhibitsRecord>): Part[] {
	const [meta, activations, texts] = [new ByteWriter(), new ByteWriter(), new ByteWriter()];
	writeExhibits({ meta, activations }, record);
	writeWindows(texts, windows);
	return joinSections(meta, { activations }, texts);
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
