// One neuron as its page and a puzzle show it, fit for JSON, and the facts that links and citation need: the same from
// the server's files and from a copy on the player's device.
import type { Campaign } from '../campaign/campaign.ts';
import type { NeuronClues, NeuronPage } from '../campaign/clue.ts';
import type { CampaignManifest } from '../campaign/manifest.ts';
import { plainClue, type PlainClue } from './plain-clue.ts';

/** Harder neurons than this are no fun to light up by guessing. */
const CLEAR = 0.4;

export type NeuronView = Omit<NeuronPage, 'clues' | 'bands' | 'nearMisses'> & {
	clues: PlainClue[];
	bands: (Omit<NeuronPage['bands'][number], 'clues'> & { clues: PlainClue[] })[];
	nearMisses: PlainClue[];
	campaign: Pick<CampaignManifest, 'title' | 'neurons' | 'passages' | 'tokens' | 'root'>;
	/** Of each similar neuron: the token at its highest peak. */
	peakTokens: Record<number, string>;
};

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

/** The clues of a puzzle. Rejects with a CampaignError. */
export async function neuronClues(campaign: Campaign, index: number): Promise<NeuronClues> {
	const { campaignId, modelId, layer, max, min, clues } = await campaign.neuron(index);
	return { campaignId, modelId, layer, index, max, min, clues: clues.map(plainClue) };
}

/** Index of a clear neuron by chance; null when the campaign has none. */
export async function clearNeuronOf(campaign: Campaign, random: () => number): Promise<number | null> {
	const clear = (await campaign.summaries()).filter(
		({ flags, difficulty }) => flags.length === 0 && difficulty <= CLEAR
	);
	return clear[Math.floor(random() * clear.length)]?.index ?? null;
}
