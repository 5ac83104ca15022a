// Numbers about one neuron over all tokens of the corpus, in one pass over its activations.
import { BANDS, bandOf } from '../../src/lib/interp/bands.ts';
import { histogramOf } from '../../src/lib/interp/histogram.ts';
import { momentsOf, type Moments } from '../../src/lib/interp/moments.ts';
import { topK } from '../../src/lib/interp/top-k.ts';
import type { TokenMean } from '../../src/lib/campaign/clue.ts';
import type { NeuronActivations } from './campaign-neurons.ts';
import type { PassageFacts } from './campaign-passages.ts';

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

export class NumberCounter {
	/** Tokens that the corpus has at all, so that what is summed up fits the processor's cache. */
	readonly #present: { id: number; count: number }[] = [];
	/** By token of the corpus: its place in #present. */
	readonly #places: Int32Array;
	readonly #texts: readonly string[];
	readonly #sums: Float64Array;

	/** `texts`: the vocabulary's, by token id. */
	constructor({ ids }: PassageFacts, texts: readonly string[]) {
		const placeOf = new Int32Array(texts.length).fill(-1);
		this.#places = ids.map((id) => {
			if (placeOf[id] === -1) placeOf[id] = this.#present.push({ id, count: 0 }) - 1;
			this.#present[placeOf[id]!]!.count++;
			return placeOf[id]!;
		});
		this.#texts = texts;
		this.#sums = new Float64Array(this.#present.length);
	}

	count({ activations, min, max, sums }: NeuronActivations): CorpusNumbers {
		const bandTokens = BANDS.map(() => 0);
		const weakest = max > 0 ? BANDS.at(-1)!.from * max : Infinity;
		// Local names: this loop runs once for every token of every neuron.
		const [places, tokenSums] = [this.#places, this.#sums.fill(0)];
		for (let i = 0; i < activations.length; i++) {
			const value = activations[i]!;
			tokenSums[places[i]!]! += value;
			if (value >= weakest) bandTokens[bandOf(value, max)!]!++;
		}
		return {
			...momentsOf({ count: activations.length, sums }),
			firingTokens: bandTokens.reduce((a, b) => a + b, 0),
			bandTokens,
			histogram: [...histogramOf(activations, min, max)],
			topTokens: this.#topTokens()
		};
	}

	#topTokens(): TokenMean[] {
		const means = this.#sums.map((sum, place) => {
			const { count } = this.#present[place]!;
			return count >= MIN_TOKEN_COUNT ? sum / count : -Infinity;
		});
		return topK(means, TOP_TOKENS)
			.filter((place) => means[place]! > -Infinity)
			.map((place) => {
				const { id, count } = this.#present[place]!;
				return { token: this.#texts[id]!, mean: means[place]!, count };
			});
	}
}
