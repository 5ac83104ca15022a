// A tokenised corpus: texts and tokens in files of the build's folder, some 20 bytes of memory a passage and none a
// token, so that large corpora fit.
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Corpus, CorpusLosses } from './corpus.ts';
import type { ExactModel } from './exact-model.ts';
import { SpilledBytes } from './spilled-bytes.ts';

/** No token of GPT-2's is longer; a longer line cannot add tokens within the context, and need not be looked at. */
const MAX_TOKEN_CHARACTERS = 128;
/** A whole build holds some 100 bytes a passage: 400 MB, beside the 700 MB that gpt2-small's shape takes anyway. */
const MAX_PASSAGES = 4_000_000;
const MAX_TOKENS = 2 ** 31 - 1;

export interface PassageFacts {
	/** Index into the corpus' sources, by passage. */
	sources: Int32Array;
	/** Passage p has the tokens [starts[p], starts[p + 1]) of all. */
	starts: Int32Array;
	/** Token ids of a passage, <|endoftext|> left out. */
	idsOf(passage: number): Int32Array;
}

export interface Passages extends PassageFacts, CorpusLosses {
	count: number;
	/** Tokens of all passages. */
	tokens: number;
	/** Passages that were cut to the model's context. */
	cut: number;
	/** Exact texts of a passage's tokens; joined they give the passage. */
	texts(passage: number): string[];
	/** Folder of the files; see openTokens. */
	dir: string;
	/** Closes the files. */
	close(): void;
}

/** Where the tokens of passages are. */
export type PassageTokens = Pick<PassageFacts, 'starts' | 'idsOf'>;

export const countOf = ({ starts }: Pick<PassageFacts, 'starts'>): number => starts.length - 1;
export const tokensOf = ({ starts }: Pick<PassageFacts, 'starts'>): number => starts.at(-1)!;

/** Numbers that come one by one; `Kind` says how they are kept. */
class Growing<T extends Int32Array | Float64Array> {
	readonly #Kind: new (length: number) => T;
	#values: T;
	length = 0;

	constructor(Kind: new (length: number) => T) {
		this.#Kind = Kind;
		this.#values = new Kind(1 << 12);
	}

	push(value: number): void {
		if (this.length === this.#values.length) {
			const larger = new this.#Kind(2 * this.length);
			larger.set(this.#values);
			this.#values = larger;
		}
		this.#values[this.length++] = value;
	}

	toArray = (): T => this.#values.slice(0, this.length) as T;
}

const bytesOf = (ints: Int32Array): Uint8Array =>
	new Uint8Array(ints.buffer, ints.byteOffset, ints.byteLength);
const INT_BYTES = 4;

const fileIn = (dir: string, name: 'ids' | 'ends' | 'texts'): string => path.join(dir, `${name}.bin`);

/** Ids, ends of tokens and texts of passages, in files below `dir`. */
class PassageFiles {
	readonly #ids: SpilledBytes;
	/** Of each token the end of its text in the passage, in UTF-16 units. */
	readonly #ends: SpilledBytes;
	/** UTF-16, as strings are, so that ends can be looked up. */
	readonly #texts: SpilledBytes;

	constructor(dir: string) {
		mkdirSync(dir, { recursive: true });
		const file = (name: 'ids' | 'ends' | 'texts') => new SpilledBytes(fileIn(dir, name));
		[this.#ids, this.#ends, this.#texts] = [file('ids'), file('ends'), file('texts')];
	}

	/** `tokens` begin at the beginning of `text`. Returns the UTF-16 units that were kept. */
	append(text: string, tokens: readonly { id: number; end: number }[]): number {
		const units = tokens.at(-1)?.end ?? 0;
		this.#ids.append(bytesOf(Int32Array.from(tokens, ({ id }) => id)));
		this.#ends.append(bytesOf(Int32Array.from(tokens, ({ end }) => end)));
		this.#texts.append(Buffer.from(text.slice(0, units), 'utf16le'));
		return units;
	}

	ids = (from: number, to: number): Int32Array => ints(this.#ids, from, to);

	texts(from: number, to: number, textFrom: number, textTo: number): string[] {
		const text = Buffer.from(this.#texts.read(2 * textFrom, 2 * (textTo - textFrom)).buffer).toString(
			'utf16le'
		);
		let start = 0;
		return Array.from(ints(this.#ends, from, to), (end) => text.slice(start, (start = end)));
	}

	flush(): void {
		for (const file of [this.#ids, this.#ends, this.#texts]) file.flush();
	}

	close(): void {
		for (const file of [this.#ids, this.#ends, this.#texts]) file.close();
	}
}

const ints = (file: SpilledBytes, from: number, to: number): Int32Array =>
	new Int32Array(file.read(INT_BYTES * from, INT_BYTES * (to - from)).buffer);

export interface TokeniseOptions {
	/** Folder for the files; ours alone. */
	dir: string;
	/** Told how many bytes of the corpus are done. */
	onBytes?: (done: number) => void;
}

/** What is known of each passage in memory. */
class PassageList {
	readonly #sources = new Growing(Int32Array);
	readonly #starts = new Growing(Int32Array);
	/** Of all texts one after the other, in UTF-16 units: more than 32 bits may hold. */
	readonly #textStarts = new Growing(Float64Array);
	#tokens = 0;
	#units = 0;

	constructor() {
		this.#starts.push(0);
		this.#textStarts.push(0);
	}

	add(source: number, tokens: number, units: number): void {
		this.#tokens += tokens;
		if (this.#sources.length === MAX_PASSAGES || this.#tokens > MAX_TOKENS) {
			const most = `${MAX_PASSAGES / 1e6} million passages and ${Math.floor(MAX_TOKENS / 1e9)} billion tokens`;
			throw new Error(`The corpus is too large: a campaign takes ${most} at most.`);
		}
		this.#sources.push(source);
		this.#starts.push(this.#tokens);
		this.#textStarts.push((this.#units += units));
	}

	over(files: PassageFiles): Omit<Passages, 'cut' | 'dir' | keyof CorpusLosses> {
		const [starts, textStarts] = [this.#starts.toArray(), this.#textStarts.toArray()];
		const range = (list: Int32Array | Float64Array, passage: number) =>
			[list[passage]!, list[passage + 1]!] as const;
		return {
			count: this.#sources.length,
			tokens: this.#tokens,
			sources: this.#sources.toArray(),
			starts,
			idsOf: (passage) => files.ids(...range(starts, passage)),
			texts: (passage) => files.texts(...range(starts, passage), ...range(textStarts, passage)),
			close: () => files.close()
		};
	}
}

/** Tokenises every passage, cut to the context of `model` less <|endoftext|>. Throws in words when the corpus is
 *  wrong or too large. */
export async function tokenise(
	model: ExactModel,
	corpus: Corpus,
	{ dir, onBytes }: TokeniseOptions
): Promise<Passages> {
	// Loaded only when there is something to compute: it costs most of a second.
	const { createTokenizer } = await import('../../src/lib/engine/tokenizer.ts');
	const tokenizer = createTokenizer(JSON.parse(readFileSync(model.tokenizerPath, 'utf8')));
	const limit = model.config.n_ctx - 1;
	const [files, list] = [new PassageFiles(dir), new PassageList()];
	const losses: CorpusLosses = { duplicates: 0, invalidLines: 0 };
	let cut = 0;
	try {
		for (const { source, text } of corpus.passages(losses, onBytes)) {
			const whole = text.slice(0, (limit + 1) * MAX_TOKEN_CHARACTERS).toWellFormed();
			const tokens = tokenizer.tokenize(whole);
			if (tokens.length > limit) cut++;
			const kept = tokens.slice(0, limit);
			list.add(source, kept.length, files.append(whole, kept));
		}
		files.flush();
	} catch (error) {
		files.close();
		throw error;
	}
	return { ...list.over(files), dir, cut, ...losses };
}

/** The tokens of passages that are tokenised already, for another thread. */
export function openTokens({ dir, starts }: Pick<Passages, 'dir' | 'starts'>): PassageTokens & {
	close(): void;
} {
	const file = new SpilledBytes(fileIn(dir, 'ids'), 'read');
	return {
		starts,
		idsOf: (passage) => ints(file, starts[passage]!, starts[passage + 1]!),
		close: () => file.close()
	};
}
