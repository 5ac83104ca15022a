// Publishing: tells the store which neurons a campaign has. Idempotent, in bounded batches; what players wrote
// stays, whatever is published.
import * as v from 'valibot';
import type { ServiceRpc } from './rpc.ts';

export interface PublishableCampaign {
	campaign: {
		id: string;
		title: string;
		modelId: string;
		layer: number;
		/** SHA-256 (hex) that changes with the campaign's content. */
		contentHash: string;
	};
	neurons: PublishableNeuron[];
	/** Passages for blind rounds; neurons without them cannot be checked. */
	exhibits?: PublishableExhibits[];
}

export interface PublishableNeuron {
	index: number;
	/** Highest and lowest activation over the corpus. */
	max: number;
	min: number;
	/** 0 (nothing to see) to 1 (clear clues). */
	priority: number;
	/** 0 (clear) to 1 (hopeless); 1 - priority where it was not measured. Clear neurons are dealt to newcomers. */
	difficulty?: number;
	/** 0 (top passages have nothing in common) to 1. */
	coherence?: number;
	flags?: string[];
}

export interface PublishableExhibits {
	index: number;
	/** Passage number and its peak as a share of the neuron's maximum. */
	firing: [passage: number, share: number][];
	/** The same, and 1 when the passage looks like a firing one. */
	quiet: [passage: number, share: number, isNearMiss: 0 | 1][];
}

/** The store takes 1,000; half of it keeps each transaction short for the players beside it. */
const BATCH = 500;
/** 400 passages of some 15 bytes at most: 600 kB of the 1 MB that a call may have. */
const EXHIBIT_BATCH = 100;

const CampaignsAnswer = v.array(v.object({ id: v.string(), content_hash: v.nullable(v.string()) }));

/** Publishes the campaign unless the store has exactly this content. Returns whether it published. Rejects when the
 *  store refuses; an interrupted publication is done again the next time. */
export async function publishCampaign(
	rpc: ServiceRpc,
	{ campaign, neurons, exhibits = [] }: PublishableCampaign
): Promise<boolean> {
	const stored = v.parse(CampaignsAnswer, await rpc('campaigns', {}));
	if (stored.some(({ id, content_hash }) => id === campaign.id && content_hash === campaign.contentHash)) {
		return false;
	}
	const { id, title, modelId, layer, contentHash } = campaign;
	const row = { id, title, model_id: modelId, layer };
	await rpc('publish_campaign', { campaign: row });
	await inBatches(neurons, BATCH, (rows) => rpc('publish_neurons', { campaign_id: id, rows }));
	await inBatches(exhibits, EXHIBIT_BATCH, (rows) => rpc('publish_exhibits', { campaign_id: id, rows }));
	// Only now: the hash says that all of it is there.
	await rpc('publish_campaign', { campaign: { ...row, content_hash: contentHash } });
	return true;
}

async function inBatches<T>(rows: T[], size: number, send: (rows: T[]) => Promise<unknown>): Promise<void> {
	for (let start = 0; start < rows.length; start += size) await send(rows.slice(start, start + size));
}
