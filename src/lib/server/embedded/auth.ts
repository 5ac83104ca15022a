// `/auth/v1/*`: the part of Supabase Auth that the game uses: anonymous players, their sessions and refresh tokens.
// Rules that must hold against races are SQL functions (bootstrap.sql); here is HTTP.
import { DatabaseError, type Database } from './database.ts';
import { HttpError, isRecord, json, readJson } from './http.ts';
import { literal } from './literal.ts';
import { ACCESS_TOKEN_LIFETIME_S, hashToken, type Claims, type Tokens } from './tokens.ts';

const MAX_AUTH_BODY_BYTES = 16 * 1024;
/** User metadata travels in every access token and so in every cookie. */
const MAX_METADATA_CHARACTERS = 1024;
const VERSION = { 'x-supabase-api-version': '2024-01-01' };

interface Session {
	status: 'ok' | 'not_found' | 'used';
	session_id: string;
	user: Record<string, unknown> & { id: string; is_anonymous: boolean };
}

export interface AuthContext {
	database: Database;
	tokens: Tokens;
}

/** An error as Supabase Auth words it since API version 2024-01-01. */
function authError(status: number, code: string, message: string): HttpError {
	return new HttpError(status, { code, message }, VERSION);
}

/** Answers a request below /auth/v1. Rejects with an HttpError. */
export async function answerAuth(request: Request, path: string, context: AuthContext): Promise<Response> {
	switch (`${request.method} ${path}`) {
		case 'GET .well-known/jwks.json':
			return json(200, context.tokens.jwks, { 'cache-control': 'public, max-age=600' });
		case 'GET health':
			return json(200, { name: 'embedded', description: 'Sessions of the embedded store' });
		case 'POST signup':
			return signUp(request, context);
		case 'POST token':
			return refresh(request, context);
		case 'GET user':
			return getUser(request, context);
		case 'PUT user':
			return updateUser(request, context);
		case 'POST logout':
			return signOut(request, context);
		default:
			throw authError(404, 'not_found', 'There is no such address here.');
	}
}

async function readBody(request: Request): Promise<Record<string, unknown>> {
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
async function evaluate<T>(database: Database, expression: string): Promise<T> {
	const [row] = await database.run(`select (${expression})::text as body`);
	return JSON.parse(String(row?.body ?? 'null')) as T;
}

const metadataRefused = () => authError(422, 'validation_failed', 'User metadata must be a small object');

/** User metadata as an SQL literal; refused when it is no object or too long. */
function metadataLiteral(metadata: unknown): string {
	const text = JSON.stringify(metadata ?? {});
	if (!isRecord(metadata ?? {}) || text.length > MAX_METADATA_CHARACTERS || text.includes('\\u0000')) {
		throw metadataRefused();
	}
	return `${literal(text)}::jsonb`;
}

async function signUp(request: Request, { database, tokens }: AuthContext): Promise<Response> {
	const body = await readBody(request);
	if ('email' in body || 'phone' in body || 'password' in body) {
		throw authError(422, 'email_provider_disabled', 'Only anonymous players can sign up here');
	}
	const token = tokens.newRefreshToken();
	const call = `auth.sign_up(${metadataLiteral(body.data)}, ${literal(hashToken(token))})`;
	return sessionAnswer(request, await evaluate<Session>(database, call), token, tokens);
}

async function refresh(request: Request, { database, tokens }: AuthContext): Promise<Response> {
	if (new URL(request.url).searchParams.get('grant_type') !== 'refresh_token') {
		throw authError(400, 'validation_failed', 'Only the grant type refresh_token is known here');
	}
	const { refresh_token: old } = await readBody(request);
	if (typeof old !== 'string' || old === '') {
		throw authError(400, 'validation_failed', 'refresh_token is missing');
	}
	const next = tokens.nextRefreshToken(old);
	const call = `auth.rotate(${literal(hashToken(old))}, ${literal(hashToken(next))})`;
	const session = await evaluate<Session>(database, call);
	switch (session.status) {
		case 'ok':
			return sessionAnswer(request, session, next, tokens);
		case 'used':
			throw authError(400, 'refresh_token_already_used', 'Invalid Refresh Token: Already Used');
		case 'not_found':
			throw authError(400, 'refresh_token_not_found', 'Invalid Refresh Token: Refresh Token Not Found');
	}
}

async function sessionAnswer(
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
		amr: [{ method: 'anonymous', timestamp: now }],
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
async function requireClaims(request: Request, tokens: Tokens): Promise<Claims> {
	const bearer = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
	if (!bearer) throw authError(401, 'no_authorization', 'This endpoint requires a Bearer token');
	const verified = await tokens.verify(bearer);
	if ('claims' in verified) return verified.claims;
	throw authError(403, 'bad_jwt', `The token is ${verified.problem}`);
}

const ids = ({ session_id, sub }: Claims) => `${literal(session_id)}, ${literal(sub)}`;

async function getUser(request: Request, { database, tokens }: AuthContext): Promise<Response> {
	const claims = await requireClaims(request, tokens);
	return userAnswer(await evaluate(database, `auth.session_user_json(${ids(claims)})`));
}

async function updateUser(request: Request, { database, tokens }: AuthContext): Promise<Response> {
	const claims = await requireClaims(request, tokens);
	const body = await readBody(request);
	if (body.email || body.phone || body.password) {
		throw authError(422, 'email_provider_disabled', 'Only user metadata can be changed here');
	}
	const metadata = `${metadataLiteral(body.data)}, ${MAX_METADATA_CHARACTERS}`;
	try {
		return userAnswer(await evaluate(database, `auth.update_metadata(${ids(claims)}, ${metadata})`));
	} catch (error) {
		if (error instanceof DatabaseError && error.code === 'PT422') throw metadataRefused();
		throw error;
	}
}

function userAnswer(user: unknown): Response {
	if (user === null) {
		throw authError(403, 'session_not_found', 'Session from session_id claim in JWT does not exist');
	}
	return json(200, user, VERSION);
}

async function signOut(request: Request, { database, tokens }: AuthContext): Promise<Response> {
	const claims = await requireClaims(request, tokens);
	const scope = new URL(request.url).searchParams.get('scope') ?? 'global';
	if (!['global', 'local', 'others'].includes(scope)) {
		throw authError(400, 'validation_failed', 'scope must be global, local or others');
	}
	await database.run(`select auth.sign_out(${ids(claims)}, ${literal(scope)})`);
	return new Response(null, { status: 204, headers: VERSION });
}
