// Which files of a model a build needs, and when.
import type { ModelBuild, ModelManifest } from '../../../interp/model-manifest.ts';
import type { ServedFile } from '../../../interp/served-file.ts';

/** Files that a first activation waits for. */
export const firstFiles = ({ tokenizer, graphs }: ModelManifest, build: ModelBuild): ServedFile[] => [
	tokenizer,
	graphs.block,
	graphs.last,
	build.positions.file,
	...build.blocks
];

/** Everything that a build ever needs, each file once. */
export function allFiles(manifest: ModelManifest, build: ModelBuild): ServedFile[] {
	const files = [
		...firstFiles(manifest, build),
		manifest.graphs.neurons,
		build.neurons.file,
		build.tokens.file
	];
	return [...new Map(files.map((file) => [file.path, file])).values()];
}
