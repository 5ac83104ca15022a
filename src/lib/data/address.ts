// Where the store is: a hosted Supabase when the environment names one, else the embedded backend on our own origin.

/** The key that browsers send to the embedded backend. It is no secret: it only names the kind of caller. */
export const EMBEDDED_PUBLISHABLE_KEY = 'sb_publishable_embedded';

export interface StoreAddress {
	url: string;
	key: string;
	isHosted: boolean;
}

/** The store's address for a page served from `origin`. Throws when a hosted URL comes without its key. */
export function storeAddress(env: Record<string, string | undefined>, origin: string): StoreAddress {
	const url = env.PUBLIC_SUPABASE_URL;
	if (!url) return { url: origin, key: EMBEDDED_PUBLISHABLE_KEY, isHosted: false };
	const key = env.PUBLIC_SUPABASE_PUBLISHABLE_KEY;
	if (!key) throw new Error('PUBLIC_SUPABASE_URL is set, so PUBLIC_SUPABASE_PUBLISHABLE_KEY must be too.');
	return { url: new URL(url).href.replace(/\/$/, ''), key, isHosted: true };
}
