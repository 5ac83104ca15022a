import { myBadges } from '$lib/data/boards.ts';
import { explanationsOf } from '$lib/data/explanations.ts';
import { me } from '$lib/data/players.ts';
import { answeredPuzzles, type AnsweredPuzzle } from '$lib/data/puzzles.ts';
import type { Explanation } from '$lib/data/nouns.ts';
import { homeCampaign } from '$lib/server/deal.ts';
import type { PageServerLoad } from './$types';

/** A page of them is enough to look back on; older ones stay in the store. */
const SHOWN = 30;

type Answered = AnsweredPuzzle & { explanations: Explanation[] };

export const load: PageServerLoad = async ({ locals, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	const { store, playerId } = locals;
	const empty = { total: 0, puzzles: [] as Answered[], badges: [], progress: null, problem: null };
	if (!playerId) return empty;
	const campaignId = homeCampaign();
	const answered = await answeredPuzzles(store, campaignId);
	if (!answered.ok) return { ...empty, problem: answered.error.message };
	// Badges that have become due are given by the asking, so they come before the profile.
	const badges = await myBadges(store);
	const [progress, ...puzzles] = await Promise.all([
		me(store),
		...answered.value.slice(0, SHOWN).map(async (puzzle): Promise<Answered> => {
			const list = await explanationsOf(store, { campaignId, index: puzzle.index });
			return { ...puzzle, explanations: list.ok ? list.value : [] };
		})
	]);
	return {
		total: answered.value.length,
		puzzles,
		badges: badges.ok ? badges.value : [],
		progress: progress.ok ? progress.value : null,
		problem: null
	};
};
