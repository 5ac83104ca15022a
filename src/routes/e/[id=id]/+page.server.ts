import { error } from '@sveltejs/kit';
import { evidenceOf } from '$lib/data/evidence.ts';
import { explanationById, historyOf } from '$lib/data/explanations.ts';
import { findCampaign, neuronView } from '$lib/server/neuron-page.ts';
import { explanationHead } from '../../share-heads.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, url, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	const { store } = locals;
	const [found, history, evidence] = await Promise.all([
		explanationById(store, params.id),
		historyOf(store, params.id),
		evidenceOf(store, params.id)
	]);
	if (!found.ok) error(503, found.error.message);
	const explanation = found.value;
	const campaign = explanation ? await findCampaign(explanation.campaignId) : undefined;
	if (!explanation || !campaign || explanation.index >= campaign.manifest.neurons) error(404);
	const { campaignId, modelId, layer, index, max, min, clues } = await neuronView(
		campaign,
		explanation.index
	);
	return {
		explanation,
		neuron: { campaignId, modelId, layer, index, max, min, clues },
		history: history.ok ? history.value : null,
		evidence: evidence.ok ? evidence.value : [],
		share: explanationHead(url.origin, explanation)
	};
};
