// Near misses: quiet passages that look like the ones a neuron fires on. They keep players honest: "fires on the word
// bank" is wrong if half of the passages with bank are quiet.
import { countEach, type Place, type Terms } from './campaign-terms.ts';

/** The same word at another place counts more than a shared word nearby, and that more than the same file. */
const PEAK_WEIGHT = 3;
const CONTEXT_WEIGHT = 1;
const SOURCE_WEIGHT = 0.5;

/** Passages for which `isAllowed`, most alike first (equal ones by number), at most `count`. */
export function lookAlikes(
	terms: Terms,
	top: readonly Place[],
	count: number,
	isAllowed: (passage: number) => boolean
): number[] {
	const scores = new Map<number, number>();
	const add = (form: number, weight: number) => {
		for (const passage of terms.holders(form)) {
			if (isAllowed(passage)) scores.set(passage, (scores.get(passage) ?? 0) + weight);
		}
	};
	const shareOf = (times: number) => times / top.length;
	for (const [form, times] of countEach(top.map((place) => [terms.formAt(place)]))) {
		add(form, PEAK_WEIGHT * shareOf(times));
	}
	for (const [form, times] of countEach(top.map((place) => terms.contextOf(place)))) {
		// A rare word says more than a frequent one; one that only a single passage has says nothing in general.
		const rarity = Math.log(terms.passages / terms.countOf(form)) / Math.log(terms.passages);
		if (times > 1) add(form, CONTEXT_WEIGHT * rarity * shareOf(times));
	}
	const sources = countEach(top.map(({ passage }) => [terms.facts.sources[passage]!]));
	const total = ([passage, score]: [number, number]) =>
		score + SOURCE_WEIGHT * shareOf(sources.get(terms.facts.sources[passage]!) ?? 0);
	return [...scores]
		.map((entry) => ({ passage: entry[0], score: total(entry) }))
		.sort((a, b) => b.score - a.score || a.passage - b.passage)
		.slice(0, count)
		.map(({ passage }) => passage);
}
