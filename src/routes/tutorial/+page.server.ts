import { homeCampaign } from '$lib/server/deal.ts';
import { openServedCampaign } from '$lib/server/campaigns.ts';
import { tutorialLessons } from '$lib/views/lessons.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ setHeaders }) => {
	setHeaders({ 'cache-control': 'no-store' }); // another tutorial each time
	try {
		return { lessons: await tutorialLessons(await openServedCampaign(homeCampaign()), Math.random) };
	} catch (error) {
		console.error(error);
		return { lessons: null };
	}
};
