// How much one network address may ask of the store. Addresses are never stored: only their keyed hashes, in memory,
// under a key that is thrown away with each window.
import { createHmac, randomBytes } from 'node:crypto';

export interface AddressLimits {
	/** Counts one more of this kind; false when it is one too many in this window. */
	allow(kind: LimitedKind, address: string): boolean;
}

export type LimitedKind = 'sign-up' | 'call';

const WINDOW_MS = 60_000;
/** A whole school may play behind one address; no person needs more. */
export const MOST_PER_WINDOW: Record<LimitedKind, number> = { 'sign-up': 60, call: 3000 };
/** Bounds the memory of one window (some 10 MB); beyond it, unknown addresses share one count. */
const MOST_ADDRESSES = 100_000;
const EVERYBODY_ELSE = 'everybody else';

/** Makes the counters; the clock is an argument for tests. */
export function createAddressLimits(now = Date.now): AddressLimits {
	let window = -1;
	let salt = randomBytes(32);
	let counts = new Map<string, number>();

	function beginWindow(): void {
		const current = Math.floor(now() / WINDOW_MS);
		if (current === window) return;
		window = current;
		salt = randomBytes(32);
		counts = new Map();
	}
	return {
		allow(kind, address) {
			beginWindow();
			const hash = createHmac('sha256', salt).update(`${kind} ${address}`).digest('base64url');
			const key = counts.has(hash) || counts.size < MOST_ADDRESSES ? hash : EVERYBODY_ELSE;
			const count = (counts.get(key) ?? 0) + 1;
			counts.set(key, count);
			return count <= MOST_PER_WINDOW[kind];
		}
	};
}

/** Which limit a request to the gateway falls under; undefined for reading what costs nothing. */
export function limitedKind(method: string, pathname: string): LimitedKind | undefined {
	// The one reading that costs something: the server then asks GitHub.
	if (pathname === '/auth/v1/callback') return 'sign-up';
	if (method !== 'POST') return undefined;
	return pathname === '/auth/v1/signup' ? 'sign-up' : 'call';
}

/** The refusal, as the store words its own. */
export function tooManyAnswer(): Response {
	const body = {
		code: 'PT429',
		message: 'That was very fast. Please wait a minute, then go on.',
		details: null,
		hint: 'rate_limited'
	};
	return Response.json(body, { status: 429, headers: { 'cache-control': 'no-store', 'retry-after': '60' } });
}
