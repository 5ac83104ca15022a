// The index of the site's maps, for search engines.
import { resolve } from '$app/paths';
import { newestExplanations } from '$lib/data/explanations.ts';
import type { ServerStore } from '$lib/data/client.ts';
import { servedCampaignIds } from '$lib/server/campaigns.ts';
import { explanationMaps, xmlAnswer } from '$lib/server/sitemap.ts';
import { sitemapIndexXml } from '$lib/util/sitemap.ts';
import type { RequestHandler } from './$types';

async function newestId(store: ServerStore, campaignId: string): Promise<number> {
	const newest = await newestExplanations(store, { campaignId, most: 1 });
	return newest.ok ? Number(newest.value[0]?.id ?? 0) : 0;
}

export const GET: RequestHandler = async ({ locals, url }) => {
	const campaigns = await servedCampaignIds();
	const ids = await Promise.all(campaigns.map((id) => newestId(locals.store, id)));
	const chunks = Array.from({ length: explanationMaps(Math.max(0, ...ids)) }, (_, chunk) =>
		resolve('/sitemap/explanations/[chunk=index].xml', { chunk: String(chunk) })
	);
	const neurons = campaigns.map((campaign) =>
		resolve('/sitemap/neurons/[campaign=campaign].xml', { campaign })
	);
	const maps = [resolve('/sitemap/pages.xml'), ...neurons, ...chunks];
	return xmlAnswer(sitemapIndexXml(maps.map((path) => url.origin + path)));
};
