// Compresses what the server makes at the moment it is asked for: pages, JSON, generated manifests. Files of the build
// come compressed already (precompress.ts) and are passed on as they are.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { constants } from 'node:zlib';
import compression from 'compression';

/** A page of 40 kB takes brotli 1 ms at this quality and 30 ms at the best one, which would save 10 % more. */
const BROTLI_QUALITY = 5;
const GZIP_LEVEL = 6;

/** Answers with tokens in them stay as they are: the length of a compressed answer tells of its content (BREACH). */
const HOLDS_TOKENS = /^\/auth\//;

/** A part's offsets count the bytes of the file as it is kept, so it is never another coding of it. */
const isPart = (response: ServerResponse) =>
	response.statusCode === 206 || response.hasHeader('content-range');

/** Weights hardly compress, passages are deflated already, and both must say how long they are. */
const isBinary = (response: ServerResponse) =>
	String(response.getHeader('content-type')).startsWith('application/octet-stream');

const compress = compression({
	level: GZIP_LEVEL,
	brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } },
	filter: (request, response) =>
		!HOLDS_TOKENS.test(request.url ?? '') &&
		!isPart(response) &&
		!isBinary(response) &&
		compression.filter(request, response)
});

/** A strong ETag promises the same bytes; those compressed now are others, of the same meaning. */
function weakenTag(response: ServerResponse): void {
	const tag = response.getHeader('etag');
	if (typeof tag !== 'string' || tag.startsWith('W/') || !response.hasHeader('content-encoding')) return;
	response.setHeader('etag', `W/${tag}`);
}

/** Makes `response` compress itself when the request allows it and it is worth it; to be called before its first byte. */
export function compressAnswer(request: IncomingMessage, response: ServerResponse): void {
	const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
	// Wrapped first, so called last: by then it is settled whether the answer is compressed.
	response.writeHead = (...args: unknown[]) => {
		weakenTag(response);
		return writeHead(...args);
	};
	compress(request, response, () => {});
}
