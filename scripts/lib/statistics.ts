// How far two lists of numbers lie apart.

export interface Difference {
	maxAbsError: number;
	p99AbsError: number;
	/** Pearson's r; 1 for two equal lists. */
	r: number;
}

function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number {
	const n = a.length;
	let [sumA, sumB] = [0, 0];
	for (let i = 0; i < n; i++) {
		sumA += a[i]!;
		sumB += b[i]!;
	}
	let [ab, aa, bb] = [0, 0, 0];
	for (let i = 0; i < n; i++) {
		const [da, db] = [a[i]! - sumA / n, b[i]! - sumB / n];
		ab += da * db;
		aa += da * da;
		bb += db * db;
	}
	return ab / Math.sqrt(aa * bb);
}

/** Compares `actual` with `expected`, element by element. Throws when they differ in length or are not numbers. */
export function differenceOf(actual: ArrayLike<number>, expected: ArrayLike<number>): Difference {
	if (actual.length !== expected.length) throw new Error('lists of different lengths');
	const errors = Float64Array.from({ length: actual.length }, (_, i) => Math.abs(actual[i]! - expected[i]!));
	errors.sort();
	const maxAbsError = errors.at(-1) ?? 0;
	if (!Number.isFinite(maxAbsError)) throw new Error('an activation is not a number');
	const p99AbsError = errors[Math.floor(0.99 * (errors.length - 1))] ?? 0;
	return { maxAbsError, p99AbsError, r: pearson(actual, expected) };
}
