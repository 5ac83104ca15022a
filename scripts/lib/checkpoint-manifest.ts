// What models/{id}/manifest.json says of a checkpoint: where it comes from and what each of its files must be.
import * as v from 'valibot';
import { CHECKPOINT_FILES } from './checkpoint.ts';

const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

export const CheckpointManifestSchema = v.object({
	id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/)),
	title: v.string(),
	licence: v.string(),
	/** Layer of the model's campaign. */
	layer: v.pipe(v.number(), v.integer(), v.minValue(0)),
	/** Set when the files are fetched from the Hugging Face hub. */
	hub: v.optional(
		v.object({ repository: v.string(), revision: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)) })
	),
	files: v.pipe(
		v.array(
			v.object({
				name: v.picklist(CHECKPOINT_FILES),
				sizeBytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
				sha256
			})
		),
		v.length(3)
	)
});
export type CheckpointManifest = v.InferOutput<typeof CheckpointManifestSchema>;
