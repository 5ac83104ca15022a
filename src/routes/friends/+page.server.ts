import { myGroups } from '$lib/data/groups.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	const groups = locals.playerId ? await myGroups(locals.store) : null;
	return {
		groups: groups?.ok ? groups.value : [],
		problem: groups && !groups.ok ? groups.error.message : null
	};
};
