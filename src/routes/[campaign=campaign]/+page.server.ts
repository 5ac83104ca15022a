// A campaign's own address leads to its map.
import { error, redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { findCampaign } from '$lib/server/neuron-page.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
	if (!(await findCampaign(params.campaign))) error(404);
	redirect(307, `${resolve('/explore')}?campaign=${params.campaign}`);
};
