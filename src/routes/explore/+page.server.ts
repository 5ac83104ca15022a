import { error } from '@sveltejs/kit';
import { LIST_KINDS, neuronList, searchExplanations } from '$lib/data/exploring.ts';
import { funniest } from '$lib/data/laughs.ts';
import { cellStates } from '$lib/server/campaign-overview.ts';
import { homeCampaign } from '$lib/server/deal.ts';
import { findCampaign } from '$lib/server/neuron-page.ts';
import type { PageServerLoad } from './$types';

/** The store looks at no more of a search than this. */
const MAX_WORDS = 200;

/** What the page lists: neurons of a kind, or what made players laugh. */
const KINDS = [...LIST_KINDS, 'funny'] as const;
const kindOf = (text: string | null) => KINDS.find((kind) => kind === text) ?? 'unsolved';
const NO_LIST = { ok: true as const, value: [] };

export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	const campaign = await findCampaign(url.searchParams.get('campaign') ?? homeCampaign());
	if (!campaign) error(404);
	const { id: campaignId, title, modelId, layer, neurons } = campaign.manifest;
	const kind = kindOf(url.searchParams.get('list'));
	const words = (url.searchParams.get('q') ?? '').slice(0, MAX_WORDS).trim();
	const [cells, list, funny, found] = await Promise.all([
		cellStates(locals.store, campaign),
		kind === 'funny' ? NO_LIST : neuronList(locals.store, { campaignId, kind }),
		kind === 'funny' ? funniest(locals.store, campaignId) : NO_LIST,
		words ? searchExplanations(locals.store, { campaignId, words }) : null
	]);
	const refused = [cells, list, funny, found].find((answer) => answer && !answer.ok);
	return {
		campaign: { id: campaignId, title, modelId, layer, neurons },
		isHome: campaignId === homeCampaign(),
		cells: cells.ok ? cells.value : null,
		kind,
		kinds: KINDS,
		list: list.ok ? list.value : [],
		funny: funny.ok ? funny.value : [],
		words,
		found: found?.ok ? found.value : null,
		problem: refused && !refused.ok ? refused.error.message : null
	};
};
