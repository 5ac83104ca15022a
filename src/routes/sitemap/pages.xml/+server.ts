import { resolve } from '$app/paths';
import { sitemapAnswer } from '$lib/server/sitemap.ts';
import { mainPages } from '../../site-pages.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ url }) => {
	const games = [resolve('/daily'), resolve('/check'), resolve('/tutorial'), resolve('/api')];
	return sitemapAnswer(url.origin, [...mainPages().map(({ href }) => href), ...games]);
};
