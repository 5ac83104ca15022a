// Which passages a neuron shows and which it keeps for blind rounds. Each passage, and each group of near-duplicates,
// is used at most once for a neuron, so that no round can be answered from memory.
import { BANDS, bandOf } from '../../src/lib/interp/bands.ts';
import { isQuiet } from '../../src/lib/interp/thresholds.ts';
import { topK } from '../../src/lib/interp/top-k.ts';
import { lookAlikes } from './campaign-look-alikes.ts';
import type { NeuronPeaks } from './campaign-peaks.ts';
import type { Terms } from './campaign-terms.ts';
import { seededRandom } from '../../src/lib/util/seeded-random.ts';
import { sample, sampleBelow } from './sample.ts';

export const TOP_CLUES = 20;
export const CLUES_PER_BAND = 5;
export const NEAR_MISSES = 10;
/** Firing, and as many quiet ones: enough for several blind rounds of different players. */
export const EXHIBITS = 24;
/** Of the quiet exhibits; the rest are drawn by chance, so that easy cases are measured too. */
const NEAR_MISS_EXHIBITS = 16;
/** Clues of a band that are set aside before exhibits are chosen, where passages are few. */
const RESERVED_PER_BAND = 2;
/** First look for the top: near-duplicates rarely make it longer. */
const FIRST_LOOK = 64;
/** Look-alikes beyond those needed, because some fall away as near-duplicates. */
const SPARE_LOOK_ALIKES = 20;

/** Drawn by chance from all passages, whatever the neuron does there. */
export const RANDOM_SAMPLE = 20;

/** A neuron's own draw, independent of other neurons' and of the choices of `select`. */
export function randomSample(index: number, passages: number): number[] {
	// The complement: `select` seeds with index + 1.
	return sampleBelow(passages, RANDOM_SAMPLE, seededRandom(~index));
}

export interface Selection {
	/** Best first. */
	top: number[];
	/** In the order of BANDS; each strongest first. */
	bands: number[][];
	nearMisses: number[];
	/** Strongest first. */
	firing: number[];
	/** Near misses first. */
	quiet: number[];
	nearMissExhibits: number;
	firingPassages: number;
	quietPassages: number;
}

/** Gives passages out, each duplicate group once. */
class Chooser {
	readonly #taken = new Set<number>();
	readonly #groups: Int32Array;

	constructor(groups: Int32Array) {
		this.#groups = groups;
	}

	isFree = (passage: number): boolean => !this.#taken.has(this.#groups[passage]!);

	/** The first `count` free ones of `candidates`, in their order. */
	take(candidates: Iterable<number>, count: number): number[] {
		const chosen: number[] = [];
		for (const passage of candidates) {
			if (chosen.length >= count) break;
			if (!this.isFree(passage)) continue;
			this.#taken.add(this.#groups[passage]!);
			chosen.push(passage);
		}
		return chosen;
	}
}

function takeTop(peaks: Float32Array, groups: Int32Array, chooser: Chooser): number[] {
	const isEnough = (best: number[]) => new Set(best.map((passage) => groups[passage])).size >= TOP_CLUES;
	const first = topK(peaks, FIRST_LOOK);
	const best = isEnough(first) ? first : topK(peaks, peaks.length);
	return chooser.take(best, TOP_CLUES);
}

interface Classes {
	bands: number[][];
	quiet: number[];
	firingPassages: number;
}

function classify(peaks: Float32Array, max: number): Classes {
	const bands: number[][] = BANDS.map(() => []);
	const quiet: number[] = [];
	let firingPassages = 0;
	for (let passage = 0; passage < peaks.length; passage++) {
		const band = bandOf(peaks[passage]!, max);
		if (band !== undefined) {
			bands[band]!.push(passage);
			firingPassages++;
		} else if (isQuiet(peaks[passage]!, max)) quiet.push(passage);
	}
	return { bands, quiet, firingPassages };
}

/** Firing passages shown below the top (by band), and kept for rounds. Where they are few, rounds come first. */
function takeFiring(pools: number[][], chooser: Chooser): { shown: number[][]; kept: number[] } {
	const shown = pools.map((pool) => chooser.take(pool, RESERVED_PER_BAND));
	const kept = pools.flatMap((pool) => chooser.take(pool, EXHIBITS / BANDS.length));
	for (const pool of pools) kept.push(...chooser.take(pool, EXHIBITS - kept.length));
	pools.forEach((pool, band) => shown[band]!.push(...chooser.take(pool, CLUES_PER_BAND - RESERVED_PER_BAND)));
	return { shown, kept };
}

/** Turn about, so that what is shown and what is asked are equally hard. */
function dealOut(alike: number[]): { shown: number[]; kept: number[] } {
	const shown = alike.filter((_, i) => i % 2 === 0).slice(0, NEAR_MISSES);
	const kept = alike.filter((passage) => !shown.includes(passage)).slice(0, NEAR_MISS_EXHIBITS);
	return { shown, kept };
}

/** Chooses for one neuron; `groups` are the corpus' near-duplicates. Same input, same choice. */
export function select(
	{ index, peaks, peakAt, max }: NeuronPeaks,
	terms: Terms,
	groups: Int32Array
): Selection {
	const chooser = new Chooser(groups);
	const random = seededRandom(index + 1);
	const strongestFirst = (list: number[]) => list.sort((a, b) => peaks[b]! - peaks[a]! || a - b);
	const top = takeTop(peaks, groups, chooser);
	const { bands, quiet, firingPassages } = classify(peaks, max);
	const firing = takeFiring(
		bands.map((pool) => sample(pool, pool.length, random)),
		chooser
	);
	const places = top.map((passage) => ({ passage, token: peakAt[passage]! }));
	const wanted = NEAR_MISSES + NEAR_MISS_EXHIBITS;
	const isAllowed = (passage: number) => isQuiet(peaks[passage]!, max) && chooser.isFree(passage);
	const alike = dealOut(
		chooser.take(lookAlikes(terms, places, wanted + SPARE_LOOK_ALIKES, isAllowed), wanted)
	);
	const byChance = chooser.take(sample(quiet, 4 * EXHIBITS, random), EXHIBITS - alike.kept.length);
	return {
		top,
		bands: firing.shown.map(strongestFirst),
		nearMisses: alike.shown,
		firing: strongestFirst(firing.kept),
		quiet: [...alike.kept, ...byChance],
		nearMissExhibits: alike.kept.length,
		firingPassages,
		quietPassages: quiet.length
	};
}
