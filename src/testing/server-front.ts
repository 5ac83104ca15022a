// A front before a test server: it hears all that browsers send, and can put on another version of the app: every text
// that names the version names another one, and the list of files carries the hashes of what is then sent. So an update
// is tested without a second build, with the real service worker.
import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ShellList } from '../lib/shell/shell-list.ts';

export interface ServerFront {
	url: string;
	/** Every request so far: its first line, headers and body. */
	heard: string[];
	/** The version that is sent from now on; null for the server's own. */
	putOn(version: string | null): void;
	close(): void;
}

const TEXTS = /\.(js|mjs|css|json)$/;

export async function startServerFront(target: string): Promise<ServerFront> {
	const own = ((await (await fetch(`${target}/_app/version.json`)).json()) as { version: string }).version;
	let worn: string | null = null;
	const heard: string[] = [];
	const changed = (path: string, bytes: Buffer): Buffer =>
		worn !== null && TEXTS.test(path) ? Buffer.from(bytes.toString().replaceAll(own, worn)) : bytes;

	async function list(bytes: Buffer): Promise<Buffer> {
		const { files } = JSON.parse(bytes.toString()) as ShellList;
		for (const file of files) {
			const original = Buffer.from(await (await fetch(target + file.path)).arrayBuffer());
			const sent = changed(file.path, original);
			file.sizeBytes = sent.length;
			file.sha256 = createHash('sha256').update(sent).digest('hex');
		}
		return Buffer.from(JSON.stringify({ version: worn, files }));
	}

	async function forward(path: string, method: string, headers: Headers, body: Buffer, out: ServerResponse) {
		for (const name of ['host', 'connection', 'content-length']) headers.delete(name);
		const init = {
			method,
			headers,
			body: body.length ? new Uint8Array(body) : undefined,
			redirect: 'manual' as const
		};
		const answer = await fetch(target + path, init);
		const bytes = Buffer.from(await answer.arrayBuffer());
		const sent =
			worn !== null && path === '/shell-files.json' ? await list(bytes) : changed(path.split('?')[0]!, bytes);
		const sentHeaders = Object.fromEntries(answer.headers);
		for (const name of ['content-encoding', 'content-length', 'transfer-encoding', 'etag'])
			delete sentHeaders[name];
		out.writeHead(answer.status, sentHeaders).end(sent);
	}

	const front = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const { url = '/', method = 'GET' } = request;
		const body = Buffer.concat(chunks);
		heard.push(`${method} ${url} ${JSON.stringify(request.headers)} ${body.toString()}`);
		const headers = new Headers(request.headers as Record<string, string>);
		await forward(url, method, headers, body, response).catch(() => response.writeHead(502).end());
	});
	await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
	const { port } = front.address() as AddressInfo;
	return {
		url: `http://localhost:${port}`,
		heard,
		putOn: (version) => (worn = version),
		close: () => {
			front.close();
			front.closeAllConnections();
		}
	};
}
