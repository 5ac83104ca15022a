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
}

export interface PublishableNeuron {
	index: number;
	/** Highest and lowest activation over the corpus. */
	max: number;
	min: number;
	/** 0 (nothing to see) to 1 (clear clues); clear neurons are dealt first. */
	priority: number;
}

/** The store takes 1,000; half of it keeps each transaction short for the players beside it. */
const BATCH = 500;

const CampaignsAnswer = v.array(v.object({ id: v.string(), content_hash: v.nullable(v.string()) }));

/** Publishes the campaign unless the store has exactly this content. Returns whether it published. Rejects when the
 *  store refuses; an interrupted publication is done again the next time. */
export async function publishCampaign(
	rpc: ServiceRpc,
	{ campaign, neurons }: PublishableCampaign
): Promise<boolean> {
	const stored = v.parse(CampaignsAnswer, await rpc('campaigns', {}));
	if (stored.some(({ id, content_hash }) => id === campaign.id && content_hash === campaign.contentHash)) {
		return false;
	}
	const { id, title, modelId, layer, contentHash } = campaign;
	const row = { id, title, model_id: modelId, layer };
	await rpc('publish_campaign', { campaign: row });
	for (let start = 0; start < neurons.length; start += BATCH) {
		const rows = neurons
			.slice(start, start + BATCH)
			.map(({ index, max, min, priority }) => ({ index, max, min, priority }));
		await rpc('publish_neurons', { campaign_id: id, rows });
	}
	// Only now: the hash says that all of it is there.
	await rpc('publish_campaign', { campaign: { ...row, content_hash: contentHash } });
	return true;
}
