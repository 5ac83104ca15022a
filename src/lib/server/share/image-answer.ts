// The HTTP answer that carries a share image.
import type { ShareCard } from './share-card.ts';
import { shareImage } from './share-image.ts';

/** Crawlers and caches in between may keep an image so long; scores move slowly. */
const KEPT_SECONDS = 3600;

/** Answers a request with the card's image, or with 304 when the asker has it already. */
export async function imageAnswer(request: Request, card: ShareCard): Promise<Response> {
	const { png, etag } = await shareImage(card);
	const headers = { etag, 'cache-control': `public, max-age=${KEPT_SECONDS}` };
	if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
	return new Response(png, { headers: { ...headers, 'content-type': 'image/png' } });
}
