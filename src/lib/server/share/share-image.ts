// Share images as PNG, drawn once for each content and kept in memory for the crawlers that ask again.
import { createHash } from 'node:crypto';
import { renderAsync } from '@resvg/resvg-js';
import { cardSvg, type ShareCard } from './share-card.ts';

/** About 140 kB each: 14 MB at most. */
const KEPT = 100;

export interface ShareImage {
	png: Uint8Array<ArrayBuffer>;
	/** Changes with the content. */
	etag: string;
}

const kept = new Map<string, Promise<ShareImage>>();

async function draw(card: ShareCard, etag: string): Promise<ShareImage> {
	// A drawing has paths only, so no font is looked for.
	const image = await renderAsync(cardSvg(card), { font: { loadSystemFonts: false } });
	return { png: new Uint8Array(image.asPng()), etag };
}

/** The card's image; the same promise for the same content while it is kept. */
export function shareImage(card: ShareCard): Promise<ShareImage> {
	const content = JSON.stringify({
		...card,
		clue: card.clue && { ...card.clue, activations: Array.from(card.clue.activations) }
	});
	const etag = `"${createHash('sha256').update(content).digest('hex').slice(0, 32)}"`;
	const image = kept.get(etag) ?? draw(card, etag);
	kept.delete(etag);
	kept.set(etag, image);
	if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
	image.catch(() => kept.delete(etag));
	return image;
}
