// The smallest byte-level tokenizer there is: a token for each byte and <|endoftext|>, no merges. For tests whose
// checkpoints are too small for a real vocabulary.
import { byteToUnicode } from '../../../src/testing/gpt2-tokenizer-json.ts';

/** 256 bytes and <|endoftext|>. */
export const BYTE_VOCABULARY = 257;

/** tokenizer.json of that tokenizer. */
export function byteTokenizerJson(): string {
	const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
	const vocab = Object.fromEntries(byteToUnicode().map((character, id) => [character, id]));
	return JSON.stringify({
		added_tokens: [{ id: 256, content: '<|endoftext|>', special: true }],
		pre_tokenizer: byteLevel,
		normalizer: null,
		post_processor: { ...byteLevel, trim_offsets: false },
		decoder: byteLevel,
		model: { type: 'BPE', vocab: { ...vocab, '<|endoftext|>': 256 }, merges: [] }
	});
}
