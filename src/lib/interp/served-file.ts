// One file that a manifest names: its place, its size and its hash. A reader believes a file only when both agree.
import * as v from 'valibot';

export const Sha256Schema = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
export const ModelIdSchema = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/));

// Flat, content-addressed names only, so that a manifest can never point outside its own folder.
const fileName = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9._-]{0,99}$/i));

export const ServedFileSchema = v.object({
	/** File name beside the manifest; carries the start of the hash, so it may be cached for ever. */
	path: fileName,
	sizeBytes: v.pipe(v.number(), v.integer(), v.minValue(1)),
	sha256: Sha256Schema
});
export type ServedFile = v.InferOutput<typeof ServedFileSchema>;
