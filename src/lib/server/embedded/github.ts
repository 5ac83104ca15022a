// GitHub as the place to sign in: where the browser is sent, and who came back. Of the answer only the account's number
// is looked at; the token is used once and forgotten.
import * as v from 'valibot';

export interface GitHubSettings {
	clientId: string;
	clientSecret: string;
	/** Of the pages and of the API; other ones for GitHub Enterprise and for tests. */
	url?: string;
	apiUrl?: string;
}

export interface GitHub {
	/** The page that asks the person; it asks for no rights at all. */
	authorizeUrl(flow: { redirectUri: string; state: string }): string;
	/** The number of the account that the code stands for. Rejects when GitHub says no or does not answer. */
	accountOf(code: string, redirectUri: string): Promise<string>;
}

/** A browser waits for it. */
const TIMEOUT_MS = 10_000;
const TokenAnswer = v.object({ access_token: v.pipe(v.string(), v.minLength(1)) });
const UserAnswer = v.object({ id: v.pipe(v.number(), v.safeInteger(), v.minValue(1)) });

/** The settings as the environment names them; undefined when signing in with GitHub is off. Throws when only half of
 *  the pair is set. */
export function gitHubSettings(env: Record<string, string | undefined>): GitHubSettings | undefined {
	const { GITHUB_CLIENT_ID: clientId, GITHUB_CLIENT_SECRET: clientSecret } = env;
	if (!clientId && !clientSecret) return undefined;
	if (!clientId || !clientSecret) {
		throw new Error('GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET belong together: set both or none.');
	}
	return {
		clientId,
		clientSecret,
		url: env.GITHUB_URL?.replace(/\/$/, '') || undefined,
		apiUrl: env.GITHUB_API_URL?.replace(/\/$/, '') || undefined
	};
}

async function answerOf<T>(
	schema: v.GenericSchema<unknown, T>,
	url: string,
	init: RequestInit & { headers: Record<string, string> }
): Promise<T> {
	const headers = { accept: 'application/json', 'user-agent': 'neuronpedia', ...init.headers };
	const signal = AbortSignal.timeout(TIMEOUT_MS);
	const response = await fetch(url, { ...init, headers, signal, redirect: 'error' });
	if (!response.ok) throw new Error(`GitHub answered ${response.status} at ${new URL(url).pathname}.`);
	const answer = v.safeParse(schema, await response.json());
	// A refused code comes as 200 with {error}; the answer itself may hold a secret and is not repeated.
	if (!answer.success) throw new Error(`GitHub gave no account at ${new URL(url).pathname}.`);
	return answer.output;
}

export function createGitHub({
	clientId,
	clientSecret,
	url = 'https://github.com',
	apiUrl = 'https://api.github.com'
}: GitHubSettings): GitHub {
	return {
		authorizeUrl: ({ redirectUri, state }) => {
			const query = new URLSearchParams({ client_id: clientId, redirect_uri: redirectUri, state });
			return `${url}/login/oauth/authorize?${query}`;
		},
		accountOf: async (code, redirectUri) => {
			const body = { client_id: clientId, client_secret: clientSecret, code, redirect_uri: redirectUri };
			const { access_token } = await answerOf(TokenAnswer, `${url}/login/oauth/access_token`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body)
			});
			const { id } = await answerOf(UserAnswer, `${apiUrl}/user`, {
				headers: { authorization: `Bearer ${access_token}` }
			});
			return String(id);
		}
	};
}
