// Deals puzzles: the store chooses the neuron, its clues come from the campaign's files.
import { env } from '$env/dynamic/private';
import type { NeuronClues } from '../campaign/clue.ts';
import type { ServerStore } from '../data/client.ts';
import type { Puzzle, StoreError } from '../data/nouns.ts';
import { nextPuzzle } from '../data/puzzles.ts';
import { err, ok, type Result } from '../util/result.ts';
import { neuronClues } from '../views/neuron-view.ts';
import { openServedCampaign } from './campaigns.ts';

/** A puzzle with everything its page shows; null when the player has answered all of them. */
export interface DealtPuzzle {
	puzzle: Puzzle;
	neuron: NeuronClues;
}

/** The campaign that the home page plays. */
export const homeCampaign = (): string => env.CAMPAIGN || 'starter';

/** One neuron's clues, fit for JSON. Rejects with a CampaignError. */
export async function cluesOf(campaignId: string, index: number): Promise<NeuronClues> {
	return neuronClues(await openServedCampaign(campaignId), index);
}

/** Deals an unseen neuron. Error 'not_found': there is no campaign yet. */
export async function deal(
	store: ServerStore,
	exclude: number[]
): Promise<Result<DealtPuzzle | null, StoreError>> {
	const campaignId = homeCampaign();
	const dealt = await nextPuzzle(store, { campaignId, exclude });
	if (!dealt.ok) return dealt;
	if (!dealt.value) return ok(null);
	try {
		return ok({ puzzle: dealt.value, neuron: await cluesOf(campaignId, dealt.value.index) });
	} catch (error) {
		console.error(error);
		return err({ code: 'server', message: 'The clues of this neuron could not be read. Please try again.' });
	}
}
