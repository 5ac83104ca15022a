import { explanationsOf } from '$lib/data/explanations.ts';
import { answeredPuzzles } from '$lib/data/puzzles.ts';
import { homeCampaign } from '$lib/server/deal.ts';
import type { PageServerLoad } from './$types';

/** A page of them is enough to look back on; older ones stay in the store. */
const SHOWN = 30;

export const load: PageServerLoad = async ({ locals, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	const campaignId = homeCampaign();
	const answered = locals.playerId ? await answeredPuzzles(locals.store, campaignId) : undefined;
	if (answered && !answered.ok) return { total: 0, puzzles: [], problem: answered.error.message };
	const all = answered?.value ?? [];
	const puzzles = await Promise.all(
		all.slice(0, SHOWN).map(async ({ index }) => {
			const list = await explanationsOf(locals.store, { campaignId, index });
			return { index, explanations: list.ok ? list.value : [] };
		})
	);
	return { total: all.length, puzzles, problem: null };
};
