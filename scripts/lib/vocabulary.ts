// The vocabulary of a byte-level BPE: what each token id reads as, and which ids are the same word for people.
import { readFileSync } from 'node:fs';
import * as v from 'valibot';

const VocabularySchema = v.looseObject({
	model: v.looseObject({ vocab: v.record(v.string(), v.number()) }),
	added_tokens: v.optional(v.array(v.looseObject({ id: v.number(), content: v.string() })), [])
});

export interface Vocabulary {
	/** Text of each token id; bytes that are no whole character read as U+FFFD. '' for ids without a token. */
	texts: string[];
	/** For each token id the number of its form: equal for case and space variants of one word. */
	forms: Int32Array;
	formCount: number;
}

/** GPT-2's alphabet of bytes: printable ones stand for themselves, the others follow from U+0100 on
 *  (bytes_to_unicode in openai/gpt-2, src/encoder.py). */
function byteAlphabet(): Map<string, number> {
	const isPrintable = (byte: number) =>
		(byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
	const alphabet = new Map<string, number>();
	let next = 256;
	for (let byte = 0; byte < 256; byte++) {
		alphabet.set(String.fromCodePoint(isPrintable(byte) ? byte : next++), byte);
	}
	return alphabet;
}

/** Reads a Hugging Face tokenizer.json for a model of `d_vocab` tokens. Throws when it is none. */
export function readVocabulary(tokenizerPath: string, d_vocab: number): Vocabulary {
	const { model, added_tokens } = v.parse(VocabularySchema, JSON.parse(readFileSync(tokenizerPath, 'utf8')));
	const alphabet = byteAlphabet();
	const decoder = new TextDecoder();
	const texts = new Array<string>(d_vocab).fill('');
	for (const [piece, id] of Object.entries(model.vocab)) {
		const bytes = Uint8Array.from(piece, (character) => alphabet.get(character) ?? 0x3f);
		if (id < d_vocab) texts[id] = decoder.decode(bytes);
	}
	for (const { id, content } of added_tokens) if (id < d_vocab) texts[id] = content;
	const numbers = new Map<string, number>();
	const forms = Int32Array.from(texts, (text) => {
		const form = text.trim().toLowerCase();
		if (!numbers.has(form)) numbers.set(form, numbers.size);
		return numbers.get(form)!;
	});
	return { texts, forms, formCount: numbers.size };
}
