import { error } from '@sveltejs/kit';
import { LIST_KINDS, neuronList, searchExplanations, type ListKind } from '$lib/data/exploring.ts';
import { cellStates } from '$lib/server/campaign-overview.ts';
import { homeCampaign } from '$lib/server/deal.ts';
import { findCampaign } from '$lib/server/neuron-page.ts';
import type { PageServerLoad } from './$types';

/** The store looks at no more of a search than this. */
const MAX_WORDS = 200;

const kindOf = (text: string | null): ListKind => LIST_KINDS.find((kind) => kind === text) ?? 'unsolved';

export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	const campaign = await findCampaign(url.searchParams.get('campaign') ?? homeCampaign());
	if (!campaign) error(404);
	const { id: campaignId, title, modelId, layer, neurons } = campaign.manifest;
	const kind = kindOf(url.searchParams.get('list'));
	const words = (url.searchParams.get('q') ?? '').slice(0, MAX_WORDS).trim();
	const [cells, list, found] = await Promise.all([
		cellStates(locals.store, campaign),
		neuronList(locals.store, { campaignId, kind }),
		words ? searchExplanations(locals.store, { campaignId, words }) : null
	]);
	const refused = [cells, list, found].find((answer) => answer && !answer.ok);
	return {
		campaign: { id: campaignId, title, modelId, layer, neurons },
		isHome: campaignId === homeCampaign(),
		cells: cells.ok ? cells.value : null,
		kind,
		list: list.ok ? list.value : [],
		words,
		found: found?.ok ? found.value : null,
		problem: refused && !refused.ok ? refused.error.message : null
	};
};
