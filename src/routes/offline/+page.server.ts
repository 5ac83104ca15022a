import { servedCampaigns } from '$lib/server/campaigns.ts';
import { homeCampaign } from '$lib/server/deal.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async () => ({
	campaigns: await servedCampaigns(),
	home: homeCampaign() as string | null
});
