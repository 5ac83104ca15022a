// Mean, variance, skewness and kurtosis of many values, one at a time, without keeping them.
// One-pass updates of Pébay 2008 (SAND2008-6212), eqs. 1.5-1.8 for a single value, in float64.

export interface Moments {
	count: number;
	mean: number;
	/** Population variance: mean of squared deviations. */
	variance: number;
	/** Third standardised moment; 0 when all values are equal. */
	skewness: number;
	/** Fourth standardised moment, NOT the excess over 3 (a normal distribution has 3); 0 when all are equal. */
	kurtosis: number;
	min: number;
	max: number;
}

/** Moments of `values`; all numbers are 0 for an empty list. */
export function momentsOf(values: ArrayLike<number>): Moments {
	const count = values.length;
	if (count === 0) return { count, mean: 0, variance: 0, skewness: 0, kurtosis: 0, min: 0, max: 0 };
	let [mean, m2, m3, m4, min, max] = [0, 0, 0, 0, Infinity, -Infinity];
	for (let i = 0; i < count; i++) {
		const value = values[i]!;
		const n = i + 1;
		const delta = value - mean;
		const deltaN = delta / n;
		const deltaN2 = deltaN * deltaN;
		const term = delta * deltaN * i;
		mean += deltaN;
		m4 += term * deltaN2 * (n * n - 3 * n + 3) + 6 * deltaN2 * m2 - 4 * deltaN * m3;
		m3 += term * deltaN * (n - 2) - 3 * deltaN * m2;
		m2 += term;
		if (value < min) min = value;
		if (value > max) max = value;
	}
	const variance = m2 / count;
	const skewness = m2 > 0 ? (Math.sqrt(count) * m3) / m2 ** 1.5 : 0;
	const kurtosis = m2 > 0 ? (count * m4) / (m2 * m2) : 0;
	return { count, mean, variance, skewness, kurtosis, min, max };
}
