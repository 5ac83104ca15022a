// The engine on each of its runtimes in an isolated page: WebAssembly with one and two threads, and WebGPU on
// Chromium's software adapter, with the trial that it loses there.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BenchApi } from './bench-engine/page.ts';
import { startSite, type Site } from './bench-engine/site.ts';
import { ensureChromium } from './lib/chromium.ts';
import { buildTinyModel } from './lib/testing/tiny-model.ts';

declare const bench: BenchApi;

const GPU_ARGS = ['--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

let folder: string;
let site: Site;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'engine-webgpu-'));
	await buildTinyModel(folder); // the software adapter takes seconds for a larger one
	site = await startSite([folder]);
	browser = await chromium.launch({ executablePath: ensureChromium(), args: GPU_ARGS });
	page = await browser.newPage();
	await page.goto(site.url);
	await page.waitForFunction(() => 'bench' in globalThis);
});
afterAll(async () => {
	await browser?.close();
	site?.close();
	rmSync(folder, { recursive: true, force: true });
});

describe('WebAssembly', () => {
	it.each([1, 2])('with %i thread(s) gives the golden texts’ activations', async (threads) => {
		const { status } = await page.evaluate(
			(threads) => bench.open({ model: 'tiny-1', provider: 'wasm', threads }),
			threads
		);
		expect(status).toMatchObject({ phase: 'ready', runtime: { provider: 'wasm', threads } });
		expect(await page.evaluate(() => bench.selfTest())).toMatchObject({ texts: 12, passed: true });
	});
});

describe('WebGPU', () => {
	it('gives the golden texts’ activations', async () => {
		const { status } = await page.evaluate(() => bench.open({ model: 'tiny-1', provider: 'webgpu' }));
		expect(status).toMatchObject({ phase: 'ready', runtime: { provider: 'webgpu' } });
		const test = await page.evaluate(() => bench.selfTest());
		expect(test).toMatchObject({ texts: 12, passed: true });
	});

	it('is tried when nobody asks, and gives way to WebAssembly where it is slower', async () => {
		await page.evaluate(() => bench.open({ model: 'tiny-1', provider: 'auto' }));
		const before = await page.evaluate(() => bench.run('the sea', 7));
		const verdict = async () =>
			page.evaluate(async () => {
				const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
				const model = await folder.getDirectoryHandle('tiny-1');
				const file = await model.getFileHandle('runtime.json').catch(() => undefined);
				return file && JSON.parse(await (await file.getFile()).text()).verdict;
			});
		// A software adapter is far slower than WebAssembly.
		await expect.poll(verdict, { timeout: 40_000, interval: 500 }).toBe('wasm');
		const status = await page.evaluate(() => bench.status());
		expect(status).toMatchObject({ phase: 'ready', runtime: { provider: 'wasm' } });
		const after = await page.evaluate(() => bench.run('the sea', 7));
		expect(Object.values(after.activations)).toEqual(Object.values(before.activations));
	});

	it('is lost without losing the text: WebAssembly takes over', async () => {
		await page.evaluate(() => bench.open({ model: 'tiny-1', provider: 'webgpu' }));
		expect(await page.evaluate(() => bench.status())).toMatchObject({ runtime: { provider: 'webgpu' } });
		const before = await page.evaluate(() => bench.run('the sea', 7));
		const session = await browser.newBrowserCDPSession();
		await session.send('Browser.crashGpuProcess').catch(() => {}); // the answer dies with it
		const after = await page.evaluate(() => bench.run('the sea and the sky', 7));
		expect(await page.evaluate(() => bench.status())).toMatchObject({ runtime: { provider: 'wasm' } });
		Object.values(before.activations).forEach((value, i) =>
			expect(Math.abs(after.activations[i]! - value)).toBeLessThan(1e-3)
		);
	});
});
