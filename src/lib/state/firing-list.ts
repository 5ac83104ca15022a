// What a ranking of all neurons shows: those that count as firing, and on which token. Pure.
import type { Ranking } from '../engine/engine.ts';
import { FIRES_SHARE } from '../interp/thresholds.ts';

export interface FiringNeuron {
	index: number;
	/** Highest activation on the text, as it is and as a share of the neuron's corpus maximum. */
	activation: number;
	share: number;
	/** Exact text of the token it fires on. */
	token: string;
	/** The leading explanation; null when there is none, undefined when the store did not tell. */
	best: string | null | undefined;
}

/** The ranked neurons that count as firing, best first. */
export function firingOf({ top, tokens }: Pick<Ranking, 'top' | 'tokens'>): Omit<FiringNeuron, 'best'>[] {
	return (top[0] ?? [])
		.filter(({ share }) => share >= FIRES_SHARE)
		.map(({ tokenIndex, ...ranked }) => ({ ...ranked, token: wholeToken(tokens, tokenIndex) }));
}

/** A token that holds only the tail of a character shows as the one that the character begins in. */
function wholeToken(tokens: Ranking['tokens'], index: number): string {
	let at = index;
	while (at > 0 && tokens[at]?.text === '') at--;
	return tokens[at]?.text ?? '';
}
