// Mean, variance, skewness and kurtosis from sums of powers, which can be added up part by part and kept on disk.
// In float64 around 0: GELU's outputs lie around 0 too, so that little is lost to cancellation (a neuron whose mean is
// 10 times its deviation still keeps 11 digits of its variance and 7 of its kurtosis).

/** Sums of x, x^2, x^3 and x^4 over `count` values. */
export interface PowerSums {
	count: number;
	sums: readonly [number, number, number, number];
}

export interface Moments {
	mean: number;
	/** Population variance: mean of squared deviations. */
	variance: number;
	/** Third standardised moment; 0 when all values are equal. */
	skewness: number;
	/** Fourth standardised moment, NOT the excess over 3 (a normal distribution has 3); 0 when all are equal. */
	kurtosis: number;
}

/** Moments of the values behind `sums`; all numbers are 0 when there are none. */
export function momentsOf({ count, sums }: PowerSums): Moments {
	if (count === 0) return { mean: 0, variance: 0, skewness: 0, kurtosis: 0 };
	const [mean, square, cube, fourth] = sums.map((sum) => sum / count) as [number, number, number, number];
	const variance = Math.max(0, square - mean * mean);
	// Below this the difference is only rounding: all values are equal.
	if (variance <= 1e-12 * square) return { mean, variance: 0, skewness: 0, kurtosis: 0 };
	const third = cube - 3 * mean * square + 2 * mean ** 3;
	const central4 = fourth - 4 * mean * cube + 6 * mean * mean * square - 3 * mean ** 4;
	return { mean, variance, skewness: third / variance ** 1.5, kurtosis: central4 / (variance * variance) };
}
