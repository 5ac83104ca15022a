// What is dealt ahead for a kept campaign: puzzles, and the daily neuron. Only in the browser, with the server there.
import { browserStore } from '../data/browser-store.ts';
import { keepDaily, keepPuzzles } from '../data/kept-puzzles.ts';
import { openKeptCampaign, servedManifest } from '../kept/campaign-copy.ts';

/** Deals ahead what a kept campaign lacks. Stops without a word when the server does not answer. */
export async function restock(campaignId: string): Promise<void> {
	const store = browserStore();
	await keepPuzzles(store, campaignId);
	const [kept, served] = await Promise.all([
		openKeptCampaign(campaignId),
		servedManifest(campaignId).catch(() => undefined)
	]);
	// Of another build the day's rounds would be others than everybody's.
	if (kept && kept.manifest.root === served?.root) {
		await keepDaily(store, { campaignId, root: kept.manifest.root });
	}
}
