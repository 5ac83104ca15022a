// The one meaning of "fires" and "quiet". GELU's output is almost never exactly 0, so both are shares of the
// neuron's maximum over its campaign's corpus.

/** A neuron fires on a token when its activation is at least this share of its corpus maximum. */
export const FIRES_SHARE = 0.25;
/** A passage is quiet when its peak stays below this share of the corpus maximum. */
export const QUIET_SHARE = 0.05;

/** True when `activation` counts as firing for a neuron whose corpus maximum is `max`. */
export function fires(activation: number, max: number): boolean {
	return max > 0 && activation >= FIRES_SHARE * max;
}

/** True when a passage with this peak counts as quiet. */
export function isQuiet(peak: number, max: number): boolean {
	return max > 0 && peak < QUIET_SHARE * max;
}
