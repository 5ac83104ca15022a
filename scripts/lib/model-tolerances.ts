// What a build may differ from the float64 reference by, and which encodings are tried for it, small ones first.
import type { BuildName, Fidelity } from '../../src/lib/interp/model-manifest.ts';
import type { WeightEncoding } from '../../src/lib/interp/weight-encoding.ts';

export interface Encodings {
	blocks: WeightEncoding;
	/** Of the token embeddings, which are most of the download and matter less. */
	tokens: WeightEncoding;
}

/** Standard: what a player sees is right to two digits. Exact: to three, for whoever publishes values. */
const MEETS: Record<BuildName, (fidelity: Fidelity) => boolean> = {
	standard: ({ r, p99AbsError }) => r >= 0.9995 && p99AbsError <= 0.02,
	exact: ({ maxAbsError }) => maxAbsError <= 0.005
};

export const meetsTolerance = (build: BuildName, fidelity: Fidelity): boolean => MEETS[build](fidelity);

/** Below this size in float16 there is nothing to save: both builds are then the same files. */
export const SMALL_MODEL_BYTES = 16e6;

const WIDE: Encodings[] = [
	{ blocks: 'f16', tokens: 'f16' },
	// As large as float16 and several times as exact where weights of one run are alike in size.
	{ blocks: 'q16', tokens: 'q16' },
	{ blocks: 'f32', tokens: 'f32' }
];
const NARROW = (['q8', 'q9', 'q10', 'q12', 'f16'] as const).flatMap((blocks) =>
	(['q8', 'q9', 'q10', 'f16'] as const).map((tokens) => ({ blocks, tokens }))
);

/** Encodings to try in turn; `sizeOf` gives the bytes of the whole build. Four bits never: r falls to 0.97. */
export function candidates(build: BuildName, sizeOf: (encodings: Encodings) => number): Encodings[] {
	if (build === 'exact' || sizeOf(WIDE[0]!) < SMALL_MODEL_BYTES) return WIDE;
	return [...NARROW.toSorted((a, b) => sizeOf(a) - sizeOf(b)), ...WIDE.slice(1)];
}
