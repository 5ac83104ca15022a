// `/rest/v1/rpc/*`: calls of functions in schema `api`, answered as PostgREST does. Each call is one transaction
// with the caller's role and claims. Tables are not served at all.
import type { Caller } from './caller.ts';
import { resolve, type ApiFunction, type Catalogue } from './catalogue.ts';
import type { Database, Row } from './database.ts';
import { HttpError, isRecord, json, MAX_BODY_BYTES, MAX_SERVICE_BODY_BYTES, readJson } from './http.ts';
import { identifier, literal } from './literal.ts';
import { bodyError, fromDatabase, restError } from './rest-errors.ts';

const EXPOSED_SCHEMA = 'api';
const SINGLE_OBJECT = 'application/vnd.pgrst.object+json';

interface Call {
	fn: ApiFunction;
	args: Record<string, unknown>;
	/** Arguments of a GET come as text, those of a POST as JSON. */
	areTexts: boolean;
}

/** Answers a request below /rest/v1. Rejects with an HttpError. */
export async function answerRest(
	request: Request,
	path: string,
	caller: Caller,
	store: { database: Database; catalogue: Catalogue }
): Promise<Response> {
	requireSchema(request);
	const name = /^rpc\/([^/]+)$/.exec(path)?.[1];
	if (!name) throw restError(404, 'PGRST205', `Could not find the table '${EXPOSED_SCHEMA}.${path}'`);
	const call = await readCall(request, decodeURIComponent(name), caller, store.catalogue);
	const isReadOnly = call.fn.isReadOnly || call.areTexts;
	let rows: Row[];
	try {
		rows = await store.database.run(`${enter(caller, isReadOnly)} ${select(call)}`);
	} catch (error) {
		throw fromDatabase(error, caller.role === 'anon');
	}
	return answer(request, call.fn, String(rows[0]?.body));
}

function requireSchema(request: Request): void {
	const isRead = request.method === 'GET' || request.method === 'HEAD';
	const schema = request.headers.get(isRead ? 'accept-profile' : 'content-profile') ?? EXPOSED_SCHEMA;
	if (schema !== EXPOSED_SCHEMA) {
		throw restError(406, 'PGRST106', 'Invalid schema', `Only schema ${EXPOSED_SCHEMA} is exposed`);
	}
}

async function readCall(request: Request, name: string, caller: Caller, catalogue: Catalogue): Promise<Call> {
	const query = new URL(request.url).searchParams;
	if (request.method === 'GET' || request.method === 'HEAD') {
		const args = Object.fromEntries(query);
		return { fn: find(catalogue, name, args), args, areTexts: true };
	}
	if (request.method !== 'POST') {
		throw restError(405, 'PGRST101', 'A function is called by GET or POST');
	}
	const filter = [...query.keys()][0];
	if (filter) throw restError(400, 'PGRST100', `The result of a function cannot be filtered (${filter})`);
	const maxBytes = caller.role === 'service_role' ? MAX_SERVICE_BODY_BYTES : MAX_BODY_BYTES;
	const body = await readJson(request, maxBytes);
	if ('problem' in body) throw bodyError(body.problem);
	const args = body.value ?? {};
	if (!isRecord(args)) throw restError(400, 'PGRST102', 'The body must be an object of arguments');
	return { fn: find(catalogue, name, args), args, areTexts: false };
}

function find(catalogue: Catalogue, name: string, args: Record<string, unknown>): ApiFunction {
	const argNames = Object.keys(args);
	const fn = resolve(catalogue, name, argNames);
	if (fn) return fn;
	const signature = `${EXPOSED_SCHEMA}.${name}(${argNames.sort().join(', ')})`;
	throw restError(404, 'PGRST202', `Could not find the function ${signature} in the schema cache`);
}

/** Begins the transaction as the caller; the settings end with it. */
function enter(caller: Caller, isReadOnly: boolean): string {
	const claims = JSON.stringify({ ...caller.claims, role: caller.role });
	const settings = [
		`set_config('role', ${literal(caller.role)}, true)`,
		`set_config('request.jwt.claims', ${literal(claims)}, true)`,
		`set_config('search_path', '', true)`
	];
	if (isReadOnly) settings.push(`set_config('transaction_read_only', 'on', true)`);
	return `select ${settings.join(', ')};`;
}

/** The one statement of the call; gives one row with the result as JSON text in `body`. */
function select({ fn, args, areTexts }: Call): string {
	const given = fn.args.filter(({ name }) => Object.hasOwn(args, name));
	const passed = given.map(({ name, type }) => {
		const value = `b.${identifier(name)}`;
		return `${identifier(name)} := ${areTexts ? `${value}::${type}` : value}`;
	});
	const columns = given.map(({ name, type }) => `${identifier(name)} ${areTexts ? 'text' : type}`);
	const call = `${EXPOSED_SCHEMA}.${identifier(fn.name)}(${passed.join(', ')})`;
	const source = given.length
		? `from json_to_record(${literal(JSON.stringify(args))}::json) as b(${columns.join(', ')})`
		: 'from (values (1)) as b';
	switch (fn.returns) {
		case 'set':
			return `select coalesce(json_agg(r), '[]')::text as body ${source} cross join lateral ${call} as r`;
		case 'value':
			return `select coalesce(to_json(${call})::text, 'null') as body ${source}`;
		case 'void':
			return `select ${call}::text as body ${source}`;
	}
}

function answer(request: Request, fn: ApiFunction, body: string): Response {
	if (fn.returns === 'void') return new Response(null, { status: 204 });
	if (fn.returns === 'set' && request.headers.get('accept')?.includes(SINGLE_OBJECT)) {
		const rows = JSON.parse(body) as unknown[];
		if (rows.length !== 1) {
			throw new HttpError(406, {
				code: 'PGRST116',
				message: 'Cannot coerce the result to a single JSON object',
				details: `The result contains ${rows.length} rows`,
				hint: null
			});
		}
		body = JSON.stringify(rows[0]);
	}
	return json(200, request.method === 'HEAD' ? '' : body);
}
