// The example page of examples/engine as its README says to start it: type, and see a neuron's activations.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServer, type ViteDevServer } from 'vite';
import { createNodeEngine } from '../src/lib/engine/node/node-engine.ts';
import { ensureChromium } from './lib/chromium.ts';
import { ensureModel } from './lib/model-build.ts';
import { root } from './lib/model-source.ts';

let cacheDir: string;
let server: ViteDevServer;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	cacheDir = mkdtempSync(path.join(tmpdir(), 'engine-example-'));
	await ensureModel('starter', { quiet: true });
	server = await createServer({
		configFile: path.join(root, 'examples/engine/vite.config.ts'),
		cacheDir,
		logLevel: 'error',
		server: { host: '127.0.0.1', port: 0, hmr: false }
	});
	await server.listen();
	browser = await chromium.launch({ executablePath: ensureChromium(), args: ['--no-sandbox'] });
	page = await browser.newPage();
	await page.goto(server.resolvedUrls!.local[0]!);
});
afterAll(async () => {
	await browser?.close();
	await server?.close();
	rmSync(cacheDir, { recursive: true, force: true });
});

/** What the page says of each token: its text and its activation. */
async function shown(): Promise<[string, number][]> {
	const lines = (await page.locator('#activations').innerText()).split('\n').slice(1);
	return lines.map((line) => [JSON.parse(line.slice(10)) as string, Number(line.slice(0, 10))]);
}

it('shows the activations that the engine for Node computes, at each key press', async () => {
	const [text, index] = ['The sea was calm', 12];
	const engine = createNodeEngine(path.join(root, 'static/models/starter'));
	const { tokens, activations } = await engine.run({ text, index });
	engine.dispose();
	await page.getByLabel('Neuron').fill(String(index));
	await page.locator('#text').fill('');
	await page.locator('#text').pressSequentially(text);
	await expect
		.poll(async () => (await shown()).map(([token]) => token).join(''), { timeout: 30_000 })
		.toBe(text);
	const rows = await shown();
	expect(rows.map(([token]) => token)).toEqual(tokens.map((token) => token.text));
	rows.forEach(([, activation], i) => expect(activation).toBeCloseTo(activations[i]!, 4));
	expect(await page.getByRole('status').innerText()).toBe('ready');
});
