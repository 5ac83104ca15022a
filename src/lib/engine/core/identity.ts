// What runs, by the manifest: the part of a status and of evidence that names model and build.
import type { BuildName, ModelManifest } from '../../interp/model-manifest.ts';
import type { ModelIdentity } from '../engine.ts';

/** Names the build of the manifest's model. */
export function identityOf(manifest: ModelManifest, build: BuildName): ModelIdentity {
	const { id, layer, hookName, checkpointSha256, randomWeightsSeed, tokenizer, builds } = manifest;
	return {
		modelId: id,
		layer,
		hookName,
		checkpointSha256,
		...(randomWeightsSeed === undefined ? {} : { randomWeightsSeed }),
		build,
		partsSha256: builds[build].stages.map(({ sha256 }) => sha256),
		tokenizerSha256: tokenizer.sha256
	};
}
