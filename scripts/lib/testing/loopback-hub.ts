// A small Hugging Face hub on a loopback port, for tests: serves files with Range, misbehaves as it is told, and
// writes down what it was asked for.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** Answers one request for a file with this content. */
export type Answer = (request: IncomingMessage, response: ServerResponse, content: Buffer) => void;

export interface AskedFor {
	file: string;
	range: string | undefined;
}

const rangeStart = (request: IncomingMessage): number =>
	Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);

/** As the hub does: 200, 206 from where Range says, or 416. */
export const serveRange: Answer = (request, response, content) => {
	const start = rangeStart(request);
	if (start === 0) return void response.writeHead(200, { 'content-length': content.length }).end(content);
	if (start >= content.length) return void response.writeHead(416).end();
	response.writeHead(206, {
		'content-length': content.length - start,
		'content-range': `bytes ${start}-${content.length - 1}/${content.length}`
	});
	response.end(content.subarray(start));
};

/** A server that does not know Range. */
export const serveWhole: Answer = (_request, response, content) => void response.writeHead(200).end(content);

export const answerStatus =
	(status: number): Answer =>
	(_request, response) =>
		void response.writeHead(status).end('no');

/** Sends the first `count` bytes of what is left, then nothing more; `then` may cut the line. */
export const serveFirst =
	(count: number, then: (response: ServerResponse) => void = () => {}): Answer =>
	(request, response, content) => {
		const start = rangeStart(request);
		const rest = content.subarray(start);
		response.writeHead(start > 0 ? 206 : 200, { 'content-length': rest.length });
		response.write(rest.subarray(0, count), () => then(response));
	};

/** Sends the whole in `pieces`, one every `everyMs`. */
export const serveSlowly =
	(pieces: number, everyMs: number): Answer =>
	(_request, response, content) => {
		response.writeHead(200, { 'content-length': content.length });
		const size = Math.ceil(content.length / pieces);
		let at = 0;
		const timer = setInterval(() => {
			response.write(content.subarray(at, (at += size)));
			if (at < content.length) return;
			clearInterval(timer);
			response.end();
		}, everyMs);
	};

/** Cuts the line once the bytes sent so far have surely arrived. */
export const cutLine = (response: ServerResponse): void => void setTimeout(() => response.destroy(), 50);

export interface LoopbackHub {
	url: string;
	requests: AskedFor[];
	/** The next answers for this file, one a request; after them it is served well. */
	script(file: string, ...answers: Answer[]): void;
	close(): Promise<void>;
}

/** Starts a hub that serves `files` (by base name) below any path. */
export async function startHub(files: ReadonlyMap<string, Buffer>): Promise<LoopbackHub> {
	const requests: AskedFor[] = [];
	const scripted = new Map<string, Answer[]>();
	const server = createServer((request, response) => {
		const file = path.basename(request.url ?? '');
		const content = files.get(file);
		requests.push({ file, range: request.headers.range });
		const answer = content && (scripted.get(file)?.shift() ?? serveRange);
		if (answer) answer(request, response, content);
		else response.writeHead(404).end();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests,
		script: (file, ...answers) => void scripted.set(file, answers),
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			})
	};
}

/** The address of a port on which nobody listens. */
export async function closedPortUrl(): Promise<string> {
	const hub = await startHub(new Map());
	await hub.close();
	return hub.url;
}
