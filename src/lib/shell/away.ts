// What stands in for the server while it does not answer. Pages load their data through +page.server.ts, so that they
// can be read without JavaScript; in the running app that data comes from `{path}/__data.json`. The service worker
// cannot know the data, but it can say in the same form that the server is away: then the page's own load
// (+page.ts) computes the data from what this device keeps, in the page, where the reader of campaigns is loaded
// anyway. So the worker stays small, knows no page's content, and depends on one line of SvelteKit's wire format
// instead of on each page's.

/** What a load gets instead of the server's data. */
export interface Away {
	isAway: true;
}

export const isAway = (data: object | null | undefined): data is Away =>
	(data as Partial<Away> | null | undefined)?.isAway === true;

const NEURON_PAGE = /^\/[a-z0-9][a-z0-9-]{0,39}\/\d{1,6}\/\d{1,6}\/?$/;
/** Pages whose load computes its data from what is kept; the others need the server. */
const PAGES = [
	/^\/$/,
	/^\/(offline|tutorial|settings|daily|check|explore)\/?$/,
	/^\/light(\/\d{1,6})?\/?$/,
	NEURON_PAGE
];

export const worksAway = (pathname: string): boolean => PAGES.some((page) => page.test(pathname));

const DATA_SUFFIX = /\/?__data\.json$/;
export const isDataRequest = (pathname: string): boolean => DATA_SUFFIX.test(pathname);

/** SvelteKit's `uses`: the answer serves this address and route only, so that the next one asks the server again. */
const USES = { url: 1, route: 1 };
/** {isAway: true} as devalue writes it: the root first, then the values that it names by their places. */
const AWAY_NODE = { type: 'data', data: [{ isAway: 1 }, true], uses: USES };
const ERROR_NODE = { type: 'error', status: 503, error: { message: 'Away', needsServer: true } };

/** The answer to a request for the data of a page (`url` as the app asks): for each of its layouts and the page, last,
 *  whether that is wanted stands in the address. */
export function awayAnswer(url: URL): Response {
	const wanted = [...(url.searchParams.get('x-sveltekit-invalidated') ?? '')];
	const page = url.pathname.replace(DATA_SUFFIX, '') || '/';
	const nodes = wanted.map((flag, i) => {
		if (flag !== '1') return { type: 'skip' };
		return i < wanted.length - 1 || worksAway(page) ? AWAY_NODE : ERROR_NODE;
	});
	return new Response(`${JSON.stringify({ type: 'data', nodes })}\n`, {
		headers: { 'content-type': 'text/sveltekit-data', 'cache-control': 'no-store' }
	});
}
