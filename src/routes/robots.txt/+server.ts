import { text } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import type { RequestHandler } from './$types';

/** Calls, and pages of one player alone. */
const NOT_FOR_ROBOTS = ['/rest/', '/auth/', '/play/', '/moderation', '/settings', '/profile', '/answers'];

export const GET: RequestHandler = ({ url }) =>
	text(
		[
			'User-agent: *',
			...NOT_FOR_ROBOTS.map((path) => `Disallow: ${path}`),
			`Sitemap: ${url.origin}${resolve('/sitemap.xml')}`,
			''
		].join('\n')
	);
