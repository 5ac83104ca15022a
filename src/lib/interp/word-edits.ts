// Changing a text token by token, and what the change did: pure rules over tokens and their activations. After an edit
// the text is tokenised anew, so tokens are matched by their place in the text and never assumed to be the same.
import type { ActivationRecord } from './neuron.ts';

/** One or more tokens that show as one: a character's tail belongs to the token that the character begins in. */
export interface Chip {
	text: string;
	/** Highest of its tokens. */
	activation: number;
}

/** 'swap' exchanges the chip at `at` with the next one. */
export interface WordEdit {
	kind: 'delete' | 'duplicate' | 'swap';
	at: number;
}

export interface EditedText {
	texts: string[];
	/** Of each piece, the chip that it was; null for a copy. */
	origins: (number | null)[];
}

export function chipsOf({ tokens, activations }: ActivationRecord): Chip[] {
	const chips: Chip[] = [];
	tokens.forEach((text, i) => {
		const activation = activations[i] ?? 0;
		const last = chips.at(-1);
		if (text !== '' || !last) chips.push({ text, activation });
		else last.activation = Math.max(last.activation, activation);
	});
	return chips;
}

/** Spaces before a word belong to the place in the text, so that words may change places. */
function split(text: string): { space: string; word: string } {
	const space = /^ +(?=[^ ])/.exec(text)?.[0] ?? '';
	return { space, word: text.slice(space.length) };
}

function swapped(one: string, other: string): [string, string] {
	const [a, b] = [split(one), split(other)];
	return [a.space + b.word, b.space + a.word];
}

/** The texts after an edit. An edit at a place that is not there changes nothing. */
export function edited(texts: readonly string[], { kind, at }: WordEdit): EditedText {
	const result = [...texts];
	const origins: (number | null)[] = texts.map((_, i) => i);
	const text = texts[at];
	const next = texts[at + 1];
	if (text === undefined || (kind === 'swap' && next === undefined)) return { texts: result, origins };
	switch (kind) {
		case 'delete':
			result.splice(at, 1);
			origins.splice(at, 1);
			// The first word of a text has no space before it.
			if (at === 0 && result[0] !== undefined) result[0] = split(text).space + split(result[0]).word;
			break;
		case 'duplicate':
			result.splice(at + 1, 0, at === 0 && /^\p{L}/u.test(text) ? ` ${text}` : text);
			origins.splice(at + 1, 0, null);
			break;
		case 'swap':
			[result[at], result[at + 1]] = swapped(text, next!);
			[origins[at], origins[at + 1]] = [at + 1, at];
			break;
	}
	return { texts: result, origins };
}

/** By how much each chip of the new text rose or fell against the chip that it was; null where it is new or the text was
 *  cut into tokens in another way. */
export function changesOf(before: readonly Chip[], { texts, origins }: EditedText, after: readonly Chip[]) {
	const places = new Map<string, number>();
	let at = 0;
	texts.forEach((text, i) => {
		const origin = origins[i];
		if (origin !== null && origin !== undefined) places.set(`${at}:${text}`, origin);
		at += text.length;
	});
	at = 0;
	return after.map(({ text, activation }): number | null => {
		const origin = places.get(`${at}:${text}`);
		at += text.length;
		return origin === undefined ? null : activation - before[origin]!.activation;
	});
}

/** Highest activation; null without chips. */
export const peakOf = (chips: readonly Chip[]): number | null =>
	chips.length ? Math.max(...chips.map(({ activation }) => activation)) : null;
