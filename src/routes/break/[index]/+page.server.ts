import { error } from '@sveltejs/kit';
import { explanationsOf } from '$lib/data/explanations.ts';
import { playNeuron } from '$lib/server/play-neuron.ts';
import type { PageServerLoad } from './$types';

/** More to choose from would help nobody; the best ones come first. */
const OFFERED = 12;

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	const neuron = await playNeuron(params.index);
	if (!neuron) error(404, 'There is no such neuron.');
	const all = await explanationsOf(locals.store, neuron);
	const explanations = all.ok ? all.value : [];
	const wanted = explanations.find(({ id }) => id === url.searchParams.get('explanation'));
	const others = explanations.filter((other) => other !== wanted);
	return { neuron, explanations: (wanted ? [wanted, ...others] : others).slice(0, OFFERED) };
};
