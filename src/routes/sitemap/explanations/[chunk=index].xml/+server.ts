import { error } from '@sveltejs/kit';
import { explanationIds } from '$lib/data/explanations.ts';
import { IDS_A_MAP, sitemapAnswer } from '$lib/server/sitemap.ts';
import { explanationPath } from '../../../share-heads.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const from = Number(params.chunk) * IDS_A_MAP;
	const ids = await explanationIds(locals.store, { from, below: from + IDS_A_MAP });
	if (!ids.ok) error(503, ids.error.message);
	return sitemapAnswer(url.origin, ids.value.map(explanationPath));
};
