// The daily neuron: rounds of "which of four passages lights it up most", with one clue more in each. Made from what a
// neuron's page shows anyway and, where that is too little, from passages that blind rounds then do without.
import { seededRandom } from '../util/seeded-random.ts';
import { shuffled } from './lessons.ts';

export const DAILY_ROUNDS = 5;
const OPTIONS = 4;
/** Clearly more than the weak ones, which end at half of the maximum (interp/bands.ts). */
const STRONG_SHARE = 0.65;
/** What five rounds use. The store's blind rounds on a day's neuron leave so many plain dark passages out. */
export const DARK_WANTED = 10;
/** Of the three wrong options of each round, so many light the neuron up a little: harder from round to round. */
const WEAK = [0, 0, 1, 2, 2];

/** A neuron's passages by how strongly they light it up. */
export interface DailyPool<T> {
	/** Shown as clues, in this order. */
	clues: readonly T[];
	/** Near the maximum, those that light up a little, and those that stay dark. */
	strong: readonly T[];
	weak: readonly T[];
	dark: readonly T[];
}

/** What a neuron has: its page's passages, strongest band first, and the dark ones of blind rounds that do not look like
 *  firing ones. */
export interface DailySource<T> {
	/** Highest activation over the corpus. */
	max: number;
	clues: readonly T[];
	bands: readonly (readonly T[])[];
	nearMisses: readonly T[];
	plainDark: readonly T[];
}

export interface DailyRound<T> {
	clues: T[];
	options: T[];
	/** Position of the option that lights the neuron up most. */
	best: number;
}

/** The same number for the same text on every machine (FNV-1a, 32 bit: http://www.isthe.com/chongo/tech/comp/fnv/). */
export function seedOf(text: string): number {
	let hash = 0x811c9dc5;
	for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
	return hash;
}

/** Sorts a neuron's passages into the pool that rounds draw from. */
export function dailyPool<T extends { peak: number }>(source: DailySource<T>): DailyPool<T> {
	const { max, clues, bands, nearMisses, plainDark } = source;
	return {
		clues,
		// The clues that no round shows as such are as good.
		strong: [...(bands.at(0) ?? []), ...clues.slice(DAILY_ROUNDS)].filter(
			({ peak }) => peak >= STRONG_SHARE * max
		),
		weak: bands.at(-1) ?? [],
		// Blind rounds lose a few of their plain dark passages where the page has too few of its own.
		dark: [...nearMisses, ...plainDark].slice(0, DARK_WANTED)
	};
}

/** Whether there are passages enough for all five rounds; chance decides which, never how many. */
export const hasAllRounds = (pool: DailyPool<unknown>): boolean =>
	dailyRounds(pool, 0).length === DAILY_ROUNDS;

/** The day's rounds, the same for everyone with the same `seed`; fewer than five when passages are short. */
export function dailyRounds<T>(pool: DailyPool<T>, seed: number): DailyRound<T>[] {
	const random = seededRandom(seed);
	const [strong, weak, dark] = [pool.strong, pool.weak, pool.dark].map((list) => shuffled(list, random)) as [
		T[],
		T[],
		T[]
	];
	const rounds: DailyRound<T>[] = [];
	for (let i = 0; i < DAILY_ROUNDS && pool.clues.length > i; i++) {
		const best = strong.pop();
		const wrong = wrongOptions(WEAK[i]!, weak, dark);
		if (best === undefined || !wrong) break;
		const options = shuffled([best, ...wrong], random);
		rounds.push({ clues: pool.clues.slice(0, i + 1), options, best: options.indexOf(best) });
	}
	return rounds;
}

/** Takes three wrong options, `weakWanted` of them weak ones where there are enough of both; null when they ran out. */
function wrongOptions<T>(weakWanted: number, weak: T[], dark: T[]): T[] | null {
	const wanted = OPTIONS - 1;
	if (weak.length + dark.length < wanted) return null;
	const weakCount = Math.max(Math.min(weakWanted, weak.length), wanted - dark.length);
	return [...weak.splice(0, weakCount), ...dark.splice(0, wanted - weakCount)];
}
