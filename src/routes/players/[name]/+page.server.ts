import { error } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { playerNamed } from '$lib/data/public-players.ts';
import { playerHead } from '../../share-heads.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
	setHeaders({ 'cache-control': 'private, no-store' });
	const found = await playerNamed(locals.store, params.name);
	if (!found.ok) error(503, found.error.message);
	if (!found.value) error(404);
	const { name, answered, rounds } = found.value;
	const path = resolve('/players/[name]', { name });
	return { player: found.value, share: playerHead(url.origin, path, { name, answered, rounds }) };
};
