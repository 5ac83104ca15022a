// One `fetch` that answers as a Supabase project does: /rest/v1 and /auth/v1, nothing else. Framework-free: the
// server calls it before its own routing, tests and server loads call it in-process.
import { answerAuth } from './auth.ts';
import { identify } from './caller.ts';
import type { Catalogue } from './catalogue.ts';
import { DatabaseError, type Database } from './database.ts';
import type { GitHub } from './github.ts';
import { HttpError, json } from './http.ts';
import { answerRest } from './rest.ts';
import { fromDatabase } from './rest-errors.ts';
import type { Tokens } from './tokens.ts';

export interface GatewayParts {
	database: Database;
	catalogue: Catalogue;
	tokens: Tokens;
	serviceKey: string;
	/** Where players can sign in for good; undefined for nowhere. */
	github?: GitHub;
}

const ROUTE = /^\/(rest|auth)\/v1(?:\/(.*))?$/;

/** Whether this address belongs to the gateway. */
export const isGatewayPath = (pathname: string) => ROUTE.test(pathname);

/** Makes the gateway. It answers every request and never rejects. */
export function createGateway(parts: GatewayParts): (request: Request) => Promise<Response> {
	async function route(request: Request): Promise<Response> {
		const [, half, path = ''] = ROUTE.exec(new URL(request.url).pathname) ?? [];
		if (half === 'auth') return answerAuth(request, path, parts);
		if (half !== 'rest') return json(404, { message: 'no Route matched with those values' });
		const caller = await identify(request, parts.serviceKey, parts.tokens);
		return answerRest(request, path, caller, parts);
	}
	return async (request) => {
		try {
			return await route(request);
		} catch (error) {
			return errorAnswer(error);
		}
	};
}

function errorAnswer(error: unknown): Response {
	if (error instanceof HttpError) return json(error.status, error.body, error.headers);
	if (error instanceof DatabaseError) return errorAnswer(fromDatabase(error, false));
	if (error instanceof URIError) return json(400, { message: 'The address is not valid' });
	console.error('The gateway failed:', error);
	return json(500, { code: 'XX000', message: 'The store failed.', details: null, hint: null });
}
