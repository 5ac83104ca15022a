// How an activation looks: its share of the neuron's corpus maximum, and its number in words. Pure; the colours
// themselves are design tokens.

/** Share of `max` in -1..1; 0 when the neuron never fires (max <= 0) or the value is no number. */
export function activationShare(activation: number, max: number): number {
	if (!(max > 0) || !Number.isFinite(activation)) return 0;
	return Math.max(-1, Math.min(1, activation / max));
}

/** Above this share a token gets the full colour with its own ink: between it and the deepest colour that carries
 *  normal ink, neither ink would reach a contrast of 4.5. */
export const BRIGHT_SHARE = 0.6;

/** The value for machines: 9 significant digits give every float32 back exactly. */
export function exactActivation(activation: number): string {
	return activation.toPrecision(9);
}

/** Signed value for people, e.g. "+4.21" (2 digits) or "-0.1699". */
export function signedActivation(activation: number, digits: number): string {
	const rounded = activation.toFixed(digits);
	return Number(rounded) > 0 ? `+${rounded}` : rounded;
}

/** Whole percent of the corpus maximum; not cut at 100, so that a new record shows as one. */
export function activationPercent(activation: number, max: number): number {
	return max > 0 ? Math.round((activation / max) * 100) : 0;
}
