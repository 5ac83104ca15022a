// What points are paid for, as the store pays them (supabase/migrations/*_standing.sql), and the levels that pages
// make of them.

/** A surprise counts as no smaller than this chance: one lucky guess must not outweigh many good ones. */
const LEAST_CHANCE = 0.05;

/** Points for having said early what later proves right: ten for each bit of surprise. `expected`: the chance, 0 to 1,
 *  that others gave it at the time. */
export function surprisePoints(expected: number): number {
	const chance = Math.max(LEAST_CHANCE, Math.min(1, expected));
	return Math.max(1, Math.round(-10 * Math.log2(chance)));
}

/** The score that votes alone give an explanation, 0 to 1 (the prior of the blind rounds). */
export const voteShare = (votesUp: number, votesDown: number): number =>
	(votesUp + 2) / (votesUp + votesDown + 4);

/** The share of answers that see no pattern, pulled towards one in two while there are few. */
export const noPatternShare = (noPattern: number, answers: number): number => (noPattern + 1) / (answers + 2);

export interface Level {
	/** From 1 on. */
	level: number;
	/** Points gained within this level, and how many it takes in all. */
	gained: number;
	span: number;
}

/** Each level takes so many points more than the one before. */
const STEP = 20;

/** The level that `points` reach: the first takes 20 points, the second 40, and so on. */
export function levelOf(points: number): Level {
	const level = Math.floor((1 + Math.sqrt(1 + (8 * Math.max(0, points)) / STEP)) / 2);
	return { level, gained: points - (STEP * level * (level - 1)) / 2, span: STEP * level };
}
