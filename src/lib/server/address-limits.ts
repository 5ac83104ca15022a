// How much one network address may ask of the store. Addresses are never stored: only their keyed hashes, in memory,
// under a key that is thrown away with each window.
import { createHmac, randomBytes } from 'node:crypto';
import { isIPv6 } from 'node:net';

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

/** The eight 16-bit groups of an IPv6 address; its last 32 bits may be written as an IPv4 address. */
function groupsOf(address: string): number[] {
	const hex = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...bytes: string[]) => {
		const [a, b, c, d] = bytes.map(Number) as [number, number, number, number];
		return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
	});
	const [head = [], tail] = hex.split('::').map((part) => part.split(':').filter(Boolean));
	const zeros = Array<string>(tail ? 8 - head.length - tail.length : 0).fill('0');
	return [...head, ...zeros, ...(tail ?? [])].map((group) => parseInt(group, 16));
}

/** Whom an address stands for: an IPv4 address itself; of an IPv6 one the first 64 bits, since every household is given
 *  all the rest. An IPv4 address in IPv6's clothes (::ffff:1.2.3.4) is that IPv4 address. */
export function networkOf(address: string): string {
	const bare = address.split('%')[0]!;
	if (!isIPv6(bare)) return bare;
	const groups = groupsOf(bare);
	if (groups.slice(0, 6).join() === '0,0,0,0,0,65535') {
		return groups
			.slice(6)
			.flatMap((group) => [group >> 8, group & 255])
			.join('.');
	}
	return `${groups
		.slice(0, 4)
		.map((group) => group.toString(16))
		.join(':')}::/64`;
}

const newSalt = () => randomBytes(32);

/** Makes the counters; the clock and the salts are arguments for tests. */
export function createAddressLimits(now = Date.now, saltOf: () => Buffer = newSalt): AddressLimits {
	let window = -1;
	let salt: Buffer;
	let counts = new Map<string, number>();

	function beginWindow(): void {
		const current = Math.floor(now() / WINDOW_MS);
		if (current === window) return;
		window = current;
		salt = saltOf();
		counts = new Map();
	}
	return {
		allow(kind, address) {
			beginWindow();
			const hash = createHmac('sha256', salt)
				.update(`${kind} ${networkOf(address)}`)
				.digest('base64url');
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
