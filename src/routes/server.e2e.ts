// The server itself: headers on every kind of response, words for what is wrong, and a hosted store behind it.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newDataDir, removeDataDir, startServer } from '../testing/e2e-server.ts';
import { expect, test } from '../testing/e2e-test.ts';
import { startVite } from '../testing/vite-server.ts';
import { open, setMode, writeAnswer } from '../testing/play.ts';

test('isolates every response', async ({ page, server }) => {
	const scripts = new Set<string>();
	page.on('response', (response) => scripts.add(response.url()));
	await open(page, '/');
	const paths = [
		'/',
		'/answers',
		'/nothing-here',
		'/favicon.svg',
		'/models/starter/manifest.json',
		'/models/no'
	];
	const addresses = [...paths, '/rest/v1/rpc/campaigns', '/auth/v1/health'].map((path) => server.url + path);
	await expectIsolated([...addresses, ...scripts]);
});

async function expectIsolated(urls: string[]): Promise<void> {
	for (const url of urls) {
		const { headers } = await fetch(url);
		expect(headers.get('cross-origin-opener-policy'), url).toBe('same-origin');
		expect(headers.get('cross-origin-embedder-policy'), url).toBe('require-corp');
		expect(headers.get('x-content-type-options'), url).toBe('nosniff');
	}
}

for (const command of ['dev', 'preview'] as const) {
	test(`isolates every response of vite ${command}, workers too`, async ({ page }, info) => {
		test.skip(info.project.name === 'phone', 'the same server for every screen');
		const ownDir = newDataDir();
		const vite = await startVite(command, ownDir);
		try {
			const seen = new Set<string>();
			page.on('response', (response) => seen.add(response.url()));
			page.on('worker', (worker) => seen.add(worker.url()));
			await open(page, vite.url);
			expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
			await setMode(page, 'Advanced');
			await page.getByLabel('Your text').fill('in development too');
			await expect(page.locator('[data-activations=custom]')).toHaveText('in development too', {
				timeout: 60_000
			});
			const own = [...seen].filter((url) => url.startsWith(vite.url));
			await expectIsolated([...own, `${vite.url}/favicon.svg`, `${vite.url}/nothing-here`]);
		} finally {
			await vite.end();
			removeDataDir(ownDir);
		}
	});
}

test('answers what is missing in words', async ({ page, server }) => {
	const response = await page.goto('/no-such-page');
	expect(response?.status()).toBe(404);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing lights up here');
	await page.getByRole('link', { name: 'Play a neuron' }).click();
	await expect(page.locator('[data-activations=clue]').first()).toBeVisible();
	expect((await fetch(`${server.url}/models/starter/../../package.json`)).status).toBe(404);
	expect((await fetch(`${server.url}/models/starter/no.bin`)).status).toBe(404);
});

test('a second server on the same folder is refused, and harms nothing', async ({ page, server }) => {
	await expect(startServer(server.dataDir)).rejects.toThrow(/is in use by process \d+/);
	await open(page, '/');
	await writeAnswer(page, `still here ${Date.now()}`);
});

test('a port that is taken is named', async ({ server }) => {
	const other = newDataDir();
	await expect(startServer(other, Number(new URL(server.url).port))).rejects.toThrow(
		/Port \d+ is already in use/
	);
	removeDataDir(other);
});

/** Stands in front of a store as Supabase's own gateway does: cross-origin calls are allowed. */
async function hostedFront(target: string): Promise<{ url: string; calls: string[]; close: () => void }> {
	const calls: string[] = [];
	const cors = {
		'access-control-allow-origin': '*',
		'access-control-allow-headers': '*, authorization',
		'access-control-allow-methods': '*',
		'access-control-expose-headers': '*'
	};
	const front: Server = createServer(async (request, response) => {
		if (request.method === 'OPTIONS') return response.writeHead(204, cors).end();
		calls.push(request.url ?? '');
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const headers = new Headers(request.headers as Record<string, string>);
		for (const name of ['host', 'connection', 'content-length']) headers.delete(name);
		const answer = await fetch(target + request.url, {
			method: request.method ?? 'GET',
			headers,
			body: chunks.length ? Buffer.concat(chunks) : undefined
		});
		response.writeHead(answer.status, { ...cors, 'content-type': answer.headers.get('content-type') ?? '' });
		response.end(Buffer.from(await answer.arrayBuffer()));
	});
	await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
	const { port } = front.address() as AddressInfo;
	return { url: `http://127.0.0.1:${port}`, calls, close: () => front.close() };
}

test('the same build talks to a hosted store', async ({ page, server }) => {
	const front = await hostedFront(server.url);
	const ownDir = newDataDir();
	const hosted = await startServer(ownDir, 0, {
		PUBLIC_SUPABASE_URL: front.url,
		PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_embedded'
	});
	try {
		await open(page, hosted.url);
		await writeAnswer(page, `by way of the hosted store ${Date.now()}`);
		expect(front.calls.some((url) => url.startsWith('/auth/v1/signup'))).toBe(true);
		expect(front.calls).toContain('/rest/v1/rpc/deliver');
		expect((await fetch(`${hosted.url}/rest/v1/rpc/campaigns`)).status).toBe(404);
		await page.reload();
		await expect(page.getByText('1 neuron answered')).toBeVisible();
	} finally {
		await hosted.end();
		front.close();
		removeDataDir(ownDir);
	}
});
