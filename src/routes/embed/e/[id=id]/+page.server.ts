import { error } from '@sveltejs/kit';
import { explanationById } from '$lib/data/explanations.ts';
import { findCampaign, neuronView } from '$lib/server/neuron-page.ts';
import { explanationPath } from '../../../share-heads.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
	const found = await explanationById(locals.store, params.id);
	if (!found.ok) error(503, found.error.message);
	const explanation = found.value;
	const campaign = explanation ? await findCampaign(explanation.campaignId) : undefined;
	if (!explanation || !campaign || explanation.index >= campaign.manifest.neurons) error(404);
	const { modelId, layer, index, max, clues } = await neuronView(campaign, explanation.index);
	return {
		explanation,
		path: explanationPath(explanation.id),
		neuron: { modelId, layer, index, max, clues }
	};
};
