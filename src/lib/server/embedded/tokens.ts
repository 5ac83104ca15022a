// Access tokens (ES256 JWTs) and refresh tokens of the embedded backend: making and checking, no storage.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { errors, importJWK, jwtVerify, SignJWT } from 'jose';
import * as v from 'valibot';
import type { Keys } from './keys.ts';

export const ACCESS_TOKEN_LIFETIME_S = 3600;
/** Some 1 kB each. */
const MOST_REMEMBERED = 10_000;
const AUDIENCE = 'authenticated';
/** No access token: those are for another audience. */
const STATE_AUDIENCE = 'sign-in state';
/** As long as GitHub's own codes live. */
const STATE_LIFETIME_S = 600;

const ClaimsSchema = v.looseObject({
	sub: v.pipe(v.string(), v.uuid()),
	role: v.literal('authenticated'),
	session_id: v.pipe(v.string(), v.uuid())
});
export type Claims = v.InferOutput<typeof ClaimsSchema>;

export type Verified = { claims: Claims } | { problem: 'expired' | 'invalid' };

export interface Tokens {
	sign(claims: Record<string, unknown>, issuer: string): Promise<string>;
	verify(token: string): Promise<Verified>;
	/** Signs what a sign-in must remember while the browser is away. */
	signState(state: Record<string, unknown>): Promise<string>;
	/** What was signed; undefined when it was not, or is too old. */
	readState(state: string): Promise<Record<string, unknown> | undefined>;
	/** The public half, as served under /.well-known/jwks.json. */
	jwks: { keys: Record<string, unknown>[] };
	newRefreshToken(): string;
	/** The one token that `token` is exchanged for; the same each time, so a repeated exchange agrees. */
	nextRefreshToken(token: string): string;
}

/** What is stored of a refresh token. */
export const hashToken = (token: string) => createHash('sha256').update(token).digest('base64url');

export async function createTokens(keys: Keys): Promise<Tokens> {
	const { d, ...publicKey } = keys.signingKey;
	const signingKey = await importJWK({ ...publicKey, d, alg: 'ES256' });
	const verifyingKey = await importJWK({ ...publicKey, alg: 'ES256' });
	// A signature costs as much as a small query, and players send the same token for an hour.
	const verified = new Map<string, { claims: Claims; expiresAtMs: number }>();
	return {
		jwks: { keys: [{ ...publicKey, alg: 'ES256', use: 'sig', key_ops: ['verify'] }] },
		sign: (claims, issuer) =>
			new SignJWT(claims)
				.setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: publicKey.kid })
				.setIssuer(issuer)
				.setAudience(AUDIENCE)
				.setIssuedAt()
				.setExpirationTime(`${ACCESS_TOKEN_LIFETIME_S}s`)
				.sign(signingKey),
		verify: async (token) => {
			const known = verified.get(token);
			if (known && known.expiresAtMs > Date.now()) return { claims: known.claims };
			try {
				const { payload } = await jwtVerify(token, verifyingKey, {
					algorithms: ['ES256'],
					audience: AUDIENCE,
					requiredClaims: ['exp', 'sub']
				});
				const claims = v.parse(ClaimsSchema, payload);
				if (verified.size >= MOST_REMEMBERED) verified.clear();
				verified.set(token, { claims, expiresAtMs: payload.exp! * 1000 });
				return { claims };
			} catch (error) {
				return { problem: error instanceof errors.JWTExpired ? 'expired' : 'invalid' };
			}
		},
		signState: (state) =>
			new SignJWT(state)
				.setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: publicKey.kid })
				.setAudience(STATE_AUDIENCE)
				.setExpirationTime(`${STATE_LIFETIME_S}s`)
				.sign(signingKey),
		readState: (state) =>
			jwtVerify(state, verifyingKey, {
				algorithms: ['ES256'],
				audience: STATE_AUDIENCE,
				requiredClaims: ['exp']
			}).then(
				({ payload }) => payload,
				() => undefined
			),
		newRefreshToken: () => randomBytes(24).toString('base64url'),
		nextRefreshToken: (token) =>
			createHmac('sha256', keys.refreshSecret).update(token).digest('base64url').slice(0, 32)
	};
}
