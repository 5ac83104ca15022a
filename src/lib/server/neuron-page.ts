// Finds the campaign that a page's address names, among those that this server serves.
import type { Campaign } from '../campaign/campaign.ts';
import { CampaignError } from '../campaign/campaign-error.ts';
import { openServedCampaign } from './campaigns.ts';

export { neuronView, type NeuronView } from '../views/neuron-view.ts';

/** Opens a served campaign; undefined when there is none of this id. Rejects when its files are damaged. */
export async function findCampaign(id: string): Promise<Campaign | undefined> {
	try {
		return await openServedCampaign(id);
	} catch (error) {
		if (error instanceof CampaignError && error.code === 'missing') return undefined;
		throw error;
	}
}
