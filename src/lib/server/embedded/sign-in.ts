// Signing in through GitHub: OAuth's web flow outside, PKCE inside, at the addresses and with the errors of Supabase
// Auth. Between its two halves the flow travels as a signed `state`; nothing is stored before GitHub has said who it is,
// and nobody is signed in or linked before the browser that began shows its verifier.
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { authError, evaluate, readBody, requireClaims, sessionAnswer, VERSION } from './auth-http.ts';
import type { AuthContext, Session } from './auth-http.ts';
import type { GitHub } from './github.ts';
import { json } from './http.ts';
import { literal } from './literal.ts';
import { hashToken, type Claims } from './tokens.ts';

const PROVIDER = 'github';
/** RFC 7636: what a verifier and a challenge are made of. */
const PKCE = /^[A-Za-z0-9._~-]{43,128}$/;
/** The state goes through addresses, which servers cut off at some 8 kB. */
const MAX_REDIRECT_CHARACTERS = 1000;

const FlowSchema = v.object({
	/** Where the browser goes in the end: on this origin. */
	redirectTo: v.string(),
	challenge: v.string(),
	method: v.picklist(['s256', 'plain']),
	linkUser: v.nullable(v.pipe(v.string(), v.uuid())),
	linkSession: v.nullable(v.pipe(v.string(), v.uuid()))
});
type Flow = v.InferOutput<typeof FlowSchema>;

function requireGitHub({ github }: AuthContext): GitHub {
	if (github) return github;
	throw authError(400, 'provider_disabled', 'Unsupported provider: provider is not enabled');
}

const callbackUri = (url: URL) => `${url.origin}/auth/v1/callback`;

/** An address of this origin as it is; of any other one the home page, as Supabase does with what it was not told. */
function ownAddress(wanted: string | null, { origin }: URL): string {
	const home = `${origin}/`;
	if (!wanted || wanted.length > MAX_REDIRECT_CHARACTERS || !URL.canParse(wanted, origin)) return home;
	const address = new URL(wanted, origin);
	return address.origin === origin ? address.href : home;
}

function goTo(address: string, query: Record<string, string> = {}): Response {
	const url = new URL(address);
	for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
	return new Response(null, { status: 302, headers: { location: url.href, 'cache-control': 'no-store' } });
}

/** GitHub's page for this request's flow; `link` is the session that the account is to be linked to. */
async function gitHubPage(request: Request, context: AuthContext, link: Claims | null): Promise<string> {
	const github = requireGitHub(context);
	const url = new URL(request.url);
	const query = url.searchParams;
	if (query.get('provider') !== PROVIDER) {
		throw authError(400, 'validation_failed', 'Unsupported provider: only github is known here');
	}
	const challenge = query.get('code_challenge') ?? '';
	const method = query.get('code_challenge_method')?.toLowerCase();
	if (!PKCE.test(challenge) || (method !== 's256' && method !== 'plain')) {
		throw authError(400, 'validation_failed', 'A PKCE code challenge is required');
	}
	const flow: Flow = {
		redirectTo: ownAddress(query.get('redirect_to'), url),
		challenge,
		method,
		linkUser: link?.sub ?? null,
		linkSession: link?.session_id ?? null
	};
	const state = await context.tokens.signState(flow);
	return github.authorizeUrl({ redirectUri: callbackUri(url), state });
}

/** GET authorize: sends the browser to GitHub, or says where that is. */
export async function authorize(request: Request, context: AuthContext): Promise<Response> {
	const page = await gitHubPage(request, context, null);
	const isTold = new URL(request.url).searchParams.get('skip_http_redirect') === 'true';
	return isTold ? json(200, { url: page }, VERSION) : goTo(page);
}

/** GET user/identities/authorize: where a signed-in player goes to link an account. */
export async function authorizeLink(request: Request, context: AuthContext): Promise<Response> {
	const claims = await requireClaims(request, context.tokens);
	return json(200, { url: await gitHubPage(request, context, claims) }, VERSION);
}

/** GET callback: GitHub sends the browser back; it goes on to the game with a code of ours, or with an error. */
export async function callBack(request: Request, context: AuthContext): Promise<Response> {
	const github = requireGitHub(context);
	const url = new URL(request.url);
	const flow = v.safeParse(FlowSchema, await context.tokens.readState(url.searchParams.get('state') ?? ''));
	if (!flow.success) {
		return refused(`${url.origin}/`, 'invalid_request', 'bad_oauth_state', 'The sign-in took too long');
	}
	const { redirectTo } = flow.output;
	const code = url.searchParams.get('code');
	if (!code) return refused(redirectTo, 'access_denied', 'access_denied', 'The sign-in was cancelled');
	let account: string;
	try {
		account = await github.accountOf(code, callbackUri(url));
	} catch (error) {
		console.warn(`Signing in with GitHub failed: ${(error as Error).message}`);
		return refused(redirectTo, 'server_error', 'unexpected_failure', 'GitHub did not say who you are');
	}
	const ours = context.tokens.newRefreshToken();
	if (await keepFlow(context, flow.output, account, ours)) return goTo(redirectTo, { code: ours });
	return refused(redirectTo, 'server_error', 'identity_already_exists', 'Identity is already linked');
}

const refused = (to: string, error: string, error_code: string, error_description: string) =>
	goTo(to, { error, error_code, error_description });

/** False when the account is to be linked but is another player's. */
function keepFlow({ database }: AuthContext, flow: Flow, account: string, code: string): Promise<boolean> {
	const args = [hashToken(code), PROVIDER, account, flow.challenge, flow.method].map(literal);
	const link = [flow.linkUser, flow.linkSession].map((id) => `${literal(id)}::uuid`);
	return evaluate(database, `auth.begin_flow(${[...args, ...link].join(', ')})`);
}

type Finished = Session | { status: 'not_found' | 'bad_verifier' | 'taken' | 'signed_out' };

/** POST token?grant_type=pkce: the browser's code and verifier for a session. */
export async function exchangeCode(request: Request, context: AuthContext): Promise<Response> {
	const { auth_code: code, code_verifier: verifier } = await readBody(request);
	if (typeof code !== 'string' || typeof verifier !== 'string' || !PKCE.test(verifier)) {
		throw authError(400, 'validation_failed', 'auth_code and code_verifier are required');
	}
	const token = context.tokens.newRefreshToken();
	const s256 = createHash('sha256').update(verifier).digest('base64url');
	const args = [hashToken(code), verifier, s256, hashToken(token)].map(literal);
	const finished = await evaluate<Finished>(context.database, `auth.finish_flow(${args.join(', ')})`);
	switch (finished.status) {
		case 'ok':
			return sessionAnswer(request, finished as Session, token, context.tokens);
		case 'bad_verifier':
			throw authError(400, 'bad_code_verifier', 'The code verifier does not match the code challenge');
		case 'taken':
			throw authError(422, 'identity_already_exists', 'Identity is already linked to another user');
		case 'signed_out':
			throw authError(403, 'session_not_found', 'The session to link to does not exist any more');
		default:
			throw authError(404, 'flow_state_not_found', 'This code is not known, was used, or is too old');
	}
}
