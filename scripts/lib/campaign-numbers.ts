// Numbers about one neuron over all tokens of the corpus, counted segment by segment in one pass over its activations.
import { BANDS, bandOf } from '../../src/lib/interp/bands.ts';
import { HISTOGRAM_BINS, histogramOf } from '../../src/lib/interp/histogram.ts';
import { momentsOf, type Moments, type PowerSums } from '../../src/lib/interp/moments.ts';
import { topK } from '../../src/lib/interp/top-k.ts';
import type { TokenMean } from '../../src/lib/campaign/clue.ts';
import { countOf, type PassageTokens } from './campaign-passages.ts';

export const TOP_TOKENS = 10;
/** A token seen less often has no mean worth telling. */
export const MIN_TOKEN_COUNT = 3;

export interface CorpusNumbers extends Moments {
	firingTokens: number;
	/** Tokens per band, in the order of BANDS. */
	bandTokens: number[];
	histogram: number[];
	topTokens: TokenMean[];
}

/** The tokens that the corpus has at all, numbered by their first place, so that what is summed up is small. */
export class PresentTokens {
	readonly #texts: readonly string[];
	/** By token id; -1 for those that the corpus lacks. */
	readonly #places: Int32Array;
	readonly #ids: number[] = [];
	readonly #counts: number[] = [];

	/** `texts`: the vocabulary's, by token id. */
	constructor(facts: PassageTokens, texts: readonly string[]) {
		this.#texts = texts;
		this.#places = new Int32Array(texts.length).fill(-1);
		for (let passage = 0; passage < countOf(facts); passage++) {
			for (const id of facts.idsOf(passage)) this.#add(id);
		}
	}

	#add(id: number): void {
		if (this.#places[id] === -1) {
			this.#places[id] = this.#ids.push(id) - 1;
			this.#counts.push(0);
		}
		this.#counts[this.#places[id]!]!++;
	}

	get size(): number {
		return this.#ids.length;
	}

	/** Of one NumberCounter's sums. */
	get bytesPerNeuron(): number {
		return 8 * this.size;
	}

	/** Numbers of the tokens of `passages`, one after the other. */
	placesIn(facts: PassageTokens, passages: Int32Array, tokens: number): Int32Array {
		const places = new Int32Array(tokens);
		let to = 0;
		for (const passage of passages) {
			for (const id of facts.idsOf(passage)) places[to++] = this.#places[id]!;
		}
		return places;
	}

	/** Tokens with the highest mean, from the sums by number; of equal means the token that comes first. */
	highestMeans(sums: Float64Array): TokenMean[] {
		const means = sums.map((sum, place) => {
			const count = this.#counts[place]!;
			return count >= MIN_TOKEN_COUNT ? sum / count : -Infinity;
		});
		return topK(means, TOP_TOKENS)
			.filter((place) => means[place]! > -Infinity)
			.map((place) => ({
				token: this.#texts[this.#ids[place]!]!,
				mean: means[place]!,
				count: this.#counts[place]!
			}));
	}
}

/** Counts one neuron, whose extremes over the corpus are known. */
export class NumberCounter {
	readonly #present: PresentTokens;
	readonly #min: number;
	readonly #max: number;
	readonly #sums: Float64Array;
	readonly #bandTokens = BANDS.map(() => 0);
	readonly #histogram = new Array<number>(HISTOGRAM_BINS).fill(0);

	constructor(present: PresentTokens, { min, max }: { min: number; max: number }) {
		this.#present = present;
		[this.#min, this.#max] = [min, max];
		this.#sums = new Float64Array(present.size);
	}

	/** Adds activations of some tokens, whose numbers among those present are `places`. */
	add(activations: Float32Array, places: Int32Array): void {
		// Local names: this loop runs once for every token of every neuron.
		const [sums, bandTokens, max] = [this.#sums, this.#bandTokens, this.#max];
		const weakest = max > 0 ? BANDS.at(-1)!.from * max : Infinity;
		for (let i = 0; i < activations.length; i++) {
			const value = activations[i]!;
			sums[places[i]!]! += value;
			if (value >= weakest) bandTokens[bandOf(value, max)!]!++;
		}
		histogramOf(activations, this.#min, max).forEach((count, bin) => (this.#histogram[bin]! += count));
	}

	/** `powers` are exact, of all tokens. */
	finish(powers: PowerSums): CorpusNumbers {
		return {
			...momentsOf(powers),
			firingTokens: this.#bandTokens.reduce((a, b) => a + b, 0),
			bandTokens: this.#bandTokens,
			histogram: this.#histogram,
			topTokens: this.#present.highestMeans(this.#sums)
		};
	}
}
