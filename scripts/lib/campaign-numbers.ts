// Numbers about one neuron over all tokens of the corpus, in one pass over its activations.
import { BANDS, bandOf } from '../../src/lib/interp/bands.ts';
import { countBins } from '../../src/lib/interp/histogram.ts';
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
	readonly #ids: Int32Array;
	readonly #texts: readonly string[];
	readonly #counts: Int32Array;
	readonly #sums: Float64Array;

	/** `texts`: the vocabulary's, by token id. */
	constructor({ ids }: PassageFacts, texts: readonly string[]) {
		this.#ids = ids;
		this.#texts = texts;
		this.#counts = new Int32Array(texts.length);
		for (const id of ids) this.#counts[id]!++;
		this.#sums = new Float64Array(texts.length);
	}

	count({ activations, min, max, sums }: NeuronActivations): CorpusNumbers {
		const bandTokens = BANDS.map(() => 0);
		const weakest = max > 0 ? BANDS.at(-1)!.from * max : Infinity;
		// Local names: this loop runs once for every token of every neuron.
		const [ids, tokenSums] = [this.#ids, this.#sums.fill(0)];
		for (let i = 0; i < activations.length; i++) {
			const value = activations[i]!;
			tokenSums[ids[i]!]! += value;
			if (value >= weakest) bandTokens[bandOf(value, max)!]!++;
		}
		return {
			...momentsOf({ count: activations.length, sums }),
			firingTokens: bandTokens.reduce((a, b) => a + b, 0),
			bandTokens,
			histogram: [...countBins(activations, min, max)],
			topTokens: this.#topTokens()
		};
	}

	#topTokens(): TokenMean[] {
		const means = this.#sums.map((sum, id) =>
			this.#counts[id]! >= MIN_TOKEN_COUNT ? sum / this.#counts[id]! : -Infinity
		);
		return topK(means, TOP_TOKENS)
			.filter((id) => means[id]! > -Infinity)
			.map((id) => ({ token: this.#texts[id]!, mean: means[id]!, count: this.#counts[id]! }));
	}
}
