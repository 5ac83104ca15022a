import { json } from '@sveltejs/kit';
import { deal } from '$lib/server/deal.ts';
import type { RequestHandler } from './$types';

/** More were never on one screen; a longer list is cut. */
const MAX_EXCLUDED = 200;

/** The next puzzle: ?exclude=1,2,3 names neurons just seen. */
export const GET: RequestHandler = async ({ locals, url, setHeaders }) => {
	setHeaders({ 'cache-control': 'no-store' });
	const exclude = (url.searchParams.get('exclude') ?? '')
		.split(',')
		.filter((text) => /^\d{1,6}$/.test(text))
		.map(Number);
	return json(await deal(locals.store, exclude.slice(-MAX_EXCLUDED)));
};
