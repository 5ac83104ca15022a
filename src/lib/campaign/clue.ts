// What a player sees of a neuron: its clues. Types only; the reader gives them out, pages show them.
import type { ActivationRecord } from '../interp/neuron.ts';

/** One passage of the corpus with one neuron's activations. */
export interface Clue extends ActivationRecord {
	/** Number of the passage in the campaign's corpus. */
	passageId: number;
	/** Corpus file it comes from, without folder and ending. */
	source: string;
	/** Token with the highest activation (index into tokens), and its exact float32 value. */
	peakIndex: number;
	peak: number;
}

/** A neuron with what the campaign knows of it. */
export interface NeuronPage {
	campaignId: string;
	modelId: string;
	layer: number;
	index: number;
	/** Highest and lowest activation over the corpus; colours are fixed to these, never to the text at hand. */
	max: number;
	min: number;
	/** Top passages by peak, best first, one per passage. */
	clues: Clue[];
}
