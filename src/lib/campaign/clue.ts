// What a player or a researcher sees of a neuron. Types only; the reader gives them out, pages show them.
import type { ActivationRecord } from '../interp/neuron.ts';

/** One passage of the corpus with one neuron's activations: the tokens around the peak (50 before, 10 after; see
 *  interp/passage-window.ts). All tokens are there when firstToken is 0 and tokens.length is passageTokens. */
export interface Clue extends ActivationRecord {
	/** Number of the passage in the campaign's corpus. */
	passageId: number;
	/** Corpus file it comes from, without folder and ending. */
	source: string;
	/** Token with the highest activation (index into tokens), and its exact float32 value. */
	peakIndex: number;
	peak: number;
	/** Position of tokens[0] in the whole passage, and how many tokens that has (Campaign.passage gives it). */
	firstToken: number;
	passageTokens: number;
}

/** Clues from one part of the range below the maximum. */
export interface Band {
	/** Shares of the maximum: from inclusive, to exclusive (the first band includes the maximum). */
	from: number;
	to: number;
	/** How many of the corpus' tokens lie in it. */
	tokenCount: number;
	clues: Clue[];
}

export interface WeightedToken {
	/** Exact text of the token. */
	token: string;
	value: number;
}

export interface TokenMean {
	token: string;
	/** Mean activation over the token's `count` places in the corpus. */
	mean: number;
	count: number;
}

export interface SimilarNeuron {
	index: number;
	/** Cosine (by input) or Pearson correlation (by co-activation). */
	similarity: number;
}

export const NEURON_FLAGS = [
	'dead', // never above 0 on the corpus: there is nothing to explain
	'noise', // its top passages have no more in common than passages drawn by chance
	'dense', // fires on so many tokens that passages can hardly tell what for
	'few-exhibits' // the corpus holds too few firing or quiet passages for full blind rounds
] as const;
export type NeuronFlag = (typeof NEURON_FLAGS)[number];

/** Numbers about one neuron over the whole corpus and from the model's weights. */
export interface NeuronNumbers {
	index: number;
	/** Highest and lowest activation over the corpus; colours are fixed to these, never to the text at hand. */
	max: number;
	min: number;
	mean: number;
	/** Population variance; skewness; kurtosis (3 for a normal distribution). */
	variance: number;
	skewness: number;
	kurtosis: number;
	/** Tokens and passages at or above FIRES_SHARE of max; passages whose peak is below QUIET_SHARE of it. */
	firingTokens: number;
	firingPassages: number;
	quietPassages: number;
	/** Tokens per bin of HISTOGRAM_BINS equal bins from min to max. */
	histogram: number[];
	/** Tokens seen at least 3 times, by their mean activation, highest first. */
	topTokens: TokenMean[];
	/** Cosine between the input direction and token embeddings: what the neuron reads directly. */
	reads: { top: WeightedToken[]; bottom: WeightedToken[] };
	/** Output direction times the unembedding: which next tokens it makes likelier or less likely. */
	writes: { top: WeightedToken[]; bottom: WeightedToken[] };
	similarByInput: SimilarNeuron[];
	similarByActivation: SimilarNeuron[];
	/** 0 (top passages have nothing in common) to 1 (one token, one context). */
	coherence: number;
	/** 0 (clear) to 1 (hopeless): a prior, before any player has tried. */
	difficulty: number;
	flags: NeuronFlag[];
}

/** A neuron with what the campaign knows of it. */
export interface NeuronPage extends NeuronNumbers {
	campaignId: string;
	modelId: string;
	layer: number;
	/** Top passages by peak, best first, one per passage, near-duplicates left out. */
	clues: Clue[];
	/** Strongest band first; clues of the bands are disjoint from the top ones. */
	bands: Band[];
	/** Quiet passages that look like the top ones. */
	nearMisses: Clue[];
	/** Corpus files by the share of this neuron's firing passages, highest first. */
	sources: { source: string; firingPassages: number }[];
}

/** A passage for blind rounds; none of them is among the neuron's clues, bands or near misses. */
export interface Exhibit extends Clue {
	fires: boolean;
	/** A quiet passage that was chosen because it looks like the firing ones. */
	isNearMiss: boolean;
}

/** What the first page of a puzzle needs of a neuron. */
export type NeuronClues = Pick<
	NeuronPage,
	'campaignId' | 'modelId' | 'layer' | 'index' | 'max' | 'min' | 'clues'
>;

/** One neuron's row in the campaign's index. */
export interface NeuronSummary {
	index: number;
	max: number;
	min: number;
	difficulty: number;
	coherence: number;
	flags: NeuronFlag[];
	firingPassages: number;
	exhibitsFiring: number;
	exhibitsQuiet: number;
	/** The token at the peak of its strongest passage, exact text. */
	peakToken: string;
}

/** A whole passage of the corpus. */
export interface Passage {
	id: number;
	source: string;
	tokens: string[];
}
