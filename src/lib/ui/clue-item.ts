// A passage with its activations, as components show it; Clue of the campaign's reader is one.
import type { ActivationRecord } from '../interp/neuron.ts';

export interface ClueItem extends ActivationRecord {
	passageId: number;
	/** File of the corpus. */
	source: string;
	/** Highest activation in the passage, and the position in `tokens` where it lies. */
	peak: number;
	peakIndex: number;
	/** Position in the passage of the first token shown, and how many the passage has. */
	firstToken: number;
	passageTokens: number;
}
