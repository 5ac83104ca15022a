// Which words stand where: what clue selection asks of the corpus. Words are token forms (case and space variants of a
// token are one), which needs no language.
import { idsOf, type PassageFacts } from './campaign-passages.ts';
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

export class Terms {
	readonly facts: PassageFacts;
	readonly passages: number;
	readonly #forms: Int32Array;
	/** Passages that hold form f: #postings[#from[f] .. #from[f + 1]), ascending. */
	readonly #from: Int32Array;
	readonly #postings: Int32Array;

	constructor(facts: PassageFacts, { forms, formCount }: Vocabulary) {
		this.facts = facts;
		this.passages = facts.starts.length - 1;
		this.#forms = forms;
		const last = new Int32Array(formCount).fill(-1);
		this.#from = new Int32Array(formCount + 1);
		this.#eachOnce(last, (form) => this.#from[form + 1]!++);
		for (let form = 0; form < formCount; form++) this.#from[form + 1]! += this.#from[form]!;
		const next = this.#from.slice();
		this.#postings = new Int32Array(this.#from[formCount]!);
		last.fill(-1);
		this.#eachOnce(last, (form, passage) => (this.#postings[next[form]!++] = passage));
	}

	#eachOnce(last: Int32Array, visit: (form: number, passage: number) => void): void {
		for (let passage = 0; passage < this.passages; passage++) {
			for (const id of idsOf(this.facts, passage)) {
				const form = this.#forms[id]!;
				if (last[form] === passage) continue;
				last[form] = passage;
				visit(form, passage);
			}
		}
	}

	/** Passages that hold the form, ascending. */
	holders(form: number): Int32Array {
		return this.#postings.subarray(this.#from[form], this.#from[form + 1]);
	}

	isCommon(form: number): boolean {
		return this.holders(form).length > COMMON_SHARE * this.passages;
	}

	/** Form at a place; -1 before the passage's beginning. */
	formAt({ passage, token }: Place): number {
		return token < 0 ? -1 : this.#forms[this.facts.ids[this.facts.starts[passage]! + token]!]!;
	}

	/** Uncommon words among the CONTEXT_TOKENS before a place. */
	contextOf({ passage, token }: Place): Set<number> {
		const context = new Set<number>();
		for (let t = Math.max(0, token - CONTEXT_TOKENS); t < token; t++) {
			const form = this.formAt({ passage, token: t });
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
