import { error } from '@sveltejs/kit';
import { explanationsOf } from '$lib/data/explanations.ts';
import { findCampaign, neuronView } from '$lib/server/neuron-page.ts';
import { neuronPath } from '../../../../share-heads.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
	const campaign = await findCampaign(params.campaign);
	const wanted = Number(params.index);
	if (!campaign || wanted >= campaign.manifest.neurons) error(404);
	if (params.layer !== undefined && Number(params.layer) !== campaign.manifest.layer) error(404);
	const { campaignId, modelId, layer, index, max, clues } = await neuronView(campaign, wanted);
	const list = await explanationsOf(locals.store, { campaignId, index });
	const best = list.ok ? list.value.find(({ status }) => status === 'shown') : undefined;
	return {
		explanation: best ?? null,
		path: neuronPath(campaignId, layer, index),
		neuron: { modelId, layer, index, max, clues }
	};
};
