// New explanations of a campaign as a feed.
import { error } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { newestExplanations } from '$lib/data/explanations.ts';
import { findCampaign } from '$lib/server/neuron-page.ts';
import { linkTexts } from '$lib/ui/texts-links.ts';
import { ATOM_TYPE, atomXml } from '$lib/util/atom.ts';
import { explanationPath } from '../../share-heads.ts';
import type { RequestHandler } from './$types';

const ENTRIES = 50;
const KEPT_SECONDS = 300;

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const campaign = await findCampaign(params.campaign);
	if (!campaign) error(404);
	const { id: campaignId, title } = campaign.manifest;
	const newest = await newestExplanations(locals.store, { campaignId, most: ENTRIES });
	if (!newest.ok) error(503, newest.error.message);
	const xml = atomXml({
		url: url.origin + url.pathname,
		pageUrl: `${url.origin}${resolve('/explore')}?campaign=${campaignId}`,
		title: linkTexts.feeds.explanations(title),
		entries: newest.value.map(({ id, text, index, author, updatedAt }) => ({
			url: url.origin + explanationPath(id),
			title: linkTexts.feeds.entry(index, text),
			text,
			updatedAt,
			author
		}))
	});
	const headers = { 'content-type': ATOM_TYPE, 'cache-control': `public, max-age=${KEPT_SECONDS}` };
	return new Response(xml, { headers });
};
