// The only module that imports Supabase's libraries, and only when the first call is made (they weigh 62 kB). Owns
// the session: it lives in cookies, so that the server's loads see the same player; the first write makes an
// anonymous player, nothing before does.
import type { SupabaseClient } from '@supabase/supabase-js';
import { err, ok, type Result } from '../util/result.ts';
import type { Database } from './database.types.ts';
import type { StoreError } from './nouns.ts';
import { isUnanswered, storeError, toSignInError, toStoreError } from './store-errors.ts';

/** A function of schema `api`. Its answers are validated by the verbs. */
export type FunctionName = keyof Database['api']['Functions'];

/** What the verbs of this folder call functions of schema `api` through. Never rejects. */
export interface Store {
	/** Calls a function as the signed-in player, or as nobody. */
	read(name: FunctionName, args: Record<string, unknown>): Promise<Result<unknown, StoreError>>;
	/** Calls a function as the signed-in player, making an anonymous player first if need be. */
	write(name: FunctionName, args: Record<string, unknown>): Promise<Result<unknown, StoreError>>;
	isSignedIn(): Promise<boolean>;
	/** Where the browser goes to link its player to a GitHub account, or to sign in with one; it comes back to
	 *  `returnTo`. Journeys are made of this in accounts.ts. */
	gitHubPage(kind: 'link' | 'sign-in', returnTo: string): Promise<Result<string, StoreError>>;
	/** Exchanges the code that the browser came back with for a session. */
	finishSignIn(code: string): Promise<Result<null, StoreError>>;
}

export interface ServerStore extends Store {
	/** The player of the request's verified session; null for nobody. Renews an expired session, so call it
	 *  before the response begins: later its new cookies would be lost. */
	playerId(): Promise<string | null>;
}

/** What a server load must lend for its request: how to reach the store, and the request's cookies. */
export interface ServerStoreOptions {
	url: string;
	key: string;
	fetch: typeof fetch;
	cookies: {
		getAll(): { name: string; value: string }[];
		/** Each with its path, age and the like; whether `secure` is set is up to `isSecure`. */
		setAll(cookies: { name: string; value: string; options: CookieOptions }[]): void;
	};
	/** The page came by https, so its cookies may be bound to that. */
	isSecure: boolean;
}

export interface CookieOptions {
	path?: string;
	maxAge?: number;
	sameSite?: true | false | 'lax' | 'strict' | 'none';
	secure?: boolean;
	httpOnly?: boolean;
}

/** Begins the name of each session cookie (a long session is cut in numbered pieces). */
export const SESSION_COOKIE = 'neuronpedia-session';
const SCHEMA = 'api';

type Client = SupabaseClient<Database, typeof SCHEMA>;

/** A store for the browser; nothing is loaded before its first call. */
export function createBrowserStore({ url, key }: { url: string; key: string }): Store {
	let client: Promise<Client> | undefined;
	const load = async () => {
		const { createBrowserClient } = await import('@supabase/ssr');
		return createBrowserClient<Database, typeof SCHEMA>(url, key, {
			db: { schema: SCHEMA },
			cookieOptions: { name: SESSION_COOKIE, secure: location.protocol === 'https:' },
			// The page that somebody comes back to says when (accounts.ts), so that it hears how it went.
			auth: { detectSessionInUrl: false }
		});
	};
	return storeOver(() => {
		// A failed download is tried again with the next call.
		client ??= load().catch((error) => {
			client = undefined;
			throw error;
		});
		return client;
	});
}

/** A store for one request on the server. */
export function createServerStore(options: ServerStoreOptions): ServerStore {
	let client: Promise<Client> | undefined;
	const load = async () => {
		const { createServerClient } = await import('@supabase/ssr');
		return createServerClient<Database, typeof SCHEMA>(options.url, options.key, {
			db: { schema: SCHEMA },
			global: { fetch: options.fetch },
			cookieOptions: { name: SESSION_COOKIE, secure: options.isSecure },
			cookies: options.cookies
		});
	};
	const getClient = () => (client ??= load());
	return {
		...storeOver(getClient),
		playerId: async () => {
			const { data } = await (await getClient()).auth.getClaims();
			return data?.claims.sub ?? null;
		}
	};
}

/** A store over any client of Supabase; the tests bring one that keeps its session in memory. */
export function storeOver(getClient: () => Promise<Client>): Store {
	const signIn = singleFlight(signInAnonymously);

	async function attempt<T>(call: (client: Client) => Promise<Result<T, StoreError>>) {
		try {
			return await call(await getClient());
		} catch {
			return err(storeError('offline')); // the libraries did not load, or the network broke in mid-answer
		}
	}
	return {
		read: (name, args) => attempt((client) => callRenewing(client, name, args)),
		write: (name, args) =>
			attempt(async (client) => {
				const signedIn = await signIn(client);
				if (!signedIn.ok) return signedIn;
				const answer = await callRenewing(client, name, args);
				if (answer.ok || answer.error.code !== 'signed_out') return answer;
				// The old player is gone (the store was emptied, say): go on as a new one.
				const again = await signIn(client);
				return again.ok ? callRenewing(client, name, args) : again;
			}),
		isSignedIn: async () => {
			const session = await attempt(async (client) => ok((await client.auth.getSession()).data.session));
			return session.ok && session.value !== null;
		},
		gitHubPage: (kind, returnTo) => attempt((client) => gitHubPage(client, kind, returnTo)),
		finishSignIn: (code) =>
			attempt(async (client) => {
				const { error } = await client.auth.exchangeCodeForSession(code);
				return error ? err(toSignInError(error)) : ok(null);
			})
	};
}

async function gitHubPage(
	client: Client,
	kind: 'link' | 'sign-in',
	returnTo: string
): Promise<Result<string, StoreError>> {
	const wanted = {
		provider: 'github' as const,
		options: { redirectTo: returnTo, skipBrowserRedirect: true }
	};
	const { data, error } =
		kind === 'link' ? await client.auth.linkIdentity(wanted) : await client.auth.signInWithOAuth(wanted);
	if (error) return err(toSignInError(error));
	return data.url ? ok(data.url) : err(storeError('server'));
}

/** Calls once; when the session turns out to be worthless, renews or drops it and calls again. */
async function callRenewing(client: Client, name: FunctionName, args: Record<string, unknown>) {
	const answer = await callOnce(client, name, args);
	if (answer.ok || answer.error.code !== 'signed_out') return answer;
	const { data } = await client.auth.getSession();
	if (!data.session) return answer;
	const renewed = await client.auth.refreshSession();
	if (renewed.error && isUnanswered(renewed.error)) return err(storeError('offline'));
	if (renewed.error) await client.auth.signOut({ scope: 'local' });
	return callOnce(client, name, args);
}

async function callOnce(
	client: Client,
	name: FunctionName,
	args: Record<string, unknown>
): Promise<Result<unknown, StoreError>> {
	const { data, error, status } = await client.rpc(name, args as never);
	return error ? err(toStoreError(status, error)) : ok(data as unknown);
}

async function signInAnonymously(client: Client): Promise<Result<void, StoreError>> {
	// Two tabs that write at the same moment make one player: the second finds the first one's session.
	return withTabLock(async () => {
		const { data, error } = await client.auth.getSession();
		if (data.session) return ok(undefined);
		if (error && isUnanswered(error)) return err(storeError('offline'));
		const signedIn = await client.auth.signInAnonymously();
		if (!signedIn.error) return ok(undefined);
		if (isUnanswered(signedIn.error)) return err(storeError('offline'));
		return err(storeError(signedIn.error.status === 429 ? 'rate_limited' : 'signed_out'));
	});
}

function withTabLock<T>(task: () => Promise<T>): Promise<T> {
	const locks = typeof document === 'undefined' ? undefined : navigator.locks;
	return locks ? locks.request('neuronpedia-sign-in', task) : task();
}

/** Calls that begin while one is under way share its answer, so that two fast clicks make one player. */
function singleFlight<A, T>(task: (argument: A) => Promise<T>): (argument: A) => Promise<T> {
	let underWay: Promise<T> | undefined;
	return (argument) => (underWay ??= task(argument).finally(() => (underWay = undefined)));
}
