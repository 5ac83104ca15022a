import { me } from '$lib/data/players.ts';
import { dailyGame } from '$lib/server/daily.ts';
import { homeCampaign } from '$lib/server/deal.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	const [game, progress] = await Promise.all([
		dailyGame(locals.store, homeCampaign()),
		locals.playerId ? me(locals.store) : undefined
	]);
	return {
		game: game.ok ? game.value : null,
		problem: game.ok ? null : game.error.message,
		progress: progress?.ok ? progress.value : null
	};
};
