import { createServer, request, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compressAnswer } from './compress-answers.ts';

const PAGE = '<p>The same words again and again.</p>\n'.repeat(200);
const LONG_CHUNK = Buffer.alloc(64 * 1024, 'streamed words ');
const LONG_CHUNKS = 100;

/** Writes more than fits any buffer, and waits when it is told to, as SvelteKit does. */
function stream(response: ServerResponse, left = LONG_CHUNKS): void {
	for (; left > 0; left--) {
		if (!response.write(LONG_CHUNK)) {
			response.once('drain', () => stream(response, left - 1));
			return;
		}
	}
	response.end();
}

const html = { 'content-type': 'text/html', etag: '"page"', vary: 'Cookie' };
const ANSWERS: Record<string, (response: ServerResponse) => void> = {
	'/page': (response) => response.writeHead(200, html).end(PAGE),
	'/json': (response) => {
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(PAGE));
	},
	'/small': (response) => response.writeHead(200, { ...html, 'content-length': 2 }).end('ok'),
	'/weights': (response) => response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(PAGE),
	'/part': (response) =>
		response.writeHead(206, { ...html, 'content-range': `bytes 0-${PAGE.length - 1}/9999` }).end(PAGE),
	'/past-the-end': (response) =>
		response.writeHead(416, { ...html, 'content-range': 'bytes */9999' }).end(PAGE),
	'/file.gz': (response) =>
		response.writeHead(200, { ...html, 'content-encoding': 'gzip' }).end(gzipSync(PAGE)),
	'/kept': (response) => response.writeHead(200, { ...html, 'cache-control': 'no-transform' }).end(PAGE),
	'/unchanged': (response) => response.writeHead(304, { etag: '"page"' }).end(),
	'/auth/v1/token': (response) => response.writeHead(200, html).end(PAGE),
	'/long': (response) => stream(response.writeHead(200, { 'content-type': 'text/html' }))
};

let server: Server;
beforeAll(async () => {
	server = createServer((asked, response) => {
		compressAnswer(asked, response);
		ANSWERS[asked.url!]!(response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());

interface Answer {
	headers: IncomingHttpHeaders;
	bytes: Buffer;
}

/** A request as it is, with nothing asked for or decoded behind our back. */
function ask(path: string, coding?: string, method = 'GET'): Promise<Answer> {
	const { port } = server.address() as AddressInfo;
	const headers = coding === undefined ? {} : { 'accept-encoding': coding };
	return new Promise((resolve, reject) => {
		const asked = request({ port, path, method, headers, host: '127.0.0.1' }, (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('end', () => resolve({ headers: response.headers, bytes: Buffer.concat(chunks) }));
			response.on('error', reject);
		});
		asked.on('error', reject).end();
	});
}

describe('answers made on request', () => {
	it.each([
		['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
		['gzip', 'gzip', gunzipSync],
		['br;q=0, gzip;q=0.5', 'gzip', gunzipSync]
	])('for "%s" come as %s', async (accepted, coding, decode) => {
		const { headers, bytes } = await ask('/page', accepted);
		expect(headers['content-encoding']).toBe(coding);
		expect(bytes.length).toBeLessThan(PAGE.length / 10);
		expect(decode(bytes).toString()).toBe(PAGE);
		expect(headers['content-length']).toBeUndefined();
		expect(headers.vary).toBe('Cookie, Accept-Encoding');
		expect(headers.etag).toBe('W/"page"');
		expect(JSON.parse(decode((await ask('/json', accepted)).bytes).toString())).toBe(PAGE);
	});

	it.each([undefined, 'identity', 'zstd', 'br;q=0'])('for "%s" come as they are', async (accepted) => {
		const { headers, bytes } = await ask('/page', accepted);
		expect(headers['content-encoding']).toBeUndefined();
		expect(bytes.toString()).toBe(PAGE);
		expect(headers.etag).toBe('"page"');
		// A cache must know that others may get it compressed.
		expect(headers.vary).toBe('Cookie, Accept-Encoding');
	});

	it.each(['/small', '/weights', '/part', '/past-the-end', '/kept', '/auth/v1/token'])(
		'leaves %s alone',
		async (path) => {
			const { headers, bytes } = await ask(path, 'br, gzip');
			expect(headers['content-encoding']).toBeUndefined();
			expect(headers.etag ?? '"page"').toBe('"page"');
			expect(bytes.toString()).toBe(path === '/small' ? 'ok' : PAGE);
		}
	);

	it('never compresses twice, and adds nothing to answers without a body', async () => {
		const file = await ask('/file.gz', 'br, gzip');
		expect(file.headers['content-encoding']).toBe('gzip');
		expect(gunzipSync(file.bytes).toString()).toBe(PAGE);
		const unchanged = await ask('/unchanged', 'br');
		expect([unchanged.headers['content-encoding'], unchanged.bytes.length]).toEqual([undefined, 0]);
		const head = await ask('/page', 'br', 'HEAD');
		expect([head.headers['content-encoding'], head.bytes.length]).toEqual([undefined, 0]);
	});

	it('streams what is longer than its buffers, and outlives a visitor who leaves', async () => {
		const { bytes } = await ask('/long', 'br');
		expect(brotliDecompressSync(bytes).equals(Buffer.concat(Array(LONG_CHUNKS).fill(LONG_CHUNK)))).toBe(true);
		const { port } = server.address() as AddressInfo;
		const headers = { 'accept-encoding': 'gzip' };
		await new Promise<void>((resolve) => {
			const leaving = request({ port, path: '/long', headers, host: '127.0.0.1' }, (response) => {
				response.once('data', () => leaving.destroy());
				response.once('close', resolve);
				response.on('error', () => {});
			}).on('error', () => {});
			leaving.end();
		});
		expect((await ask('/page', 'br')).headers['content-encoding']).toBe('br');
	});
});
