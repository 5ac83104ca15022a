// Access tokens (ES256 JWTs) and refresh tokens of the embedded backend: making and checking, no storage.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { errors, importJWK, jwtVerify, SignJWT } from 'jose';
import * as v from 'valibot';
import type { Keys } from './keys.ts';

export const ACCESS_TOKEN_LIFETIME_S = 3600;
const AUDIENCE = 'authenticated';

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
			try {
				const { payload } = await jwtVerify(token, verifyingKey, {
					algorithms: ['ES256'],
					audience: AUDIENCE,
					requiredClaims: ['exp', 'sub']
				});
				return { claims: v.parse(ClaimsSchema, payload) };
			} catch (error) {
				return { problem: error instanceof errors.JWTExpired ? 'expired' : 'invalid' };
			}
		},
		newRefreshToken: () => randomBytes(24).toString('base64url'),
		nextRefreshToken: (token) =>
			createHmac('sha256', keys.refreshSecret).update(token).digest('base64url').slice(0, 32)
	};
}
