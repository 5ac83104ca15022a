// The site's map for search engines (https://www.sitemaps.org): pages, every neuron, the newest explanations.
import { resolve } from '$app/paths';
import { newestExplanations } from '$lib/data/explanations.ts';
import type { ServerStore } from '$lib/data/client.ts';
import { servedCampaignIds } from '$lib/server/campaigns.ts';
import { findCampaign } from '$lib/server/neuron-page.ts';
import { escapeXml } from '$lib/util/xml.ts';
import { explanationPath, neuronPath } from '../share-heads.ts';
import { mainPages } from '../site-pages.ts';
import type { RequestHandler } from './$types';

const KEPT_SECONDS = 3600;
/** A map holds at most 50,000 addresses. */
const MAX_ADDRESSES = 50_000;
const EXPLANATIONS = 1000;

async function pathsOf(store: ServerStore, campaignId: string): Promise<string[]> {
	const campaign = await findCampaign(campaignId);
	if (!campaign) return [];
	const { layer, neurons } = campaign.manifest;
	const newest = await newestExplanations(store, { campaignId, most: EXPLANATIONS });
	return [
		...(newest.ok ? newest.value.map(({ id }) => explanationPath(id)) : []),
		...Array.from({ length: neurons }, (_, index) => neuronPath(campaignId, layer, index))
	];
}

export const GET: RequestHandler = async ({ locals, url }) => {
	const campaigns = await Promise.all((await servedCampaignIds()).map((id) => pathsOf(locals.store, id)));
	const paths = [...mainPages().map(({ href }) => href), resolve('/daily'), ...campaigns.flat()];
	const urls = paths
		.slice(0, MAX_ADDRESSES)
		.map((path) => `<url><loc>${escapeXml(url.origin + path)}</loc></url>`);
	const xml = `<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join('')}</urlset>\n`;
	return new Response(xml, {
		headers: {
			'content-type': 'application/xml; charset=utf-8',
			'cache-control': `public, max-age=${KEPT_SECONDS}`
		}
	});
};
