import { error } from '@sveltejs/kit';
import { explanationById } from '$lib/data/explanations.ts';
import { findCampaign } from '$lib/server/neuron-page.ts';
import { imageAnswer } from '$lib/server/share/image-answer.ts';
import { cardOf } from '../../../share-heads.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, request }) => {
	const found = await explanationById(locals.store, params.id);
	if (!found.ok) error(503, found.error.message);
	const explanation = found.value;
	// What only its author may see is for nobody's cache.
	if (!explanation || explanation.status !== 'shown') error(404);
	const campaign = await findCampaign(explanation.campaignId);
	if (!campaign) error(404);
	return imageAnswer(request, cardOf(await campaign.neuron(explanation.index), explanation));
};
