// Activations as bytes: 255 equal steps over the neuron's own range, so that the error is at most 1/510 of it.

export const QUANTISATION_STEPS = 255;

/** The byte of `activation` for a neuron whose corpus values lie in [min, max]; values beyond are cut. */
export function quantise(activation: number, min: number, max: number): number {
	if (!(max > min)) return 0;
	const step = Math.round(((activation - min) / (max - min)) * QUANTISATION_STEPS);
	return Math.max(0, Math.min(QUANTISATION_STEPS, step));
}

/** The activation that a byte stands for. */
export function dequantise(byte: number, min: number, max: number): number {
	return min + ((max - min) * byte) / QUANTISATION_STEPS;
}
