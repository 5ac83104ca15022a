import { answeredPuzzles } from '$lib/data/puzzles.ts';
import { deal, homeCampaign } from '$lib/server/deal.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	const [dealt, answered] = await Promise.all([
		deal(locals.store, []),
		locals.playerId ? answeredPuzzles(locals.store, homeCampaign()) : undefined
	]);
	return { dealt, answeredCount: answered?.ok ? answered.value.length : 0 };
};
