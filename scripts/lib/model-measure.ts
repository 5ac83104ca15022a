// Measures a build as it would be served: its files, decoded and run by the engine's own code on onnxruntime-node,
// against the float64 reference.
import { openNodeCore } from '../../src/lib/engine/node/open-node-core.ts';
import type { BuildName, Fidelity, ModelManifest } from '../../src/lib/interp/model-manifest.ts';
import { differenceOf } from './statistics.ts';
import type { Validated } from './validation.ts';

/** Differences over every neuron and token of the validated passages. */
export async function measureBuild(
	dir: string,
	manifest: ModelManifest,
	build: BuildName,
	validated: readonly Validated[]
): Promise<Fidelity> {
	const core = await openNodeCore(dir, manifest, build);
	const { d_mlp } = manifest.config;
	const tokens = validated.reduce((sum, { ids }) => sum + ids.length, 0);
	const [actual, expected] = [new Float32Array(tokens * d_mlp), new Float64Array(tokens * d_mlp)];
	let at = 0;
	try {
		for (const { ids, rows } of validated) {
			actual.set(await core.allActivations(ids), at);
			rows.forEach((row, t) => expected.set(row, at + t * d_mlp));
			at += ids.length * d_mlp;
		}
	} finally {
		await core.release();
	}
	return { tokens, ...differenceOf(actual, expected) };
}

/** Errors to 3 significant digits, r to 7: more would only make two machines' manifests differ. */
export const rounded = ({ tokens, maxAbsError, p99AbsError, r }: Fidelity): Fidelity => ({
	tokens,
	maxAbsError: Number(maxAbsError.toPrecision(3)),
	p99AbsError: Number(p99AbsError.toPrecision(3)),
	r: Number(r.toPrecision(7))
});
