import { me } from '$lib/data/players.ts';
import { homeCampaign } from '$lib/server/deal.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	const progress = locals.playerId ? await me(locals.store) : undefined;
	return { campaignId: homeCampaign(), progress: progress?.ok ? progress.value : null };
};
