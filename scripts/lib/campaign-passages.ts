// A tokenised corpus in flat arrays: about 12 bytes a token besides the text itself, so that large corpora fit.
import { readFileSync } from 'node:fs';
import type { Corpus } from './corpus.ts';
import type { ExactModel } from './exact-model.ts';

/** No token of GPT-2's is longer; a longer line cannot add tokens within the context, and need not be looked at. */
const MAX_TOKEN_CHARACTERS = 128;

export interface PassageFacts {
	/** Index into the corpus' sources, by passage. */
	sources: Int32Array;
	/** Passage p has the tokens [starts[p], starts[p + 1]) of `ids`. */
	starts: Int32Array;
	/** Token ids, <|endoftext|> left out. */
	ids: Int32Array;
}

export interface Passages extends PassageFacts {
	count: number;
	/** Passages that were cut to the model's context. */
	cut: number;
	/** Exact texts of a passage's tokens; joined they give the passage. */
	texts(passage: number): string[];
}

export const idsOf = ({ starts, ids }: PassageFacts, passage: number): Int32Array =>
	ids.subarray(starts[passage], starts[passage + 1]);

class GrowingInts {
	#values = new Int32Array(1 << 16);
	length = 0;

	push(value: number): void {
		if (this.length === this.#values.length) {
			const larger = new Int32Array(2 * this.length);
			larger.set(this.#values);
			this.#values = larger;
		}
		this.#values[this.length++] = value;
	}

	toArray = (): Int32Array => this.#values.slice(0, this.length);
}

/** Tokenises every passage, cut to the context of `model` less <|endoftext|>. `onPassage` reports progress. */
export async function tokenise(model: ExactModel, corpus: Corpus, onPassage: () => void): Promise<Passages> {
	// Loaded only when there is something to compute: it costs most of a second.
	const { createTokenizer } = await import('../../src/lib/engine/tokenizer.ts');
	const tokenizer = createTokenizer(JSON.parse(readFileSync(model.tokenizerPath, 'utf8')));
	const limit = model.config.n_ctx - 1;
	const [ids, ends] = [new GrowingInts(), new GrowingInts()];
	const starts = new Int32Array(corpus.passages.length + 1);
	const kept: string[] = [];
	let cut = 0;
	corpus.passages.forEach(({ text }, passage) => {
		const whole = text.slice(0, (limit + 1) * MAX_TOKEN_CHARACTERS).toWellFormed();
		const all = tokenizer.tokenize(whole);
		if (all.length > limit) cut++;
		for (const token of all.slice(0, limit)) {
			ids.push(token.id);
			ends.push(token.end);
		}
		kept.push(whole);
		starts[passage + 1] = ids.length;
		onPassage();
	});
	const tokenEnds = ends.toArray();
	return {
		count: corpus.passages.length,
		cut,
		sources: Int32Array.from(corpus.passages, ({ source }) => source),
		starts,
		ids: ids.toArray(),
		texts(passage) {
			let start = 0;
			const list = tokenEnds.subarray(starts[passage], starts[passage + 1]);
			return Array.from(list, (end) => kept[passage]!.slice(start, (start = end)));
		}
	};
}
