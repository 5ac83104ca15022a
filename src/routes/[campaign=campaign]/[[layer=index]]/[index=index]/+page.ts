import { isAway } from '$lib/shell/away.ts';
import { orNeedsServer } from '../../../needs-server.ts';
import type { PageLoad } from './$types';

/** The server's data, or while it is away what this device can show. */
export const load: PageLoad = async ({ data, params, url }) => {
	if (!isAway(data)) return data;
	const away = await import('$lib/state/away-pages.ts');
	const { campaign, layer, index } = params;
	const { neuronHead } = await import('../../../share-heads.ts');
	const address = url.origin + url.pathname;
	const neuron = away.neuronPage(campaign, layer, Number(index));
	return orNeedsServer(
		neuron.then((page) => page && { ...page, address, share: neuronHead(url.origin, page.neuron, undefined) })
	);
};
