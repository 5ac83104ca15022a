// How much a neuron's passages have in common, measured against passages drawn by chance from the same corpus. From it
// the difficulty prior, and with how easily it can be said the order of dealing: a newcomer meets a neuron that is clear
// and can be named first, and noise is called noise.
import type { NeuronFlag } from '../../src/lib/campaign/clue.ts';
import { seededRandom } from '../../src/lib/util/seeded-random.ts';
import { countEach, type Place, type Terms } from './campaign-terms.ts';
import type { Wording } from './campaign-wording.ts';

/** Draws that say what chance looks like, and the share of them that must lie below what counts as more. */
const CHANCE_DRAWS = 400;
const CHANCE_QUANTILE = 0.99;
/** Fewer passages than this say nothing about what they have in common. */
const MIN_PLACES = 5;
/** Passages that a measurement looks at: as many as there are top clues. */
export const COHERENCE_PLACES = 20;
/** How much the strongest passages count against those that fire less. */
const TOP_WEIGHT = 0.6;
/** Firing on more than a tenth of all tokens: single passages cannot tell what for. */
const DENSE_SHARE = 0.1;
/** Such a neuron is at least this difficult. */
const DENSE_DIFFICULTY = 0.8;

/** Largest share of the places that agree in: the word at the peak, the word before it, the corpus file, any one
 *  uncommon word shortly before. */
type Agreement = [peak: number, before: number, source: number, context: number];

function largestShare(lists: Iterable<number>[], count: number): number {
	return Math.max(0, ...countEach(lists).values()) / count;
}

function agreementOf(terms: Terms, places: readonly Place[]): Agreement {
	const share = (of: (place: Place) => Iterable<number>) => largestShare(places.map(of), places.length);
	return [
		share((place) => [terms.formAt(place)]),
		share(({ passage, token }) => (token > 0 ? [terms.formAt({ passage, token: token - 1 })] : [])),
		share(({ passage }) => [terms.facts.sources[passage]!]),
		share((place) => terms.contextOf(place))
	];
}

function drawPlaces(terms: Terms, random: () => number): Place[] {
	const { starts } = terms.facts;
	return Array.from({ length: COHERENCE_PLACES }, () => {
		const passage = Math.floor(random() * terms.passages);
		const length = starts[passage + 1]! - starts[passage]!;
		return { passage, token: Math.floor(random() * length) };
	});
}

/** Both from 0 (no more in common than by chance) to 1 (all agree). */
export interface Agreed {
	coherence: number;
	/** The same, with what is hard to put into words counting less. */
	sayable: number;
}

export interface Coherence {
	of(places: readonly Place[]): Agreed;
}

/** Independent signs of one pattern: what is left unexplained shrinks with each of them. */
const together = (signs: readonly number[]): number =>
	1 - signs.reduce((left, share) => left * (1 - share), 1);

/** Measures what chance looks like in this corpus. */
export function createCoherence(terms: Terms, wording: Wording): Coherence {
	const random = seededRandom(1);
	const draws = Array.from({ length: CHANCE_DRAWS }, () => agreementOf(terms, drawPlaces(terms, random)));
	const chance = [0, 1, 2, 3].map((feature) => {
		const sorted = draws.map((draw) => draw[feature]!).sort((a, b) => a - b);
		return sorted[Math.floor(CHANCE_QUANTILE * (CHANCE_DRAWS - 1))]!;
	});
	return {
		of(places) {
			if (places.length < MIN_PLACES) return { coherence: 0, sayable: 0 };
			const looked = places.slice(0, COHERENCE_PLACES);
			const beyond = agreementOf(terms, looked).map((share, feature) =>
				Math.max(0, (share - chance[feature]!) / Math.max(1e-9, 1 - chance[feature]!))
			);
			const before = looked
				.filter(({ token }) => token > 0)
				.map((place) => ({ ...place, token: place.token - 1 }));
			// Files and words of the surroundings are topics, which can always be named.
			const weights = [wording.of(looked), wording.of(before), 1, 1];
			return {
				coherence: together(beyond),
				sayable: together(beyond.map((share, feature) => share * weights[feature]!))
			};
		}
	};
}

export interface Clarity {
	coherence: number;
	difficulty: number;
	flags: NeuronFlag[];
	/** 0 to 1: clear, and easy to put into words. */
	sayable: number;
}

/** Judges a neuron by its top passages (`top`) and by those that fire less (`lower`). */
export function judge(
	coherence: Coherence,
	{ top, lower, max, firingShare }: { top: Place[]; lower: Place[]; max: number; firingShare: number }
): Clarity {
	if (!(max > 0)) return { coherence: 0, difficulty: 1, flags: ['dead'], sayable: 0 };
	const topAgreed = coherence.of(top);
	// Nothing below the top means that the top is all there is to explain.
	const lowerAgreed = lower.length < MIN_PLACES ? topAgreed : coherence.of(lower);
	const flags: NeuronFlag[] = [];
	if (topAgreed.coherence === 0) flags.push('noise');
	const overall = (part: keyof Agreed) => TOP_WEIGHT * topAgreed[part] + (1 - TOP_WEIGHT) * lowerAgreed[part];
	const isDense = firingShare > DENSE_SHARE;
	if (isDense) flags.push('dense');
	return {
		coherence: topAgreed.coherence,
		difficulty: Math.max(isDense ? DENSE_DIFFICULTY : 0, 1 - overall('coherence')),
		flags,
		sayable: Math.min(isDense ? 1 - DENSE_DIFFICULTY : 1, overall('sayable'))
	};
}
