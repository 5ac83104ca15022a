import { error, json } from '@sveltejs/kit';
import { CampaignError, type CampaignErrorCode } from '$lib/campaign/campaign-error.ts';
import { toNeuronRecord, type OpenAiNeuronRecord } from '$lib/campaign/neuron-record.ts';
import { openServedCampaign } from '$lib/server/campaigns.ts';
import type { RequestHandler } from './$types';

/** A rebuilt campaign is seen after this time. */
const CACHE_SECONDS = 3600;

const isNotThere = (code: CampaignErrorCode): boolean => code === 'missing' || code === 'no-such-neuron';

async function recordOf(campaignId: string, index: number): Promise<OpenAiNeuronRecord> {
	try {
		const campaign = await openServedCampaign(campaignId);
		const [page, sample] = await Promise.all([campaign.neuron(index), campaign.sample(index)]);
		return toNeuronRecord(page, sample);
	} catch (cause) {
		if (cause instanceof CampaignError && isNotThere(cause.code)) error(404, 'There is no such neuron.');
		console.error(cause);
		error(500, 'This neuron could not be read.');
	}
}

/** One neuron as OpenAI's neuron-explainer reads it; any page may fetch it. */
export const GET: RequestHandler = async ({ params, setHeaders }) => {
	if (!/^(0|[1-9]\d{0,5})$/.test(params.index)) error(404, 'There is no such neuron.');
	const record = await recordOf(params.campaign, Number(params.index));
	setHeaders({
		'cache-control': `public, max-age=${CACHE_SECONDS}`,
		'access-control-allow-origin': '*'
	});
	return json(record);
};
