import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

/** A stand-in for the SvelteKit build, so that only the server around it is under test; it echoes the request. */
const HANDLER = `export const handler = (request, response) => {
	if (request.url === '/slow') return void setTimeout(() => response.end('slow'), 300);
	response.setHeader('content-type', 'application/json');
	if (request.url === '/long') return void response.end(JSON.stringify('words '.repeat(1000)));
	response.end(JSON.stringify({ url: request.url, proto: request.headers['x-forwarded-proto'] }));
};
process.on('sveltekit:shutdown', (signal) => { console.log('closed by ' + signal); process.exit(0); });`;

const LONG = 'long '.repeat(1000);

let root: string;
const children: ChildProcess[] = [];

beforeAll(() => {
	root = mkdtempSync(path.join(tmpdir(), 'serve-'));
	const files = {
		'package.json': '{"type":"module"}',
		'build/handler.js': HANDLER,
		'static/favicon.svg': '<svg/>',
		'static/models/starter/manifest.json': '{"id":"starter"}',
		'static/models/starter/long.json': JSON.stringify(LONG),
		'static/models/starter/graph.0123456789abcdef.onnx': 'graph'
	};
	for (const [file, content] of Object.entries(files)) {
		mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
		writeFileSync(path.join(root, file), content);
	}
});
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Started {
	url: string;
	child: ChildProcess;
	output: () => string;
	exitCode: Promise<number | null>;
}

/** Serves `root` in a process of its own; `url` is '' when it ended instead. */
async function start(env: Record<string, string> = {}): Promise<Started> {
	const module = path.join(import.meta.dirname, 'serve.ts');
	const code = `const { serve } = await import(${JSON.stringify(module)});
		try { console.log('at ' + (await serve(${JSON.stringify(root)})).url + ' '); }
		catch (error) { console.log(error.message); process.exit(1); }`;
	const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
		env: { ...process.env, PORT: '0', ...env }
	});
	children.push(child);
	let output = '';
	const exitCode = new Promise<number | null>((resolve) => child.once('close', resolve));
	const url = await new Promise<string>((resolve) => {
		child.stdout.on('data', (chunk) => {
			output += chunk;
			const found = /at (\S+) /.exec(output)?.[1];
			if (found) resolve(found);
		});
		child.stderr.on('data', (chunk) => (output += chunk));
		child.once('close', () => resolve(''));
	});
	return { url, child, output: () => output, exitCode };
}

describe('the production server', () => {
	it('answers on localhost over both loopback addresses, isolated, and passes on to the app', async () => {
		const { url } = await start();
		expect(url).toMatch(/^http:\/\/localhost:\d+$/);
		const port = new URL(url).port;
		for (const host of ['localhost', '127.0.0.1']) {
			const response = await fetch(`http://${host}:${port}/play?x=1`);
			expect(await response.json()).toEqual({ url: '/play?x=1', proto: 'http' });
			expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
			expect(response.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
		}
		const proxied = await fetch(url, { headers: { 'x-forwarded-proto': 'https' } });
		expect(await proxied.json()).toMatchObject({ proto: 'https' });
	});

	it('compresses what the app answers and what is generated, but no part of it', async () => {
		const { url } = await start();
		const answer = await fetch(`${url}/long`, { headers: { 'accept-encoding': 'br' } });
		expect(answer.headers.get('content-encoding')).toBe('br');
		expect(await answer.json()).toBe('words '.repeat(1000));
		const manifest = `${url}/models/starter/long.json`;
		const whole = await fetch(manifest, { headers: { 'accept-encoding': 'gzip' } });
		expect(whole.headers.get('content-encoding')).toBe('gzip');
		expect(whole.headers.get('etag')).toMatch(/^W\//);
		expect(await whole.json()).toBe(LONG);
		const range = { 'accept-encoding': 'gzip', range: 'bytes=1-2000' };
		const part = await fetch(manifest, { headers: range });
		expect([part.status, part.headers.get('content-encoding')]).toEqual([206, null]);
		expect(await part.text()).toBe(LONG.slice(0, 2000));
	});

	it('serves generated files itself: named by content for ever, others asked again each time', async () => {
		const { url } = await start();
		const graph = await fetch(`${url}/models/starter/graph.0123456789abcdef.onnx`);
		expect(await graph.text()).toBe('graph');
		expect(graph.headers.get('cache-control')).toBe('public,max-age=31536000,immutable');
		const manifest = await fetch(`${url}/models/starter/manifest.json`);
		expect(await manifest.json()).toEqual({ id: 'starter' });
		expect(manifest.headers.get('cache-control')).toBe('no-cache');
		expect(manifest.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
		const etag = manifest.headers.get('etag')!;
		const again = await fetch(`${url}/models/starter/manifest.json`, { headers: { 'if-none-match': etag } });
		expect(again.status).toBe(304);
		const part = await fetch(`${url}/models/starter/graph.0123456789abcdef.onnx`, {
			headers: { range: 'bytes=1-2' }
		});
		expect([part.status, await part.text()]).toEqual([206, 'ra']);
	});

	it.each([
		'/models/none/manifest.json',
		'/campaigns/x/1.json',
		'/models/../package.json',
		'/models/%2e%2e/%2e%2e/package.json',
		'/models/%'
	])('has nothing at %s', async (target) => {
		const { url } = await start();
		const response = await rawGet(`${url}`, target);
		expect(response.statusCode === 404 || response.body.includes('"proto"')).toBe(true);
		expect(response.body).not.toContain('module');
	});

	it('shows a model that was built while it runs', async () => {
		const { url } = await start();
		const file = path.join(root, 'static/models/late.json');
		expect((await fetch(`${url}/models/late.json`)).status).toBe(404);
		writeFileSync(file, '{}');
		expect((await fetch(`${url}/models/late.json`)).status).toBe(200);
		rmSync(file);
	});

	it.each(['SIGTERM', 'SIGINT'] as const)('finishes what is under way on %s, then closes', async (signal) => {
		const { url, child, output, exitCode } = await start();
		const slow = fetch(`${url}/slow`).then((response) => response.text());
		await new Promise((resolve) => setTimeout(resolve, 100));
		const killedAt = performance.now();
		child.kill(signal);
		expect(await slow).toBe('slow');
		expect(await exitCode).toBe(0);
		expect(performance.now() - killedAt).toBeLessThan(2500); // long before it would cut connections
		expect(output()).toContain(`closed by ${signal}`);
	});

	it.each(['http', '-1', '65536', '80.5', ' ', '0x1f90', '1e3'])('refuses the port "%s"', async (port) => {
		const { output, exitCode } = await start({ PORT: port });
		expect(await exitCode).toBe(1);
		expect(output()).toContain(`PORT must be a number from 0 to 65535, not "${port}"`);
	});

	it('says that a port is taken, and what to do', async () => {
		const other = createServer().listen(0, '127.0.0.1');
		await new Promise((resolve) => other.once('listening', resolve));
		const { port } = other.address() as AddressInfo;
		const { output, exitCode } = await start({ PORT: String(port) });
		expect(await exitCode).toBe(1);
		expect(output()).toContain(`Port ${port} is already in use`);
		other.close();
	});

	it('listens where HOST says, and nowhere else', async () => {
		const { url } = await start({ HOST: '127.0.0.2' });
		expect(url).toMatch(/^http:\/\/127\.0\.0\.2:\d+$/);
		expect((await fetch(url)).status).toBe(200);
		await expect(fetch(`http://127.0.0.1:${new URL(url).port}`)).rejects.toThrow();
	});
});

/** A request whose path is sent as it is; fetch would tidy it up. */
function rawGet(base: string, target: string): Promise<{ statusCode: number; body: string }> {
	const { hostname, port } = new URL(base);
	return new Promise((resolve, reject) => {
		const read = (response: IncomingMessage) => {
			let body = '';
			response.on('data', (chunk) => (body += chunk));
			response.on('end', () => resolve({ statusCode: response.statusCode ?? 0, body }));
		};
		get({ hostname, port, path: target }, read).on('error', reject);
	});
}
