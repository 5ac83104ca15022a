// Histogram of a neuron's activations over its corpus: equal bins from min to max.

export const HISTOGRAM_BINS = 50;

/** Bin of `value` among `bins` equal ones over [min, max]; both ends belong to the outer bins, values beyond them
 *  too, and everything to bin 0 when min = max. */
export function binOf(value: number, min: number, max: number, bins = HISTOGRAM_BINS): number {
	if (!(max > min)) return 0;
	const bin = Math.floor(((value - min) / (max - min)) * bins);
	return Math.max(0, Math.min(bins - 1, bin));
}

/** Lower edge of a bin; binStart(bins, ...) is max. */
export function binStart(bin: number, min: number, max: number, bins = HISTOGRAM_BINS): number {
	return min + ((max - min) * bin) / bins;
}

/** How many of `values` fall into each bin of [min, max], as binOf says but for rounding at the borders; quick. */
export function histogramOf(
	values: ArrayLike<number>,
	min: number,
	max: number,
	bins = HISTOGRAM_BINS
): Uint32Array {
	const counts = new Uint32Array(bins);
	const binsPerUnit = max > min ? bins / (max - min) : 0;
	for (let i = 0; i < values.length; i++) {
		const bin = ((values[i]! - min) * binsPerUnit) | 0; // values are not below min, so this rounds down
		counts[bin < bins ? bin : bins - 1]!++;
	}
	return counts;
}
