// What an explanation's score means in one word, for those who do not read intervals.

/** 'proven': what the store calls solved (supabase/migrations/*_standing.sql). */
export type Verdict = 'untested' | 'proven' | 'promising' | 'unsure' | 'poor';

const PROVEN_LOW = 0.7;
const PROVEN_ROUNDS = 5;
const PROMISING = 0.65;
/** Guessing gives 0.5; below this an explanation misleads. */
const POOR = 0.45;

/** The verdict on a posterior mean with its lower bound (0 to 1) over so many counted blind rounds. */
export function verdictOf(scored: { score: number; scoreLow: number; rounds: number }): Verdict {
	const { score, scoreLow, rounds } = scored;
	if (rounds === 0) return 'untested';
	if (scoreLow >= PROVEN_LOW && rounds >= PROVEN_ROUNDS) return 'proven';
	if (score >= PROMISING) return 'promising';
	return score < POOR ? 'poor' : 'unsure';
}
