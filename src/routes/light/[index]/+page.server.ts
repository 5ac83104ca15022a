import { error } from '@sveltejs/kit';
import { recordsOf } from '$lib/data/evidence.ts';
import { playNeuron } from '$lib/server/play-neuron.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	const neuron = await playNeuron(params.index);
	if (!neuron) error(404, 'There is no such neuron.');
	const records = await recordsOf(locals.store, neuron);
	return { neuron, records: records.ok ? records.value : [] };
};
