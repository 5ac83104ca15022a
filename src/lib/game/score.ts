// How well an explanation predicts its neuron, as the store judges it (supabase/migrations/*_score.sql; both are held
// to score-tables.ts). Pages use it to predict what a round will change.

/** What is known of an explanation: votes, and check items weighted by their players' reliability. */
export interface Tally {
	votesUp: number;
	votesDown: number;
	/** Firing passages taken for firing, and for quiet. */
	tp: number;
	fn: number;
	/** Quiet passages taken for quiet, and for firing. */
	tn: number;
	fp: number;
}

export interface Score {
	/** Posterior mean and standard deviation of (TPR + TNR) / 2, and the bounds of its 90 % interval. */
	mean: number;
	sd: number;
	low: number;
	high: number;
}

/** Votes count as this many check items for each of the two rates. */
const PRIOR_WEIGHT = 2;
/** Half the width of a 90 % interval of the normal distribution, in standard deviations. */
const Z_90 = 1.645;

/** Mean and variance of Beta(a, b). */
function beta(a: number, b: number): { mean: number; variance: number } {
	const n = a + b;
	return { mean: a / n, variance: (a * b) / (n * n * (n + 1)) };
}

/** The posterior of balanced accuracy: two Beta rates whose prior mean is the share of votes, (up + 2) / (all + 4). */
export function scoreOf({ votesUp, votesDown, tp, fn, tn, fp }: Tally): Score {
	const prior = (PRIOR_WEIGHT * (votesUp + 2)) / (votesUp + votesDown + 4);
	const rest = PRIOR_WEIGHT - prior;
	const firing = beta(prior + tp, rest + fn);
	const quiet = beta(prior + tn, rest + fp);
	const mean = (firing.mean + quiet.mean) / 2;
	const sd = Math.sqrt(firing.variance + quiet.variance) / 2;
	return { mean, sd, ...intervalOf(mean, sd) };
}

/** Bounds of the 90 % interval, cut to what a balanced accuracy can be. */
export function intervalOf(mean: number, sd: number): { low: number; high: number } {
	const bound = (side: 1 | -1) => Math.max(0, Math.min(1, mean + side * Z_90 * sd));
	return { low: bound(-1), high: bound(1) };
}

/** Points for a round: ten for each bit by which it narrowed the posterior. */
export const informationPoints = (sdBefore: number, sdAfter: number): number =>
	Math.max(0, Math.round(10 * Math.log2(sdBefore / sdAfter)));

/** Mean of the share of firing passages and the share of quiet passages that were told right; NaN without either. */
export function balancedAccuracy(truth: readonly boolean[], answer: readonly boolean[]): number {
	const share = (fires: boolean) => {
		const right = truth.flatMap((is, i) => (is === fires ? [answer[i] === is] : []));
		return right.filter(Boolean).length / right.length;
	};
	return (share(true) + share(false)) / 2;
}

/** What a player's reliability is estimated from. */
export interface TrackRecord {
	goldItems: number;
	goldRight: number;
	agreementRounds: number;
	/** Sum over rounds of 1 - |own accuracy - what others found|. */
	agreementSum: number;
}

/** How far a player's check items are believed, 0.1 to 1: twice the distance of gold accuracy from chance (prior: 9 of
 *  12 right), less when the player's rounds disagree with what others found (prior: 5 rounds of 3/4). */
export function reliability({ goldItems, goldRight, agreementRounds, agreementSum }: TrackRecord): number {
	const gold = 2 * ((goldRight + 9) / (goldItems + 12) - 0.5);
	const agreement = Math.min(1, (agreementSum + 3.75) / (agreementRounds + 5) / 0.75);
	return Math.max(0.1, Math.min(1, gold * agreement));
}

/** So many rounds of others say what to expect of the next one. */
export const OTHERS_ROUNDS = 6;

/** What each item of a round counts: the player's reliability, less when the round is far from what others found of
 *  the explanation, so that a few who agree among themselves move little. */
export function roundWeight(
	record: TrackRecord,
	accuracy: number,
	rounds: number,
	othersMean: number
): number {
	const agreement = rounds >= OTHERS_ROUNDS ? 1 - Math.abs(accuracy - othersMean) : 1;
	return reliability(record) * agreement;
}
