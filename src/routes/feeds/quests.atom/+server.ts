// Quests as a feed.
import { error } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { quests } from '$lib/data/boards.ts';
import { linkTexts } from '$lib/ui/texts-links.ts';
import { playerTexts } from '$lib/ui/texts-players.ts';
import { ATOM_TYPE, atomXml } from '$lib/util/atom.ts';
import type { RequestHandler } from './$types';

const KEPT_SECONDS = 300;

export const GET: RequestHandler = async ({ locals, url }) => {
	const found = await quests(locals.store);
	if (!found.ok) error(503, found.error.message);
	const pageUrl = url.origin + resolve('/quests');
	const newestFirst = found.value.toSorted((a, b) => (a.startsAt < b.startsAt ? 1 : -1));
	const xml = atomXml({
		url: url.origin + url.pathname,
		pageUrl,
		title: linkTexts.feeds.quests,
		entries: newestFirst.map(({ id, title, theme, startsAt }) => ({
			url: `${pageUrl}#quest-${id}`,
			title: title ?? playerTexts.quests.theme[theme] ?? theme,
			text: playerTexts.quests.how[theme] ?? '',
			updatedAt: startsAt,
			author: linkTexts.head.site
		}))
	});
	const headers = { 'content-type': ATOM_TYPE, 'cache-control': `public, max-age=${KEPT_SECONDS}` };
	return new Response(xml, { headers });
};
