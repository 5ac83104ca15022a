// GPT-2's byte-level BPE with the exact text of each token. The merging is transformers.js's; it gives no offsets,
// so they are worked out here from the byte-level pieces: one character of a piece stands for one byte.
// A text's own "<|endoftext|>" is that special token, as in Hugging Face's tokenizer.
import { PreTrainedTokenizer } from '@xenova/transformers';
import * as v from 'valibot';
import type { Token } from './engine.ts';

/** Looked through in place: a schema's copy of GPT-2's 50,257 entries costs 40 MB and a tenth of a second. */
function isVocabulary(vocab: unknown): boolean {
	if (typeof vocab !== 'object' || vocab === null) return false;
	for (const piece in vocab) if (typeof vocab[piece as never] !== 'number') return false;
	return true;
}

const TokenizerFile = v.looseObject({
	// With a prefix space the bytes of the tokens would not be those of the text.
	pre_tokenizer: v.looseObject({
		type: v.literal('ByteLevel'),
		add_prefix_space: v.literal(false),
		use_regex: v.optional(v.literal(true))
	}),
	model: v.looseObject({
		type: v.literal('BPE'),
		vocab: v.custom<Record<string, number>>(isVocabulary),
		/** "a b" or ["a", "b"] */
		merges: v.custom<(string | string[])[]>(Array.isArray)
	}),
	added_tokens: v.optional(v.array(v.looseObject({ id: v.number(), content: v.string() })), [])
});

export interface Tokenizer {
	/** Tokens of `text` without <|endoftext|> in front; their texts joined are `text.toWellFormed()`. */
	tokenize(text: string): Token[];
}

/** How GPT-2 cuts a text before merging: openai/gpt-2, src/encoder.py. */
const GPT2_SPLIT = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;

/** The library's ByteLevel takes \s as JavaScript does (with U+FEFF, without U+0085), its Split as Unicode does, and
 *  so does GPT-2: the same rule as a Split gives GPT-2's own ids. */
const unicodePreTokenizer = {
	type: 'Sequence',
	pretokenizers: [
		{ type: 'Split', pattern: { Regex: GPT2_SPLIT }, behavior: 'Isolated', invert: false },
		{ type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false }
	]
};

const utf8 = new TextEncoder();

/** Bytes of each token id. */
function byteLengths({ model, added_tokens }: v.InferOutput<typeof TokenizerFile>): Uint32Array {
	let highest = -1;
	for (const piece in model.vocab) highest = Math.max(highest, model.vocab[piece]!);
	for (const { id } of added_tokens) highest = Math.max(highest, id);
	const lengths = new Uint32Array(1 + highest);
	for (const piece in model.vocab) lengths[model.vocab[piece]!] = piece.length;
	for (const { id, content } of added_tokens) lengths[id] = utf8.encode(content).length;
	return lengths;
}

const utf8Bytes = (codePoint: number): number =>
	codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;

/** Cuts `text` at the tokens' byte ranges: a character belongs to the token of its first byte. */
function cut(text: string, ids: readonly number[], lengths: Uint32Array): Token[] {
	let [at, byte, tokenEnd] = [0, 0, 0];
	return ids.map((id) => {
		const start = at;
		tokenEnd += lengths[id] ?? 0;
		while (at < text.length && byte < tokenEnd) {
			const codePoint = text.codePointAt(at)!;
			byte += utf8Bytes(codePoint);
			at += codePoint > 0xffff ? 2 : 1;
		}
		return { id, text: text.slice(start, at), start, end: at };
	});
}

/** The library's tokenizer. It makes maps of vocabulary and merges and keeps the file beside them: emptied, that is
 *  10 of GPT-2's 16 MB given back. */
function createBpe(file: v.InferOutput<typeof TokenizerFile>): PreTrainedTokenizer {
	const merges = file.model.merges.map((pair) => (typeof pair === 'string' ? pair.split(' ', 2) : pair));
	const model = { ...file.model, merges };
	const bpe = new PreTrainedTokenizer({ ...file, model, pre_tokenizer: unicodePreTokenizer }, {});
	merges.length = 0;
	model.vocab = {};
	return bpe;
}

/** Makes the tokenizer of a Hugging Face tokenizer.json. Throws when the file is none. */
export function createTokenizer(tokenizerJson: unknown): Tokenizer {
	const file = v.parse(TokenizerFile, tokenizerJson);
	const lengths = byteLengths(file);
	const bpe = createBpe(file);
	return {
		tokenize(text) {
			const wellFormed = text.toWellFormed();
			const ids = bpe.encode(wellFormed, { add_special_tokens: false });
			return cut(wellFormed, ids, lengths);
		}
	};
}
