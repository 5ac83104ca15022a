// What a page tells those who show a link to it: search engines, chats, other sites.

export interface ShareHead {
	title: string;
	description: string;
	/** What Open Graph calls it: an article has a date and an author, a website has none. */
	type: 'article' | 'website';
	/** ISO 8601, of an article. */
	publishedAt?: string;
	/** The page's one address. */
	url: string;
	/** Where its oEmbed answer is; for pages that can be framed. */
	oembedUrl?: string;
	/** Where it is in frames; for the same pages. */
	embedUrl?: string;
	/** 1200 x 630 pixels. */
	imageUrl: string;
	imageAlt: string;
	/** A schema.org object, https://schema.org. */
	jsonLd: Record<string, unknown>;
}

/** JSON that may stand inside a <script>: nothing in it can end the element. */
export const scriptSafeJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');
