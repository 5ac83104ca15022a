// The site's map for search engines, https://www.sitemaps.org: maps of pages, and an index of maps.
import { escapeXml } from './xml.ts';

const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9';
/** The format's own limit for one file. */
const MAX_ADDRESSES = 50_000;
export const XML_TYPE = 'application/xml; charset=utf-8';

function document(root: string, item: string, addresses: readonly string[]): string {
	if (addresses.length > MAX_ADDRESSES)
		throw new RangeError(`A map holds at most ${MAX_ADDRESSES} addresses.`);
	const items = addresses.map((address) => `<${item}><loc>${escapeXml(address)}</loc></${item}>`);
	return `<?xml version="1.0" encoding="utf-8"?>\n<${root} xmlns="${NAMESPACE}">${items.join('')}</${root}>\n`;
}

/** A map of pages, by their whole addresses. Throws a RangeError above 50,000. */
export const sitemapXml = (addresses: readonly string[]): string => document('urlset', 'url', addresses);

/** An index of maps. */
export const sitemapIndexXml = (addresses: readonly string[]): string =>
	document('sitemapindex', 'sitemap', addresses);
