import { error } from '@sveltejs/kit';
import { playerNamed } from '$lib/data/public-players.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	const found = await playerNamed(locals.store, params.name);
	if (!found.ok) error(503, found.error.message);
	if (!found.value) error(404);
	return { player: found.value };
};
