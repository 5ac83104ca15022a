// GitHub's web flow on 127.0.0.1, as far as signing in needs it, as strict as the real one: codes are good once, for the
// client and the address they were made for, and refusals of a code come with status 200.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GitHubSettings } from '../lib/server/embedded/github.ts';

export interface FakeGitHub {
	settings: Required<GitHubSettings>;
	/** Number of the account that is signed in at GitHub in the visiting browser; null for somebody who says no. */
	visitor: number | null;
	/** The API is out of order. */
	isBroken: boolean;
	/** Paths asked for, in order. */
	requests: string[];
	close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, string>> {
	let text = '';
	for await (const chunk of request) text += String(chunk);
	return JSON.parse(text) as Record<string, string>;
}

function answerJson(response: ServerResponse, status: number, body: unknown): void {
	response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

export async function startFakeGitHub(): Promise<FakeGitHub> {
	const codes = new Map<string, { account: number; redirectUri: string }>();
	const accounts = new Map<string, number>();

	/** The page where people agree; this one agrees at once. */
	function authorize(query: URLSearchParams, response: ServerResponse): void {
		if (query.get('client_id') !== github.settings.clientId) return answerJson(response, 404, {});
		const back = new URL(query.get('redirect_uri')!);
		back.searchParams.set('state', query.get('state')!);
		if (github.visitor === null) {
			back.searchParams.set('error', 'access_denied');
		} else {
			const code = randomUUID();
			codes.set(code, { account: github.visitor, redirectUri: query.get('redirect_uri')! });
			back.searchParams.set('code', code);
		}
		response.writeHead(302, { location: back.href }).end();
	}
	async function accessToken(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { client_id, client_secret, code, redirect_uri } = await bodyOf(request);
		const { clientId, clientSecret } = github.settings;
		const known = codes.get(code!);
		codes.delete(code!);
		if (client_id !== clientId || client_secret !== clientSecret) {
			return answerJson(response, 200, { error: 'incorrect_client_credentials' });
		}
		if (!known || known.redirectUri !== redirect_uri) {
			return answerJson(response, 200, { error: 'bad_verification_code' });
		}
		const token = `gho_${randomUUID()}`;
		accounts.set(token, known.account);
		answerJson(response, 200, { access_token: token, token_type: 'bearer', scope: '' });
	}
	function user(request: IncomingMessage, response: ServerResponse): void {
		const account = accounts.get(request.headers.authorization?.replace('Bearer ', '') ?? '');
		if (github.isBroken) return answerJson(response, 503, {});
		if (!account || !request.headers['user-agent']) return answerJson(response, 403, { message: 'no' });
		answerJson(response, 200, { id: account, login: `person-${account}`, email: 'secret@example.org' });
	}
	const server = createServer((request, response) => {
		const { pathname, searchParams } = new URL(request.url!, 'http://localhost');
		github.requests.push(pathname);
		switch (`${request.method} ${pathname}`) {
			case 'GET /login/oauth/authorize':
				return authorize(searchParams, response);
			case 'POST /login/oauth/access_token':
				return void accessToken(request, response);
			case 'GET /api/user':
				return user(request, response);
			default:
				return answerJson(response, 404, {});
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const github: FakeGitHub = {
		settings: { clientId: 'client', clientSecret: 'the secret', url, apiUrl: `${url}/api` },
		visitor: 1,
		isBroken: false,
		requests: [],
		close: () => {
			server.closeAllConnections();
			return new Promise((resolve) => server.close(() => resolve()));
		}
	};
	return github;
}
