// oEmbed (https://oembed.com): other sites ask here how to show one of our links.
import { json, text } from '@sveltejs/kit';
import { explanationById } from '$lib/data/explanations.ts';
import type { ServerStore } from '$lib/data/client.ts';
import { findCampaign } from '$lib/server/neuron-page.ts';
import { linkTexts } from '$lib/ui/texts-links.ts';
import { EMBED_SIZE, embedHtml } from '$lib/util/embed-html.ts';
import { isEmbeddable } from '$lib/util/embed-path.ts';
import type { RequestHandler } from './$types';

/** Of the share image. */
const THUMBNAIL = { width: 1200, height: 630 };
const CACHE_SECONDS = 3600;

/** The title of the page at `pathname`; null when there is none. */
async function titleOf(store: ServerStore, pathname: string): Promise<string | null> {
	const id = /^\/e\/(\d+)$/.exec(pathname)?.[1];
	if (id) {
		const found = await explanationById(store, id);
		return found.ok && found.value?.status === 'shown' ? found.value.text : null;
	}
	const [, campaignId = '', ...numbers] = pathname.split('/');
	const campaign = await findCampaign(campaignId);
	const index = Number(numbers.at(-1));
	if (!campaign || index >= campaign.manifest.neurons) return null;
	return linkTexts.head.place(campaign.manifest.modelId, campaign.manifest.layer, index);
}

/** The most that the asker allows, which no answer may exceed; Infinity without a word. */
function limitOf(most: string | null): number {
	const limit = Number(most ?? '');
	return Number.isInteger(limit) && limit > 0 ? limit : Infinity;
}

/** The share image, where the asker allows its size. */
const thumbnailOf = (url: string, maxWidth: number, maxHeight: number) =>
	THUMBNAIL.width <= maxWidth && THUMBNAIL.height <= maxHeight
		? {
				thumbnail_url: `${url}/image.png`,
				thumbnail_width: THUMBNAIL.width,
				thumbnail_height: THUMBNAIL.height
			}
		: {};

function parse(address: string | null): URL | null {
	return address && URL.canParse(address) ? new URL(address) : null;
}

export const GET: RequestHandler = async ({ locals, url, setHeaders }) => {
	setHeaders({ 'access-control-allow-origin': '*' });
	if ((url.searchParams.get('format') ?? 'json') !== 'json') return text('Only json.', { status: 501 });
	const page = parse(url.searchParams.get('url'));
	if (!page || page.origin !== url.origin || !isEmbeddable(page.pathname)) {
		return text('There is nothing to embed at this address.', { status: 404 });
	}
	const title = await titleOf(locals.store, page.pathname);
	if (title === null) return text('There is nothing to embed at this address.', { status: 404 });
	const maxWidth = limitOf(url.searchParams.get('maxwidth'));
	const maxHeight = limitOf(url.searchParams.get('maxheight'));
	const [width, height] = [Math.min(EMBED_SIZE.width, maxWidth), Math.min(EMBED_SIZE.height, maxHeight)];
	const address = page.origin + page.pathname;
	return json(
		{
			type: 'rich',
			version: '1.0',
			provider_name: linkTexts.head.site,
			provider_url: page.origin,
			title,
			cache_age: CACHE_SECONDS,
			...thumbnailOf(address, maxWidth, maxHeight),
			width,
			height,
			html: embedHtml(`${address}?embed=1`, title, { width, height })
		},
		{ headers: { 'cache-control': `public, max-age=${CACHE_SECONDS}` } }
	);
};
