// What a browser does between the game, the store's auth addresses and the fake GitHub.
import type { Backend } from '../lib/server/embedded/backend.ts';
import { ORIGIN } from './players.ts';

/** Follows an address of ours or of GitHub's to the game's own page; gives that page's address. */
export async function browse(backend: Backend, address: string): Promise<URL> {
	for (let url = address; ;) {
		const isOurs = url.startsWith(`${ORIGIN}/auth/`);
		if (!isOurs && url.startsWith(ORIGIN)) return new URL(url);
		const answer = await (isOurs ? backend.fetch : fetch)(url, { redirect: 'manual' });
		if (answer.status !== 302) throw new Error(`${answer.status} instead of a redirect at ${url}`);
		url = answer.headers.get('location')!;
	}
}
