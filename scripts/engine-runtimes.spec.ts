// The engine on each of its runtimes in an isolated page: WebAssembly with one and two threads, and WebGPU on
// Chromium's software adapter, with the trial that it loses there. Every encoding of weights on each of them.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Runtime as AnyRuntime } from '../src/lib/engine/engine.ts';
import { BUILD_NAMES, type BuildName, type ModelManifest } from '../src/lib/interp/model-manifest.ts';
import { WEIGHT_ENCODINGS, type WeightEncoding } from '../src/lib/interp/weight-encoding.ts';
import type { BenchApi } from './bench-engine/page.ts';
import { startSite, type Site } from './bench-engine/site.ts';
import { ensureChromium } from './lib/chromium.ts';
import { ensureModel } from './lib/model-build.ts';
import { root } from './lib/model-source.ts';
import { buildTinyModel } from './lib/testing/tiny-model.ts';

declare const bench: BenchApi;

/** One that an isolated browser has. */
type Runtime = AnyRuntime & { provider: 'wasm' | 'webgpu' };

const GPU_ARGS = ['--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

let folder: string;
/** A tiny random model by the encoding of all its weights. */
const tiny = new Map<WeightEncoding, ModelManifest>();
let site: Site;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'engine-webgpu-'));
	// The software adapter takes seconds for a larger one.
	for (const [i, encoding] of WEIGHT_ENCODINGS.entries()) {
		const encodings = { blocks: encoding, tokens: encoding };
		tiny.set(encoding, (await buildTinyModel(folder, { seed: i + 1, encodings })).manifest);
	}
	await ensureModel('starter', { quiet: true });
	site = await startSite([folder, path.join(root, 'static')]);
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

/** Opens `model` on a runtime and gives its largest error on the golden texts. */
async function goldenError(model: string, runtime: Runtime, build: BuildName = 'standard'): Promise<number> {
	const { status } = await page.evaluate((options) => bench.open(options), { model, build, ...runtime });
	expect(status).toMatchObject({ phase: 'ready', runtime, model: { build } });
	const test = await page.evaluate(() => bench.selfTest());
	expect(test).toMatchObject({ texts: 12, passed: true });
	return test.maxAbsError;
}

/** Beyond the build's own measured error: another order of float32 sums, and that the manifest's number is rounded. */
const slack = (maxAbsError: number) => 2e-5 + 0.005 * maxAbsError;

describe.each([
	['WebAssembly, one thread', { provider: 'wasm', threads: 1 }, WEIGHT_ENCODINGS],
	['WebAssembly, two threads', { provider: 'wasm', threads: 2 }, WEIGHT_ENCODINGS],
	// The software adapter is slow, and decoding is the same code everywhere: those that builds choose most.
	['WebGPU', { provider: 'webgpu', threads: 1 }, ['q10', 'f16']]
] as [string, Runtime, WeightEncoding[]][])('%s', (_, runtime, encodings) => {
	it.each(encodings)('gives the golden texts’ activations from %s weights', async (encoding) => {
		const { id, builds } = tiny.get(encoding)!;
		const { maxAbsError } = builds.standard.fidelity;
		expect(await goldenError(id, runtime)).toBeLessThan(maxAbsError + slack(maxAbsError));
	});
});

describe('WebAssembly', () => {
	it.each([1, 2])('with %i thread(s) gives the starter’s', async (threads) => {
		for (const build of BUILD_NAMES) {
			expect(await goldenError('starter', { provider: 'wasm', threads }, build)).toBeLessThan(2e-5);
		}
	});
});

describe('WebGPU', () => {
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

	it('gives way to WebAssembly where its numbers are wrong', async () => {
		const models = path.join(folder, 'models');
		cpSync(path.join(models, 'tiny-1'), path.join(models, 'wrong'), { recursive: true });
		const manifest = structuredClone(tiny.get('q8')!);
		for (const { neurons } of manifest.goldens) for (const { activations } of neurons) activations[0]! += 1;
		writeFileSync(path.join(models, 'wrong/manifest.json'), JSON.stringify(manifest));
		const { status } = await page.evaluate(() => bench.open({ model: 'wrong', provider: 'webgpu' }));
		expect(status).toMatchObject({ phase: 'ready', runtime: { provider: 'wasm' } });
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
