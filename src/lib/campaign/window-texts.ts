// The texts of a page's windows, so that one request shows a neuron. Columns: sources, passage lengths, token lengths,
// then all of the text at once; like beside like compresses best.
import type { ByteReader, ByteWriter } from './bytes.ts';

/** What a window of a passage shows besides activations. */
export interface WindowText {
	/** Index into the manifest's sources. */
	source: number;
	/** Tokens of the whole passage. */
	passageTokens: number;
	/** Exact texts of the window's tokens. */
	tokens: string[];
}

/** Writes texts as their token lengths (UTF-16 units) and one string. */
export function writeTexts(writer: ByteWriter, texts: readonly string[][]): void {
	for (const tokens of texts) writer.list(tokens, (token) => writer.varint(token.length));
	writer.string(texts.map((tokens) => tokens.join('')).join(''));
}

/** Reads `count` texts. Throws a RangeError when lengths and text do not belong together. */
export function readTexts(reader: ByteReader, count: number): string[][] {
	if (count > reader.remaining) throw new RangeError('there are more texts than bytes');
	const lengths = Array.from({ length: count }, () => reader.list(() => reader.varint()));
	const text = reader.string();
	let at = 0;
	const tokens = lengths.map((list) => list.map((length) => text.slice(at, (at += length))));
	if (at !== text.length) throw new RangeError('its text has another length than its tokens');
	return tokens;
}

export function writeWindows(writer: ByteWriter, windows: readonly WindowText[]): void {
	writer.varint(windows.length);
	for (const { source } of windows) writer.varint(source);
	for (const { passageTokens } of windows) writer.varint(passageTokens);
	writeTexts(
		writer,
		windows.map(({ tokens }) => tokens)
	);
}

/** Throws a RangeError when the bytes hold no windows. */
export function readWindows(reader: ByteReader): WindowText[] {
	const count = reader.varint();
	if (count > reader.remaining) throw new RangeError('there are more windows than bytes');
	const column = () => Array.from({ length: count }, () => reader.varint());
	const sources = column();
	const lengths = column();
	const texts = readTexts(reader, count);
	return texts.map((tokens, i) => ({ source: sources[i]!, passageTokens: lengths[i]!, tokens }));
}
