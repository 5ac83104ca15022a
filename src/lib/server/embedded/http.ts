// Requests in, JSON out: what the REST and the auth half of the gateway share. Bodies are bounded in size and depth
// before anything looks into them.

/** Far above any call of a player (an explanation has at most 800 bytes). */
export const MAX_BODY_BYTES = 64 * 1024;
/** A batch of 1,000 neurons is about 100 kB. */
export const MAX_SERVICE_BODY_BYTES = 1024 * 1024;
/** No function takes anything nested deeper than a list of rows. */
const MAX_JSON_DEPTH = 16;

/** A request that cannot be answered; becomes a response with this status and body. */
export class HttpError extends Error {
	override readonly name = 'HttpError';
	readonly status: number;
	readonly body: unknown;
	readonly headers: Record<string, string>;

	constructor(status: number, body: unknown, headers: Record<string, string> = {}) {
		super(`HTTP ${status}`);
		this.status = status;
		this.body = body;
		this.headers = headers;
	}
}

/** A JSON response that no cache keeps; `body` as text is sent as it is. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
	return new Response(typeof body === 'string' ? body : JSON.stringify(body), {
		status,
		headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers }
	});
}

export type BodyProblem = 'too-large' | 'media-type' | 'syntax' | 'too-deep';

/** Reads a JSON body of at most `maxBytes`; an empty body gives undefined. Returns the problem's name otherwise. */
export async function readJson(
	request: Request,
	maxBytes: number
): Promise<{ value: unknown } | { problem: BodyProblem }> {
	const text = await readText(request, maxBytes);
	if (text === undefined) return { problem: 'too-large' };
	if (text === '') return { value: undefined };
	const mediaType = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
	if (mediaType !== 'application/json') return { problem: 'media-type' };
	try {
		const value: unknown = JSON.parse(text);
		return isDeeperThan(value, MAX_JSON_DEPTH) ? { problem: 'too-deep' } : { value };
	} catch {
		return { problem: 'syntax' };
	}
}

/** The body as text; undefined when it is longer than `maxBytes` (the rest is then not read). */
async function readText(request: Request, maxBytes: number): Promise<string | undefined> {
	if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return undefined;
	if (!request.body) return '';
	const decoder = new TextDecoder();
	let text = '';
	let bytes = 0;
	for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
		bytes += chunk.byteLength;
		if (bytes > maxBytes) return undefined;
		text += decoder.decode(chunk, { stream: true });
	}
	return text + decoder.decode();
}

function isDeeperThan(value: unknown, depth: number): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return depth === 0 || Object.values(value).some((child) => isDeeperThan(child, depth - 1));
}

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
