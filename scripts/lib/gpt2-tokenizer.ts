// GPT-2's own tokenizer.json, derived from the ranks of gpt-tokenizer (a development dependency): the merges follow
// from the ranks, as each token is the last merge of its two halves. Only for models that come without a tokenizer.

type Bytes = number[];

/** GPT-2's bytes_to_unicode: printable bytes stand for themselves, the others for characters from U+0100 on. */
export function byteCharacters(): string[] {
	const isPrintable = (byte: number) =>
		(byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
	let next = 256;
	return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isPrintable(byte) ? byte : next++));
}

/** The two pieces whose merge made `piece`: what merging by the earlier ranks alone leaves of it. */
function halvesOf(piece: string, rank: number, ranks: ReadonlyMap<string, number>): [string, string] {
	let parts = [...piece];
	while (parts.length > 2) {
		let [best, at] = [Infinity, -1];
		for (let i = 0; i + 1 < parts.length; i++) {
			const merged = ranks.get(parts[i]! + parts[i + 1]!) ?? Infinity;
			if (merged < best) [best, at] = [merged, i];
		}
		if (best >= rank) throw new Error(`the ranks do not explain token ${rank}`);
		parts = [...parts.slice(0, at), parts[at]! + parts[at + 1]!, ...parts.slice(at + 2)];
	}
	return parts as [string, string];
}

/** Bytes of GPT-2's tokenizer.json, as this project's tokenizer reads it. */
export async function gpt2TokenizerJson(): Promise<Uint8Array> {
	const { default: ranked } = (await import('gpt-tokenizer/bpeRanks/r50k_base')) as unknown as {
		default: readonly (string | Bytes)[];
	};
	const characters = byteCharacters();
	const pieces = ranked.map((token) => {
		const bytes = typeof token === 'string' ? new TextEncoder().encode(token) : token;
		return Array.from(bytes, (byte) => characters[byte]!).join('');
	});
	const ranks = new Map(pieces.map((piece, rank) => [piece, rank]));
	const merges = pieces.slice(256).map((piece, i) => halvesOf(piece, i + 256, ranks).join(' '));
	const endOfText = { id: pieces.length, content: '<|endoftext|>' };
	const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
	const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
	const file = {
		version: '1.0',
		truncation: null,
		padding: null,
		added_tokens: [{ ...endOfText, ...flags }],
		normalizer: null,
		pre_tokenizer: byteLevel,
		post_processor: { ...byteLevel, trim_offsets: false },
		decoder: { ...byteLevel, add_prefix_space: true },
		model: {
			type: 'BPE',
			dropout: null,
			unk_token: null,
			continuing_subword_prefix: null,
			end_of_word_suffix: null,
			fuse_unk: false,
			byte_fallback: false,
			vocab: { ...Object.fromEntries(ranks), [endOfText.content]: endOfText.id },
			merges
		}
	};
	return new TextEncoder().encode(JSON.stringify(file));
}
