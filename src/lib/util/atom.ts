// Atom feeds, RFC 4287 (https://www.rfc-editor.org/rfc/rfc4287).
import { escapeXml } from './xml.ts';

export interface FeedEntry {
	/** Address of what it is about; also its id. */
	url: string;
	title: string;
	text: string;
	/** ISO 8601. */
	updatedAt: string;
	author: string | null;
}

export interface Feed {
	/** The feed's own address; also its id. */
	url: string;
	/** The page that it speaks of. */
	pageUrl: string;
	title: string;
	/** Newest first. */
	entries: FeedEntry[];
}

export const ATOM_TYPE = 'application/atom+xml; charset=utf-8';
/** A feed without entries still says when it last changed. */
const NEVER = '1970-01-01T00:00:00Z';

const date = (iso: string): string => new Date(iso).toISOString();
/** The newest entry need not be the one that changed last. */
const latest = (entries: readonly FeedEntry[]): string =>
	entries
		.map(({ updatedAt }) => date(updatedAt))
		.sort()
		.at(-1) ?? date(NEVER);

function entryXml({ url, title, text, updatedAt, author }: FeedEntry): string {
	const link = escapeXml(url);
	return (
		`<entry><id>${link}</id><link href="${link}"/><title>${escapeXml(title)}</title>` +
		`<updated>${date(updatedAt)}</updated><author><name>${escapeXml(author ?? 'a player')}</name></author>` +
		`<summary>${escapeXml(text)}</summary></entry>`
	);
}

/** The feed as an XML document. */
export function atomXml({ url, pageUrl, title, entries }: Feed): string {
	const self = escapeXml(url);
	return (
		'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">' +
		`<id>${self}</id><link rel="self" href="${self}"/><link href="${escapeXml(pageUrl)}"/>` +
		`<title>${escapeXml(title)}</title><updated>${latest(entries)}</updated>` +
		`<author><name>Neuronpedia</name></author>${entries.map(entryXml).join('')}</feed>\n`
	);
}
