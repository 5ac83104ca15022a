// What the store must know of a campaign on disk: `publish.json` in the campaign's folder, written with its clues.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type { PublishableCampaign } from './publish.ts';

const PublishableSchema = v.object({
	campaign: v.object({
		id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/)),
		title: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
		modelId: v.string(),
		layer: v.pipe(v.number(), v.integer(), v.minValue(0)),
		contentHash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
	}),
	neurons: v.array(
		v.object({
			index: v.pipe(v.number(), v.integer(), v.minValue(0)),
			max: v.pipe(v.number(), v.finite()),
			min: v.pipe(v.number(), v.finite()),
			priority: v.pipe(v.number(), v.minValue(0), v.maxValue(1))
		})
	)
});

/** Reads and validates {dir}/publish.json. Rejects when it is missing or broken. */
export async function readPublishable(dir: string): Promise<PublishableCampaign> {
	const text = await readFile(path.join(dir, 'publish.json'), 'utf8');
	return v.parse(PublishableSchema, JSON.parse(text));
}
