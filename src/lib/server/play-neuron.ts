// One neuron of the home campaign for the pages that play on it: its clues, or a clear one by chance.
import { CampaignError } from '../campaign/campaign-error.ts';
import type { NeuronClues } from '../campaign/clue.ts';
import { clearNeuronOf } from '../views/neuron-view.ts';
import { openServedCampaign } from './campaigns.ts';
import { cluesOf, homeCampaign } from './deal.ts';

/** The neuron's clues; null when there is no such neuron (or campaign). Rejects when its files are broken. */
export async function playNeuron(index: string): Promise<NeuronClues | null> {
	if (!/^(0|[1-9]\d{0,5})$/.test(index)) return null;
	try {
		return await cluesOf(homeCampaign(), Number(index));
	} catch (error) {
		if (error instanceof CampaignError && ['missing', 'no-such-neuron'].includes(error.code)) return null;
		throw error;
	}
}

/** Index of a clear neuron by chance; null when the campaign has none. */
export async function clearNeuron(random: () => number): Promise<number | null> {
	return clearNeuronOf(await openServedCampaign(homeCampaign()), random);
}
