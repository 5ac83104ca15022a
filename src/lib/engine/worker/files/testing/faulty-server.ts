// A loopback server of one file with the faults of real networks: it cuts, slows, lies and ignores.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FaultyServer {
	url: string;
	/** Range header of each request so far; '' for a request of the whole. */
	requests: string[];
	close(): Promise<void>;
}

/** Answers one request; `from` is where its Range begins (0 without one). */
export type Respond = (response: ServerResponse, from: number, request: number) => void;

/** Sends `content` from `from` on as a server should. */
export function sendRange(
	response: ServerResponse,
	content: Uint8Array,
	from: number,
	hasRange = from > 0
): void {
	const headers: Record<string, string | number> = { 'content-length': content.length - from };
	if (hasRange) headers['content-range'] = `bytes ${from}-${content.length - 1}/${content.length}`;
	response.writeHead(hasRange ? 206 : 200, headers);
	response.end(content.subarray(from));
}

/** Sends `count` bytes of what was announced as the whole rest, then cuts the line. */
export function sendCut(response: ServerResponse, content: Uint8Array, from: number, count: number): void {
	response.writeHead(from > 0 ? 206 : 200, {
		'content-length': content.length - from,
		'content-range': `bytes ${from}-${content.length - 1}/${content.length}`
	});
	response.write(content.subarray(from, from + count), () => setTimeout(() => response.destroy(), 20));
}

/** Sends the whole in pieces of `size` bytes, one every `everyMs`. */
export async function sendSlowly(
	response: ServerResponse,
	content: Uint8Array,
	size: number,
	everyMs: number
): Promise<void> {
	response.writeHead(200, { 'content-length': content.length });
	for (let at = 0; at < content.length; at += size) {
		response.write(content.subarray(at, at + size));
		await new Promise((resolve) => setTimeout(resolve, everyMs));
	}
	response.end();
}

/** Starts a server that answers every request by `respond`. */
export async function startFaultyServer(respond: Respond): Promise<FaultyServer> {
	const requests: string[] = [];
	const server = createServer((request: IncomingMessage, response) => {
		const range = request.headers.range ?? '';
		requests.push(range);
		respond(response, Number(/^bytes=(\d+)-/.exec(range)?.[1] ?? 0), requests.length);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/file.bin`,
		requests,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			})
	};
}
