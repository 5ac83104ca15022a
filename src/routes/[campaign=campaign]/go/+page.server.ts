// Leads to a neuron of this campaign: ?index=5 to that one, without it to any.
import { randomInt } from 'node:crypto';
import { error, redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { findCampaign } from '$lib/server/neuron-page.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, setHeaders }) => {
	const campaign = await findCampaign(params.campaign);
	if (!campaign) error(404);
	const { id, layer, neurons } = campaign.manifest;
	const wanted = url.searchParams.get('index');
	if (wanted !== null && !/^\d{1,6}$/.test(wanted)) error(404);
	const index = wanted === null ? randomInt(neurons) : Number(wanted);
	if (index >= neurons) error(404);
	setHeaders({ 'cache-control': 'no-store' });
	const address = { campaign: id, layer: String(layer), index: String(index) };
	redirect(303, resolve('/[campaign=campaign]/[[layer=index]]/[index=index]', address));
};
