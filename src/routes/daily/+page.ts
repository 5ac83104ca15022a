import { isAway } from '$lib/shell/away.ts';
import { orNeedsServer } from '../needs-server.ts';
import type { PageLoad } from './$types';

/** The server's data, or while it is away what this device can show. */
export const load: PageLoad = async ({ data }) => {
	if (!isAway(data)) return data;
	const away = await import('$lib/state/away-pages.ts');
	return orNeedsServer(away.dailyPage());
};
