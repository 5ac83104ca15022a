// What a page tells those who show a link to it: search engines, chats, other sites.

export interface ShareHead {
	title: string;
	description: string;
	/** The page's one address, and the address it was asked at that answers oEmbed. */
	url: string;
	oembedUrl: string;
	/** 1200 x 630 pixels. */
	imageUrl: string;
	imageAlt: string;
	/** A schema.org object, https://schema.org. */
	jsonLd: Record<string, unknown>;
}

/** JSON that may stand inside a <script>: nothing in it can end the element. */
export const scriptSafeJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');
