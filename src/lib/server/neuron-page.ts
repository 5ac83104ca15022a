// One neuron as its page shows it: the campaign's files, fit for JSON, and the facts that links and citation need.
import type { Campaign } from '../campaign/campaign.ts';
import { CampaignError } from '../campaign/campaign-error.ts';
import type { Clue, NeuronPage } from '../campaign/clue.ts';
import type { CampaignManifest } from '../campaign/manifest.ts';
import { openServedCampaign } from './campaigns.ts';

type PlainClue = Omit<Clue, 'activations'> & { activations: number[] };

export type NeuronView = Omit<NeuronPage, 'clues' | 'bands' | 'nearMisses'> & {
	clues: PlainClue[];
	bands: (Omit<NeuronPage['bands'][number], 'clues'> & { clues: PlainClue[] })[];
	nearMisses: PlainClue[];
	campaign: Pick<CampaignManifest, 'title' | 'neurons' | 'passages' | 'tokens' | 'root'>;
	/** Of each similar neuron: the token at its highest peak. */
	peakTokens: Record<number, string>;
};

/** Nine digits give every float32 back exactly and are half as long as what JSON would write. */
const plainClue = (clue: Clue): PlainClue => ({
	...clue,
	activations: Array.from(clue.activations, (value) => Number(value.toPrecision(9)))
});

/** Opens a served campaign; undefined when there is none of this id. Rejects when its files are damaged. */
export async function findCampaign(id: string): Promise<Campaign | undefined> {
	try {
		return await openServedCampaign(id);
	} catch (error) {
		if (error instanceof CampaignError && error.code === 'missing') return undefined;
		throw error;
	}
}

/** Rejects with a CampaignError; 'no-such-neuron' for an index outside. */
export async function neuronView(campaign: Campaign, index: number): Promise<NeuronView> {
	const [neuron, summaries] = await Promise.all([campaign.neuron(index), campaign.summaries()]);
	const { title, neurons, passages, tokens, root } = campaign.manifest;
	const similar = [...neuron.similarByInput, ...neuron.similarByActivation];
	return {
		...neuron,
		clues: neuron.clues.map(plainClue),
		bands: neuron.bands.map((band) => ({ ...band, clues: band.clues.map(plainClue) })),
		nearMisses: neuron.nearMisses.map(plainClue),
		campaign: { title, neurons, passages, tokens, root },
		peakTokens: Object.fromEntries(
			similar.map((other) => [other.index, summaries[other.index]?.peakToken ?? ''])
		)
	};
}
