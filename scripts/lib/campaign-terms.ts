// Which words stand where: what clue selection asks of the corpus. Words are token forms (case and space variants of a
// token are one), which needs no language.
import { countOf, type PassageFacts } from './campaign-passages.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A token in a passage. */
export interface Place {
	passage: number;
	token: number;
}

/** Left context that counts as a peak's surroundings: causal models see nothing to the right. */
const CONTEXT_TOKENS = 10;
/** A word in more passages than this share is grammar; it makes no two passages alike. */
const COMMON_SHARE = 0.05;
/** Of a word in more passages, evenly spread ones are kept: enough to find look-alikes among. */
const MAX_HOLDERS = 8_192;
/** Kept in all, 80 MB; of a corpus with more, fewer of the frequent words. */
const MAX_POSTINGS = 20_000_000;

/** How many passages of a word may be kept so that all words together keep at most `maxPostings`. */
function holdersThatFit(counts: Int32Array, maxPostings: number): number {
	const postings = (most: number) => counts.reduce((sum, count) => sum + Math.min(count, most), 0);
	let most = MAX_HOLDERS;
	while (most > 1 && postings(most) > maxPostings) most = Math.floor(most / 2);
	return most;
}

export class Terms {
	readonly facts: PassageFacts;
	readonly passages: number;
	readonly #forms: Int32Array;
	/** In how many passages form f is. */
	readonly #counts: Int32Array;
	/** Passages that hold form f: #postings[#from[f] .. #from[f + 1]), ascending. */
	readonly #from: Int32Array;
	readonly #postings: Int32Array;

	constructor(facts: PassageFacts, { forms, formCount }: Vocabulary, maxPostings = MAX_POSTINGS) {
		this.facts = facts;
		this.passages = countOf(facts);
		this.#forms = forms;
		this.#counts = new Int32Array(formCount);
		this.#eachOnce((form) => this.#counts[form]!++);
		const maxHolders = holdersThatFit(this.#counts, maxPostings);
		// Every stride-th passage is kept.
		const strides = this.#counts.map((count) => Math.max(1, Math.ceil(count / maxHolders)));
		this.#from = new Int32Array(formCount + 1);
		for (let form = 0; form < formCount; form++) {
			this.#from[form + 1] = this.#from[form]! + Math.ceil(this.#counts[form]! / strides[form]!);
		}
		this.#postings = new Int32Array(this.#from[formCount]!);
		const met = new Int32Array(formCount);
		this.#eachOnce((form, passage) => {
			const number = met[form]!++;
			const stride = strides[form]!;
			if (number % stride === 0) this.#postings[this.#from[form]! + number / stride] = passage;
		});
	}

	#eachOnce(visit: (form: number, passage: number) => void): void {
		const last = new Int32Array(this.#counts.length).fill(-1);
		for (let passage = 0; passage < this.passages; passage++) {
			for (const id of this.facts.idsOf(passage)) {
				const form = this.#forms[id]!;
				if (last[form] === passage) continue;
				last[form] = passage;
				visit(form, passage);
			}
		}
	}

	/** Passages that hold the form, ascending; of very many every n-th. */
	holders(form: number): Int32Array {
		return this.#postings.subarray(this.#from[form], this.#from[form + 1]);
	}

	/** In how many passages the form is. */
	countOf(form: number): number {
		return this.#counts[form]!;
	}

	isCommon(form: number): boolean {
		return this.countOf(form) > COMMON_SHARE * this.passages;
	}

	/** Form at a place; -1 before the passage's beginning. */
	formAt({ passage, token }: Place): number {
		return token < 0 ? -1 : this.#forms[this.facts.idsOf(passage)[token]!]!;
	}

	/** Uncommon words among the CONTEXT_TOKENS before a place. */
	contextOf({ passage, token }: Place): Set<number> {
		const context = new Set<number>();
		for (const id of this.facts.idsOf(passage).subarray(Math.max(0, token - CONTEXT_TOKENS), token)) {
			const form = this.#forms[id]!;
			if (!this.isCommon(form)) context.add(form);
		}
		return context;
	}
}

/** How many of the `lists` hold each value. */
export function countEach(lists: Iterable<Iterable<number>>): Map<number, number> {
	const counts = new Map<number, number>();
	for (const list of lists) {
		for (const value of list) counts.set(value, (counts.get(value) ?? 0) + 1);
	}
	return counts;
}
