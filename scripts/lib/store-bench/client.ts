// Calls of the store's functions through the gateway, as players with tokens of this backend; refusals that play brings
// (nothing to check, one's own) are no errors.
import { createTokens } from '../../../src/lib/server/embedded/tokens.ts';
import type { Backend } from '../../../src/lib/server/embedded/backend.ts';

const URL_BASE = 'http://localhost/rest/v1/rpc/';
/** Answers of the rules of play; anything else is an error of the store. */
const PLAYFUL = ['no_checks', 'own_explanation', 'not_found', 'rate_limited', 'already_done', 'group_limit'];

export interface Timed {
	ms: number;
	/** The refusal's status and words; undefined when all is well. */
	error?: string;
	value: unknown;
}

/** Calls as the server itself, in a player's place. */
export const SERVICE = 'service';

/** A call by a player (the id) or by SERVICE. */
export type Caller = (player: string, name: string, args: Record<string, unknown>) => Promise<Timed>;

/** Makes a caller; tokens are signed once for each player. */
export async function createCaller(backend: Backend): Promise<Caller> {
	const signer = await createTokens(backend.keys);
	const tokens = new Map<string, string>();
	async function tokenOf(player: string): Promise<string> {
		const known = tokens.get(player);
		if (known) return known;
		const claims = { sub: player, role: 'authenticated', session_id: player, is_anonymous: true };
		const token = await signer.sign(claims, 'http://localhost/auth/v1');
		tokens.set(player, token);
		return token;
	}
	return async (player, name, args) => {
		const headers: Record<string, string> = { 'content-type': 'application/json' };
		if (player === SERVICE) headers.apikey = backend.serviceKey;
		else {
			headers.apikey = backend.publishableKey;
			headers.authorization = `Bearer ${await tokenOf(player)}`;
		}
		const body = JSON.stringify(args);
		const startedAt = performance.now();
		const response = await backend.fetch(URL_BASE + name, { method: 'POST', headers, body });
		const text = await response.text();
		const ms = performance.now() - startedAt;
		const value: unknown = text === '' ? null : JSON.parse(text);
		const hint = (value as { hint?: string } | null)?.hint ?? '';
		if (response.ok || PLAYFUL.includes(hint)) return { ms, value };
		return { ms, value, error: `${response.status} ${text.slice(0, 200)}` };
	};
}
