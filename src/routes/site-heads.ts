// What the pages without a head of their own tell those who show links to them: name, description, address, the site's
// image. Pages that are one player's alone say nothing and stay out of search engines.
import { resolve } from '$app/paths';
import type { ShareHead } from '$lib/ui/share-head.ts';
import { linkTexts } from '$lib/ui/texts-links.ts';

const texts = linkTexts.head;

/** One player's pages, by route. */
const PRIVATE = ['/settings', '/profile', '/answers', '/moderation'];

export const isPrivate = (routeId: string | null): boolean =>
	routeId !== null && PRIVATE.some((path) => routeId === path || routeId.startsWith(`${path}/`));

function jsonLdOf(
	routeId: string,
	origin: string,
	url: string,
	words: { title: string; description: string }
) {
	const site = { '@type': 'WebSite', name: texts.site, url: origin + resolve('/') };
	const page = { name: words.title, description: words.description, url };
	if (routeId !== '/') return { '@type': 'WebPage', ...page, isPartOf: site };
	const search = `${origin}${resolve('/explore')}?q={words}`;
	return {
		...site,
		description: words.description,
		potentialAction: {
			'@type': 'SearchAction',
			target: { '@type': 'EntryPoint', urlTemplate: search },
			'query-input': 'required name=words'
		}
	};
}

/** The page's one address: of what a query can ask for, only the campaign makes another page. */
function canonical({ origin, pathname, searchParams }: URL): string {
	const campaign = searchParams.get('campaign');
	return origin + pathname + (campaign ? `?campaign=${encodeURIComponent(campaign)}` : '');
}

/** The head of the page at `url`; null for routes that nobody links to. */
export function siteHead(url: URL, routeId: string | null): ShareHead | null {
	const words = texts.pages[routeId ?? ''];
	if (!routeId || !words) return null;
	const address = canonical(url);
	return {
		...words,
		type: 'website',
		url: address,
		imageUrl: `${url.origin}${resolve('/image.png')}`,
		imageAlt: texts.siteImageAlt,
		jsonLd: jsonLdOf(routeId, url.origin, address, words)
	};
}
