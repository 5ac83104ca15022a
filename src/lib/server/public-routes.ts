// Which routes answer everybody alike (other sites' frames, crawlers, feed readers): they know no player, set no cookie
// and may be kept by caches in between.

const FILES = ['/feeds/', '/sitemap', '/robots.txt', '/oembed'];

/** Small pages in frames. */
export const isEmbed = (routeId: string | null): boolean => routeId?.startsWith('/embed/') ?? false;

/** Answers that pages of other sites may show. */
export const isForOtherSites = (routeId: string | null): boolean =>
	isEmbed(routeId) || (routeId?.endsWith('/image.png') ?? false);

/** Answers that are the same for everybody. */
export const isForEverybody = (routeId: string | null): boolean =>
	isForOtherSites(routeId) || FILES.some((start) => routeId?.startsWith(start));
