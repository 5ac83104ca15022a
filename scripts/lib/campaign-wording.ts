// How easily a place in a text can be put into words: "the word river" can, "the di of dinner" and "whatever stands
// first" hardly. Newcomers are dealt neurons by it; it says nothing about how clear a pattern is.
import type { PassageFacts } from './campaign-passages.ts';
import type { Place, Terms } from './campaign-terms.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What stands at a place, for somebody who has to name it. */
export type PlaceKind = 'word' | 'grammar' | 'sign' | 'piece' | 'beginning';

/** 1: named at once. The order is the point: words, then words that are everywhere, then punctuation, then pieces of
 *  words and beginnings, of which one must know how the model reads. */
export const WORDING: Readonly<Record<PlaceKind, number>> = {
	word: 1,
	grammar: 0.6,
	sign: 0.4,
	piece: 0.2,
	beginning: 0.2
};

const LETTER = /[\p{L}\p{N}\p{M}]/u;
const BEGINS_INSIDE = /^[\p{L}\p{N}\p{M}]/u;
const ENDS_INSIDE = /[\p{L}\p{N}\p{M}]$/u;

export class Wording {
	readonly #facts: PassageFacts;
	readonly #terms: Terms;
	readonly #texts: readonly string[];

	constructor(terms: Terms, { texts }: Pick<Vocabulary, 'texts'>) {
		this.#facts = terms.facts;
		this.#terms = terms;
		this.#texts = texts;
	}

	kindOf({ passage, token }: Place): PlaceKind {
		const ids = this.#facts.idsOf(passage);
		const textAt = (at: number): string => this.#texts[ids[at]!] ?? '';
		if (token === 0) return 'beginning';
		const text = textAt(token);
		// U+FFFD, a piece of a character, is one of an emoji or a foreign script: a sign.
		if (!LETTER.test(text)) return 'sign';
		const isInside = BEGINS_INSIDE.test(text) && ENDS_INSIDE.test(textAt(token - 1));
		const goesOn = ENDS_INSIDE.test(text) && BEGINS_INSIDE.test(textAt(token + 1));
		if (isInside || goesOn) return 'piece';
		return this.#terms.isCommon(this.#terms.formAt({ passage, token })) ? 'grammar' : 'word';
	}

	/** Mean over the places, 0 to 1; 0 when there are none. */
	of(places: readonly Place[]): number {
		if (places.length === 0) return 0;
		return places.reduce((sum, place) => sum + WORDING[this.kindOf(place)], 0) / places.length;
	}
}
