// The lines of HTML with which another site shows one of our small pages.
import { escapeXml } from './xml.ts';

/** What the small page needs, in CSS pixels; a smaller frame scrolls. */
export const EMBED_SIZE = { width: 560, height: 420 };

export const embedHtml = (url: string, title: string, { width, height } = EMBED_SIZE): string =>
	`<iframe src="${escapeXml(url)}" width="${width}" height="${height}" title="${escapeXml(title)}" ` +
	'loading="lazy" style="border:0;max-width:100%"></iframe>';
