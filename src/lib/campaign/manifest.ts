// manifest.json of a campaign: what it is of, how its files are cut, and the hash in all of their names. Everything
// else is binary (container.ts wraps it, payloads.ts says what it holds).
import * as v from 'valibot';
import { CAMPAIGN_FORMAT, filePath } from './container.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const size = v.pipe(v.number(), v.integer(), v.minValue(1));

export const ManifestSchema = v.object({
	format: v.literal(CAMPAIGN_FORMAT),
	id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/)),
	title: v.string(),
	modelId: v.string(),
	layer: count,
	/** Neurons of the layer (d_mlp). */
	neurons: size,
	/** Passages of the corpus and their tokens, <|endoftext|> left out. */
	passages: size,
	tokens: size,
	/** Passages that were longer than the model's context and are cut to it. */
	cutPassages: count,
	/** Names of the corpus' files, without folder and ending. */
	sources: v.array(v.string()),
	/** Stands for the inputs (model, corpus, builder); every file repeats it. */
	buildId: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
	/** Start of the SHA-256 over all files; part of every file's name, so files may be cached for ever. */
	root: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
	neuronsPerPack: size,
	passagesPerFile: size,
	/** What an offline copy weighs: index, packs and passages. */
	offlineBytes: size
});
export type CampaignManifest = v.InferOutput<typeof ManifestSchema>;

/** Paths of all files that an offline copy needs besides manifest.json; openCampaign reads it with `from: 'packs'`. */
export function offlineFiles(manifest: CampaignManifest): string[] {
	const { neurons, neuronsPerPack, passages, passagesPerFile, root } = manifest;
	const numbered = (kind: 'packs' | 'passages', files: number) =>
		Array.from({ length: files }, (_, number) => filePath(kind, number, root));
	return [
		filePath('index', 0, root),
		...numbered('packs', Math.ceil(neurons / neuronsPerPack)),
		...numbered('passages', Math.ceil(passages / passagesPerFile))
	];
}
