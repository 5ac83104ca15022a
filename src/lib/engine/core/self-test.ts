// The engine's own proof: the manifest's golden texts, run here, against the float64 reference's numbers.
import type { BuildName, ModelManifest } from '../../interp/model-manifest.ts';
import type { SelfTest } from '../engine.ts';
import type { LayerModel } from './layer-model.ts';

/** Float32 in another order of sums: how much a right runtime may add to the build's own measured error. */
const RUNTIME_SLACK = 1e-3;

/** What a right runtime stays below on the goldens: the build's largest measured error over all neurons, and slack. */
export const goldenTolerance = (manifest: ModelManifest, build: BuildName): number =>
	manifest.builds[build].fidelity.maxAbsError + RUNTIME_SLACK;

/** Compares every golden activation; leaves the model without a text. */
export async function checkGoldens(
	manifest: ModelManifest,
	build: BuildName,
	model: LayerModel,
	pause: () => Promise<void>
): Promise<SelfTest> {
	const tolerance = goldenTolerance(manifest, build);
	let [maxAbsError, values] = [0, 0];
	for (const { ids, neurons } of manifest.goldens) {
		await pause();
		const all = [manifest.config.bos_token_id, ...ids];
		model.reset();
		for await (const known of model.extend(all)) void known;
		for (const { index, activations } of neurons) {
			const actual = await model.activations(index, all.length);
			activations.forEach((expected, t) => {
				const error = Math.abs(actual[t + 1]! - expected);
				maxAbsError = Math.max(maxAbsError, Number.isNaN(error) ? Infinity : error);
			});
			values += activations.length;
		}
	}
	model.reset();
	return { texts: manifest.goldens.length, values, maxAbsError, tolerance, passed: maxAbsError <= tolerance };
}
