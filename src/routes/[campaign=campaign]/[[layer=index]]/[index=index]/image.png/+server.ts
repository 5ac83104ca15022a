import { error } from '@sveltejs/kit';
import { explanationsOf } from '$lib/data/explanations.ts';
import { findCampaign } from '$lib/server/neuron-page.ts';
import { imageAnswer } from '$lib/server/share/image-answer.ts';
import { cardOf } from '../../../../share-heads.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, request }) => {
	const campaign = await findCampaign(params.campaign);
	const index = Number(params.index);
	if (!campaign || index >= campaign.manifest.neurons) error(404);
	if (params.layer !== undefined && Number(params.layer) !== campaign.manifest.layer) error(404);
	const list = await explanationsOf(locals.store, { campaignId: params.campaign, index });
	const best = list.ok ? list.value.find(({ status }) => status === 'shown') : undefined;
	return imageAnswer(request, cardOf(await campaign.neuron(index), best));
};
