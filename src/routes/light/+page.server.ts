import { error, redirect } from '@sveltejs/kit';
import { clearNeuron } from '$lib/server/play-neuron.ts';
import type { PageServerLoad } from './$types';

/** Another clear neuron each time. */
export const load: PageServerLoad = async ({ setHeaders }) => {
	setHeaders({ 'cache-control': 'no-store' });
	const index = await clearNeuron(Math.random);
	if (index === null) error(404, 'There is no neuron to light up.');
	redirect(307, `/light/${index}`);
};
