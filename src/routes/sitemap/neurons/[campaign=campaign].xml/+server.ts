import { error } from '@sveltejs/kit';
import { findCampaign } from '$lib/server/neuron-page.ts';
import { sitemapAnswer } from '$lib/server/sitemap.ts';
import { neuronPath } from '../../../share-heads.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, url }) => {
	const campaign = await findCampaign(params.campaign);
	if (!campaign) error(404);
	const { id, layer, neurons } = campaign.manifest;
	return sitemapAnswer(
		url.origin,
		Array.from({ length: neurons }, (_, index) => neuronPath(id, layer, index))
	);
};
