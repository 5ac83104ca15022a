import { answeredPuzzles } from '$lib/data/puzzles.ts';
import { me } from '$lib/data/players.ts';
import { deal, homeCampaign } from '$lib/server/deal.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, cookies, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	const [dealt, answered, progress] = await Promise.all([
		deal(locals.store, []),
		locals.playerId ? answeredPuzzles(locals.store, homeCampaign()) : undefined,
		locals.playerId ? me(locals.store) : undefined
	]);
	return {
		dealt,
		answeredCount: answered?.ok ? answered.value.length : 0,
		/** Somebody new, who may want to be shown how. */
		isNew: !locals.playerId && !cookies.get('neuronpedia-tutorial'),
		progress: progress?.ok ? progress.value : null
	};
};
