// How the site's map is cut, and its answers: one map of pages, one of each campaign's neurons, and explanations by
// ranges of ids, so that a map once full does not change with what comes after.
import { sitemapXml, XML_TYPE } from '../util/sitemap.ts';

/** As many as the store looks through in one call. */
export const IDS_A_MAP = 2_500;
const KEPT_SECONDS = 3600;

/** How many maps hold the explanations up to this id. */
export const explanationMaps = (newestId: number): number =>
	newestId > 0 ? Math.floor(newestId / IDS_A_MAP) + 1 : 0;

export const xmlAnswer = (xml: string): Response =>
	new Response(xml, {
		headers: { 'content-type': XML_TYPE, 'cache-control': `public, max-age=${KEPT_SECONDS}` }
	});

/** A map of pages on `origin`. */
export const sitemapAnswer = (origin: string, paths: readonly string[]): Response =>
	xmlAnswer(sitemapXml(paths.map((path) => origin + path)));
