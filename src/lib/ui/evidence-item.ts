/** A measured sentence as lists word it. */
export interface EvidenceItem {
	stance: 'for' | 'against';
	/** What the explanation says of the sentence, and what the neuron does. */
	predictsFiring: boolean;
	fires: boolean;
}
