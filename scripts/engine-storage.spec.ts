// The engine and the device's storage, in a real browser: two tabs at once, no room left, and a page that may store
// nothing at all (plain http, as in some private windows), which also has no threads and no crypto.subtle.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ModelManifest } from '../src/lib/interp/model-manifest.ts';
import type { BenchApi } from './bench-engine/page.ts';
import { startSite, type Site } from './bench-engine/site.ts';
import { ensureChromium } from './lib/chromium.ts';
import { ensureModel } from './lib/model-build.ts';
import { root } from './lib/model-source.ts';

declare const bench: BenchApi;

/** Not localhost, so no secure context. */
const PLAIN_HOST = 'plain.test';
const args = ['--no-sandbox', `--host-resolver-rules=MAP ${PLAIN_HOST} 127.0.0.1`];

let folder: string;
let manifest: ModelManifest;
let site: Site;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'engine-storage-'));
	({ manifest } = await ensureModel('starter', { quiet: true }));
	site = await startSite([path.join(root, 'static')]);
	browser = await chromium.launch({
		executablePath: ensureChromium(),
		args
	});
});
afterAll(async () => {
	await browser?.close();
	site?.close();
	rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
	context = await browser.newContext();
});
afterEach(() => context.close());

async function openTab(url = site.url): Promise<Page> {
	const page = await context.newPage();
	await page.goto(url);
	await page.waitForFunction(() => 'bench' in globalThis);
	return page;
}

const load = (page: Page) => page.evaluate(() => bench.open({ model: 'starter', provider: 'wasm' }));
const keeping = (page: Page) =>
	page.evaluate(() => {
		const status = bench.status();
		return status.phase === 'ready' ? status.keeping : status.phase;
	});
const prove = async (page: Page) =>
	expect(await page.evaluate(() => bench.selfTest())).toMatchObject({ texts: 12, passed: true });

/** Names and sizes of what is kept of the model. */
const kept = (page: Page) =>
	page.evaluate(async () => {
		const models = await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
		const model = await models.getDirectoryHandle('starter');
		const sizes: Record<string, number> = {};
		for await (const [name, handle] of model as unknown as AsyncIterable<[string, FileSystemFileHandle]>) {
			sizes[name] = (await handle.getFile()).size;
		}
		return sizes;
	});

describe('two tabs', () => {
	it('load at once, and what is kept is whole', async () => {
		const tabs = [await openTab(), await openTab()];
		await Promise.all(tabs.map(load));
		for (const tab of tabs) await prove(tab);
		expect(await keeping(tabs[0]!)).toBe('kept');
		const { stages, positions } = manifest.builds.standard;
		for (const { path: name, sizeBytes } of [...stages, positions.file]) {
			expect((await kept(tabs[1]!))[name], name).toBe(sizeBytes);
		}
		await tabs[0]!.close();
		await prove(tabs[1]!);
	});
});

/** Less than the starter has. */
const QUOTA_BYTES = 3e6;

describe('a device without room', () => {
	it.each(['an ordinary', 'a private'])('is told of in %s window, and the engine works on', async (kind) => {
		if (kind === 'an ordinary') {
			await context.close();
			const profile = path.join(folder, 'profile');
			context = await chromium.launchPersistentContext(profile, { executablePath: ensureChromium(), args });
		}
		const page = await openTab();
		const devtools = await context.newCDPSession(page);
		await devtools.send('Storage.overrideQuotaForOrigin', { origin: site.url, quotaSize: QUOTA_BYTES });
		await load(page);
		expect(await keeping(page)).toBe('full');
		await prove(page);
		const stored = Object.values(await kept(page)).reduce((sum, sizeBytes) => sum + sizeBytes, 0);
		expect(stored).toBeLessThanOrEqual(QUOTA_BYTES);
		// Once there is room again, the next start keeps everything.
		await devtools.send('Storage.overrideQuotaForOrigin', { origin: site.url });
		await load(page);
		expect(await keeping(page)).toBe('kept');
		await prove(page);
	});
});

describe('a page that may store nothing', () => {
	it('gets its answers all the same, on one thread', async () => {
		const page = await openTab(site.url.replace('127.0.0.1', PLAIN_HOST));
		expect(await page.evaluate(() => [isSecureContext, 'storage' in navigator, crossOriginIsolated])).toEqual(
			[false, false, false]
		);
		const { status } = await load(page);
		expect(status).toMatchObject({ keeping: 'unavailable', runtime: { provider: 'wasm', threads: 1 } });
		await prove(page);
	});
});
