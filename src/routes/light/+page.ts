import { redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { isAway } from '$lib/shell/away.ts';
import { orNeedsServer } from '../needs-server.ts';
import type { PageLoad } from './$types';

/** The server sends on to a neuron; while it is away, the kept campaign names one. */
export const load: PageLoad = async ({ data }) => {
	if (!isAway(data)) return data;
	const { lightNeuron } = await import('$lib/state/away-pages.ts');
	const found = await orNeedsServer(lightNeuron());
	redirect(307, resolve('/light/[index]', { index: String(found.index) }));
};
