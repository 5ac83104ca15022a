// Which addresses have a version for frames on other sites, and where it is.

const EXPLANATION = /^\/e\/[1-9]\d{0,17}$/;
const NEURON = /^\/[a-z0-9][a-z0-9-]{0,39}\/(?:\d{1,6}\/)?\d{1,6}$/;

/** Pages whose addresses look like a campaign's. */
const OTHER = /^\/(e|break|light)\//;

/** Explanations and neurons alone may be framed. */
export const isEmbeddable = (pathname: string): boolean =>
	EXPLANATION.test(pathname) || (NEURON.test(pathname) && !OTHER.test(pathname));

/** The route that answers `url` when it asks for the small version; undefined for all others. */
export function embedPath(url: URL): string | undefined {
	const wantsIt = url.searchParams.get('embed') === '1' && isEmbeddable(url.pathname);
	return wantsIt ? `/embed${url.pathname}` : undefined;
}
