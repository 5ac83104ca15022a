// Names one neuron and what was measured of it on one text.

/** One coordinate of blocks.{layer}.mlp.hook_post; numbers from 0. */
export interface NeuronId {
	modelId: string;
	layer: number;
	index: number;
}

/** One text with one neuron's activation per token; position 0 (<|endoftext|>) is left out, so index 0 is the
 *  first token of the text. Both lists have the same length. */
export interface ActivationRecord {
	/** Exact text of each token; joined they give the text back. A token that holds only the tail bytes of a
	 *  character has the empty string: a character belongs to the token of its first byte. */
	tokens: string[];
	/** Post-GELU activation of each token (signed, float32). */
	activations: ArrayLike<number>;
}
