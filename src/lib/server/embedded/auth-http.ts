// What the halves of the auth gateway share: reading bodies and tokens, wording errors, answering with a session.
import type { Database } from './database.ts';
import type { GitHub } from './github.ts';
import { HttpError, isRecord, json, readJson } from './http.ts';
import { ACCESS_TOKEN_LIFETIME_S, type Claims, type Tokens } from './tokens.ts';

const MAX_AUTH_BODY_BYTES = 16 * 1024;
export const VERSION = { 'x-supabase-api-version': '2024-01-01' };

export interface Session {
	status: 'ok';
	session_id: string;
	user: Record<string, unknown> & { id: string; is_anonymous: boolean };
}

export interface AuthContext {
	database: Database;
	tokens: Tokens;
	/** Undefined where nobody can sign in with it. */
	github?: GitHub;
}

/** An error as Supabase Auth words it since API version 2024-01-01. */
export function authError(status: number, code: string, message: string): HttpError {
	return new HttpError(status, { code, message }, VERSION);
}

/** The body, which must be an object; none at all counts as an empty one. */
export async function readBody(request: Request): Promise<Record<string, unknown>> {
	const body = await readJson(request, MAX_AUTH_BODY_BYTES);
	if ('problem' in body) {
		const status = body.problem === 'too-large' ? 413 : 400;
		throw authError(status, 'bad_json', `Could not read the body (${body.problem})`);
	}
	const value = body.value ?? {};
	if (!isRecord(value)) throw authError(400, 'bad_json', 'The body must be an object');
	return value;
}

/** One SQL expression that gives JSON, evaluated with the gateway's own rights. */
export async function evaluate<T>(database: Database, expression: string): Promise<T> {
	const [row] = await database.run(`select (${expression})::text as body`);
	return JSON.parse(String(row?.body ?? 'null')) as T;
}

/** The session as clients keep it, with a new access token. */
export async function sessionAnswer(
	request: Request,
	{ session_id, user }: Session,
	refreshToken: string,
	tokens: Tokens
): Promise<Response> {
	const now = Math.floor(Date.now() / 1000);
	const claims = {
		sub: user.id,
		role: 'authenticated',
		email: '',
		phone: '',
		app_metadata: user.app_metadata,
		user_metadata: user.user_metadata,
		aal: 'aal1',
		amr: [{ method: user.is_anonymous ? 'anonymous' : 'oauth', timestamp: now }],
		session_id,
		is_anonymous: user.is_anonymous
	};
	const answer = {
		access_token: await tokens.sign(claims, new URL('/auth/v1', request.url).href),
		token_type: 'bearer',
		expires_in: ACCESS_TOKEN_LIFETIME_S,
		expires_at: now + ACCESS_TOKEN_LIFETIME_S,
		refresh_token: refreshToken,
		user
	};
	return json(200, answer, VERSION);
}

/** The claims of the request's access token; an API key is no user. */
export async function requireClaims(request: Request, tokens: Tokens): Promise<Claims> {
	const bearer = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
	if (!bearer) throw authError(401, 'no_authorization', 'This endpoint requires a Bearer token');
	const verified = await tokens.verify(bearer);
	if ('claims' in verified) return verified.claims;
	throw authError(403, 'bad_jwt', `The token is ${verified.problem}`);
}
