// The production server: static models and campaigns straight from static/, everything else by the SvelteKit
// build, compressed and with the isolation headers on every response. Expects a finished build/ (scripts/start.ts sees
// to it).
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import sirv from 'sirv';
import { securityHeaders } from '../src/lib/server/headers.ts';
import { compressAnswer } from './lib/compress-answers.ts';

const SHUTDOWN_GRACE_MS = 5_000;
const CLOSE_IDLE_EVERY_MS = 50;
/** Content-addressed names carry 8 or more hex digits of the hash; they may be kept for ever. */
const CONTENT_ADDRESSED = /\.[0-9a-f]{8,64}\.[a-z0-9.]+$/;

type Middleware = (request: IncomingMessage, response: ServerResponse, next?: () => void) => void;

/** Where to listen: HOST alone if given, else both loopback addresses, so that "localhost" always answers. */
function listenHosts(): string[] {
	return process.env.HOST ? [process.env.HOST] : ['127.0.0.1', '::1'];
}

function parsePort(text: string | undefined): number {
	const port = /^\d{1,5}$/.test(text || '3000') ? Number(text || '3000') : NaN;
	if (port < 65536) return port;
	throw new Error(`PORT must be a number from 0 to 65535, not "${text}".`);
}

/** Generated files change while the server runs (a model is rebuilt), so each request looks at the disk. */
function generatedFiles(root: string): Middleware {
	const serve = sirv(path.join(root, 'static'), {
		dev: true,
		etag: true,
		setHeaders: (response, pathname) =>
			response.setHeader(
				'cache-control',
				CONTENT_ADDRESSED.test(pathname) ? 'public,max-age=31536000,immutable' : 'no-cache'
			)
	});
	return (request, response, next = () => {}) => {
		const isGenerated = /^\/(models|campaigns)\//.test(request.url ?? '');
		if (!isGenerated) return next();
		serve(request, response, () => {
			response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
			response.end('There is no such file.\n');
		});
	};
}

/** Loads the SvelteKit build. Plain http is assumed unless a proxy says otherwise (SvelteKit assumes https). */
async function loadApp(root: string): Promise<Middleware> {
	if (!process.env.ORIGIN) process.env.PROTOCOL_HEADER ??= 'x-forwarded-proto';
	const { handler } = (await import(pathToFileURL(path.join(root, 'build/handler.js')).href)) as {
		handler: Middleware;
	};
	return handler;
}

function listen(server: Server, port: number, host: string): Promise<number> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, () => {
			server.off('error', reject);
			const address = server.address();
			resolve(typeof address === 'object' && address ? address.port : port);
		});
	});
}

function wordListenError(error: unknown, port: number): Error {
	const code = (error as NodeJS.ErrnoException).code;
	if (code === 'EADDRINUSE') {
		return new Error(
			`Port ${port} is already in use. Stop the other program, or choose another port: PORT=3001 npm start`
		);
	}
	if (code === 'EACCES')
		return new Error(`This user may not open port ${port}. Choose one above 1023: PORT=3000`);
	return error instanceof Error ? error : new Error(String(error));
}

/** Listens on every host; an address family the machine lacks is passed over, as long as one host works. */
async function listenOnAll(
	onRequest: Middleware,
	port: number
): Promise<{ servers: Server[]; port: number }> {
	const servers: Server[] = [];
	let boundPort = port;
	for (const host of listenHosts()) {
		const server = createServer((request, response) => onRequest(request, response));
		try {
			boundPort = await listen(server, boundPort, host);
			servers.push(server);
		} catch (error) {
			const code = (error as NodeJS.ErrnoException).code ?? '';
			const familyMissing = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(code) && servers.length > 0;
			if (!familyMissing) {
				servers.forEach((open) => open.close());
				throw wordListenError(error, boundPort);
			}
		}
	}
	return { servers, port: boundPort };
}

/** Finishes open requests, lets the embedded store close, then the process ends by itself. */
function closeOnSignal(servers: Server[]): void {
	let closing = false;
	const close = async (signal: NodeJS.Signals) => {
		if (closing) return;
		closing = true;
		const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
		// A browser keeps its connection open after the answer, so that each must be closed once it is idle.
		const closeIdle = () => servers.forEach((server) => server.closeIdleConnections());
		closeIdle();
		setInterval(closeIdle, CLOSE_IDLE_EVERY_MS).unref();
		setTimeout(() => servers.forEach((server) => server.closeAllConnections()), SHUTDOWN_GRACE_MS).unref();
		await Promise.all(closed);
		setTimeout(() => process.exit(1), SHUTDOWN_GRACE_MS).unref();
		(process as NodeJS.EventEmitter).emit('sveltekit:shutdown', signal);
	};
	process.on('SIGTERM', close);
	process.on('SIGINT', close);
}

/** Starts the server below `root`; resolves to its address once it answers. Throws errors fit for people. */
export async function serve(root: string): Promise<{ url: string }> {
	const port = parsePort(process.env.PORT);
	const app = await loadApp(root);
	const files = generatedFiles(root);
	const onRequest: Middleware = (request, response) => {
		for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
		request.headers['x-forwarded-proto'] ??= 'http';
		compressAnswer(request, response);
		files(request, response, () => app(request, response));
	};
	const listening = await listenOnAll(onRequest, port);
	closeOnSignal(listening.servers);
	const host =
		process.env.HOST && !['0.0.0.0', '::'].includes(process.env.HOST) ? process.env.HOST : 'localhost';
	return { url: `http://${host.includes(':') ? `[${host}]` : host}:${listening.port}` };
}
