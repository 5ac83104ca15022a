// Everything that one build of a model ever needs, found in the manifest wherever it names a file.
import * as v from 'valibot';
import type { ModelBuild, ModelManifest } from '../../../interp/model-manifest.ts';
import { ServedFileSchema, type ServedFile } from '../../../interp/served-file.ts';

function filesIn(value: unknown): ServedFile[] {
	if (typeof value !== 'object' || value === null) return [];
	return v.is(ServedFileSchema, value) ? [value] : Object.values(value).flatMap(filesIn);
}

/** Each file once, in the manifest's order; those of other builds are left out. */
export function allFiles(
	{ builds: _, goldens: __, ...shared }: ModelManifest,
	build: ModelBuild
): ServedFile[] {
	return [...new Map(filesIn({ shared, build }).map((file) => [file.path, file])).values()];
}
