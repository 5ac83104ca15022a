import { error, redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { explanationsOf } from '$lib/data/explanations.ts';
import { laughsOf } from '$lib/data/laughs.ts';
import { neuronStanding } from '$lib/data/puzzles.ts';
import { findCampaign, neuronView } from '$lib/server/neuron-page.ts';
import { textBehindHash } from '$lib/util/text-link.ts';
import { neuronHead } from '../../../share-heads.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, url, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	const campaign = await findCampaign(params.campaign);
	const index = Number(params.index);
	if (!campaign || index >= campaign.manifest.neurons) error(404);
	const { id: campaignId, layer } = campaign.manifest;
	if (params.layer === undefined) {
		const address = { campaign: campaignId, layer: String(layer), index: params.index };
		const { search, hash } = textBehindHash(url) ?? { search: url.search, hash: '' };
		// One address for one neuron, so that links to it add up.
		redirect(308, resolve('/[campaign=campaign]/[[layer=index]]/[index=index]', address) + search + hash);
	}
	if (Number(params.layer) !== layer) error(404);
	const [neuron, explanations, standing, laughs] = await Promise.all([
		neuronView(campaign, index),
		explanationsOf(locals.store, { campaignId, index }),
		neuronStanding(locals.store, { campaignId, index }),
		laughsOf(locals.store, { campaignId, index })
	]);
	const list = explanations.ok ? explanations.value : [];
	const bestId = standing.ok ? standing.value?.bestId : null;
	return {
		neuron,
		explanations: list,
		standing: standing.ok ? standing.value : null,
		laughs: laughs.ok ? laughs.value : [],
		// The clues are files and can be read although the store does not answer.
		problem: explanations.ok ? null : explanations.error.message,
		address: url.origin + url.pathname,
		share: neuronHead(url.origin, neuron, list.find(({ id }) => id === bestId)?.text)
	};
};
