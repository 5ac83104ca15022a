// Who is calling: from the `apikey` and `authorization` headers to a database role and its claims.
import { timingSafeEqual } from 'node:crypto';
import { EMBEDDED_PUBLISHABLE_KEY } from '../../data/address.ts';
import { HttpError } from './http.ts';
import { hashToken, type Claims, type Tokens } from './tokens.ts';

export type Caller =
	| { role: 'anon'; claims: null }
	| { role: 'service_role'; claims: null }
	| { role: 'authenticated'; claims: Claims };

/** Compares hashes, so that the time says nothing about how much of a key was right. */
const isSame = (a: string, b: string) =>
	timingSafeEqual(Buffer.from(hashToken(a)), Buffer.from(hashToken(b)));

const bearerOf = (request: Request) =>
	/^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? null;

/** The caller by key and token, as Supabase's gateway and PostgREST see it. Throws an HttpError (401) for a missing
 *  or unknown key and for a token that is forged, broken or expired. */
export async function identify(request: Request, serviceKey: string, tokens: Tokens): Promise<Caller> {
	const apiKey = request.headers.get('apikey');
	if (!apiKey) {
		throw new HttpError(401, {
			message: 'No API key found in request',
			hint: 'No `apikey` request header or url param was found.'
		});
	}
	const isService = isSame(apiKey, serviceKey);
	if (!isService && apiKey !== EMBEDDED_PUBLISHABLE_KEY)
		throw new HttpError(401, { message: 'Invalid API key' });
	const bearer = bearerOf(request);
	// Clients repeat the key as the bearer as long as there is no session.
	if (bearer === null || bearer === apiKey) {
		return { role: isService ? 'service_role' : 'anon', claims: null };
	}
	return { role: 'authenticated', claims: await verify(bearer, tokens) };
}

async function verify(bearer: string, tokens: Tokens): Promise<Claims> {
	const verified = await tokens.verify(bearer);
	if ('claims' in verified) return verified.claims;
	const isExpired = verified.problem === 'expired';
	throw new HttpError(
		401,
		{
			code: isExpired ? 'PGRST303' : 'PGRST301',
			message: isExpired ? 'JWT expired' : 'No suitable key or wrong key type',
			details: null,
			hint: null
		},
		{ 'www-authenticate': 'Bearer error="invalid_token"' }
	);
}
