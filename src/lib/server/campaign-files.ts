// What the store must know of a campaign on disk: `publish.json` in the campaign's folder, written with its clues.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type { PublishableCampaign } from './publish.ts';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const index = v.pipe(v.number(), v.integer(), v.minValue(0));
/** A peak as a share of the neuron's maximum: GELU also goes below zero. */
const peakShare = v.pipe(v.number(), v.minValue(-2), v.maxValue(2));
/** More passages of a kind would make no better rounds; the store refuses them too. */
const MAX_EXHIBITS = 200;

const ExhibitsSchema = v.object({
	index,
	firing: v.pipe(v.array(v.tuple([index, peakShare])), v.maxLength(MAX_EXHIBITS)),
	quiet: v.pipe(v.array(v.tuple([index, peakShare, v.picklist([0, 1])])), v.maxLength(MAX_EXHIBITS))
});

const PublishableSchema = v.object({
	campaign: v.object({
		id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/)),
		title: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
		modelId: v.string(),
		layer: index,
		contentHash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
	}),
	neurons: v.array(
		v.object({
			index,
			max: v.pipe(v.number(), v.finite()),
			min: v.pipe(v.number(), v.finite()),
			priority: share,
			difficulty: v.optional(share),
			coherence: v.optional(share),
			flags: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.maxLength(16)))
		})
	),
	exhibits: v.optional(v.array(ExhibitsSchema), [])
});

/** Reads and validates {dir}/publish.json. Rejects when it is missing or broken. */
export async function readPublishable(dir: string): Promise<PublishableCampaign> {
	const text = await readFile(path.join(dir, 'publish.json'), 'utf8');
	return v.parse(PublishableSchema, JSON.parse(text));
}
