// `/auth/v1/*`: the part of Supabase Auth that the game uses: anonymous players, their sessions and refresh tokens, and
// (sign-in.ts) GitHub. Rules that must hold against races are SQL functions (bootstrap.sql); here is HTTP.
import { authError, evaluate, readBody, requireClaims, sessionAnswer, VERSION } from './auth-http.ts';
import type { AuthContext, Session } from './auth-http.ts';
import { DatabaseError } from './database.ts';
import { isRecord, json } from './http.ts';
import { literal } from './literal.ts';
import { authorize, authorizeLink, callBack, exchangeCode } from './sign-in.ts';
import { hashToken, type Claims } from './tokens.ts';

/** User metadata travels in every access token and so in every cookie. */
const MAX_METADATA_CHARACTERS = 1024;

/** Answers a request below /auth/v1. Rejects with an HttpError. */
export async function answerAuth(request: Request, path: string, context: AuthContext): Promise<Response> {
	switch (`${request.method} ${path}`) {
		case 'GET .well-known/jwks.json':
			return json(200, context.tokens.jwks, { 'cache-control': 'public, max-age=600' });
		case 'GET health':
			return json(200, { name: 'embedded', description: 'Sessions of the embedded store' });
		case 'GET settings':
			return json(200, settingsOf(context), VERSION);
		case 'POST signup':
			return signUp(request, context);
		case 'POST token':
			return token(request, context);
		case 'GET authorize':
			return authorize(request, context);
		case 'GET callback':
			return callBack(request, context);
		case 'GET user/identities/authorize':
			return authorizeLink(request, context);
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

/** Ways to sign in, as Supabase Auth lists them. */
const settingsOf = ({ github }: AuthContext) => ({
	external: { anonymous_users: true, email: false, phone: false, github: github !== undefined },
	disable_signup: false
});

function token(request: Request, context: AuthContext): Promise<Response> {
	switch (new URL(request.url).searchParams.get('grant_type')) {
		case 'refresh_token':
			return refresh(request, context);
		case 'pkce':
			return exchangeCode(request, context);
		default:
			throw authError(400, 'validation_failed', 'The grant types are refresh_token and pkce');
	}
}

type Rotated = Session | { status: 'not_found' | 'used' };

async function refresh(request: Request, { database, tokens }: AuthContext): Promise<Response> {
	const { refresh_token: old } = await readBody(request);
	if (typeof old !== 'string' || old === '') {
		throw authError(400, 'validation_failed', 'refresh_token is missing');
	}
	const next = tokens.nextRefreshToken(old);
	const call = `auth.rotate(${literal(hashToken(old))}, ${literal(hashToken(next))})`;
	const session = await evaluate<Rotated>(database, call);
	switch (session.status) {
		case 'ok':
			return sessionAnswer(request, session, next, tokens);
		case 'used':
			throw authError(400, 'refresh_token_already_used', 'Invalid Refresh Token: Already Used');
		case 'not_found':
			throw authError(400, 'refresh_token_not_found', 'Invalid Refresh Token: Refresh Token Not Found');
	}
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
