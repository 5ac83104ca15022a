// `npm run bench -- offline [--runs N]`: what an offline copy of the starter weighs, how long its bytes take to be checked,
// and the time from opening a neuron's page in a fresh browser, with the server gone, to the first activation of one's
// own text. The bytes of gpt2-small's shape come from the manifest of its random weights.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { allFiles } from '../src/lib/engine/worker/files/model-files.ts';
import type { ModelManifest } from '../src/lib/interp/model-manifest.ts';
import type { ShellList } from '../src/lib/shell/shell-list.ts';
import { sha256 } from '../src/lib/util/sha256.ts';
import { newDataDir, removeDataDir, startServer } from '../src/testing/e2e-server.ts';
import { keepStarter } from '../src/testing/offline.ts';
import { setMode } from '../src/testing/play.ts';
import { CHROMIUM_ARGS, ensureChromium } from './lib/chromium.ts';

const root = path.resolve(import.meta.dirname, '..');
/** Written by `npm run bench -- engine`. */
const GPT2_SHAPE = path.join(root, '.cache/bench/models/gpt2-small-random-1/manifest.json');
const TEXT = 'sailing without a line';

const { values } = parseArgs({ options: { runs: { type: 'string' } } });
const runs = Number(values.runs ?? 5);

const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const total = (files: { sizeBytes: number }[]): number =>
	files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;

const modelBytes = (manifest: ModelManifest): number => total(allFiles(manifest, manifest.builds.standard));

/** Prints what is kept; gives the bytes of campaign and model. */
function printBytes(): number {
	const { files } = readJson<ShellList>(path.join(root, 'build/client/shell-files.json'));
	const shell = (keep: string) => total(files.filter((file) => file.keep === keep));
	const campaign = readJson<{ offlineBytes: number }>(
		path.join(root, 'static/campaigns/starter/manifest.json')
	);
	const model = modelBytes(readJson(path.join(root, 'static/models/starter/manifest.json')));
	console.log(`the app, kept by every visitor: ${megabytes(shell('always'))}`);
	console.log(
		`the starter, kept on request: ${megabytes(campaign.offlineBytes + model + shell('asked'))} ` +
			`(campaign ${megabytes(campaign.offlineBytes)}, model ${megabytes(model)}, engine ${megabytes(shell('asked'))})`
	);
	const shape = existsSync(GPT2_SHAPE)
		? megabytes(modelBytes(readJson(GPT2_SHAPE)))
		: 'see `npm run bench -- engine`';
	console.log(`a model of gpt2-small's shape (random weights): ${shape}`);
	return campaign.offlineBytes + model;
}

const openBrowser = (profile: string): Promise<BrowserContext> =>
	chromium.launchPersistentContext(profile, {
		executablePath: ensureChromium(),
		args: CHROMIUM_ARGS,
		serviceWorkers: 'allow'
	});

/** Milliseconds that the browser's own SHA-256, which checks the app's files, takes over every kept file. */
const measureHashing = (page: Page): Promise<{ bytes: number; ms: number }> =>
	page.evaluate(async () => {
		const buffers: ArrayBuffer[] = [];
		for (const name of await caches.keys()) {
			const cache = await caches.open(name);
			for (const request of await cache.keys())
				buffers.push(await (await cache.match(request))!.arrayBuffer());
		}
		const models = await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
		const folder = await models.getDirectoryHandle('starter');
		type Entries = AsyncIterable<FileSystemFileHandle>;
		for await (const entry of (folder as unknown as { values(): Entries }).values()) {
			buffers.push(await (await entry.getFile()).arrayBuffer());
		}
		const startedAt = performance.now();
		for (const buffer of buffers) await crypto.subtle.digest('SHA-256', buffer);
		const ms = performance.now() - startedAt;
		return { bytes: buffers.reduce((sum, { byteLength }) => sum + byteLength, 0), ms };
	});

/** Milliseconds that our own SHA-256, which checks the model's and the campaign's files, takes over so many bytes here, in
 *  Node: the same JavaScript engine as Chromium's. */
function measureOwnHashing(sizeBytes: number): number {
	const bytes = new Uint8Array(sizeBytes);
	const startedAt = performance.now();
	sha256(bytes);
	return performance.now() - startedAt;
}

/** From the address to the page, and to the first activation of a text that is in the address. */
async function coldStart(profile: string, url: string): Promise<{ pageMs: number; activationMs: number }> {
	const context = await openBrowser(profile);
	const page = context.pages()[0] ?? (await context.newPage());
	const startedAt = performance.now();
	await page.goto(`${url}/starter/2/398#text=${encodeURIComponent(TEXT)}`);
	await page.locator('[data-activations=clue]').first().waitFor();
	const pageMs = performance.now() - startedAt;
	await page.locator('[data-activations=custom] [data-activation]').first().waitFor();
	const activationMs = performance.now() - startedAt;
	await context.close();
	return { pageMs, activationMs };
}

async function bench(dataDir: string, profile: string): Promise<void> {
	const server = await startServer(dataDir);
	const checkedByUs = printBytes();
	const context = await openBrowser(profile);
	const page = await context.newPage();
	await keepStarter(page, server.url);
	await setMode(page, 'Advanced');
	const { bytes, ms } = await measureHashing(page);
	console.log(`SHA-256 of all that is kept (${megabytes(bytes)}), the browser's: ${ms.toFixed(0)} ms`);
	const own = measureOwnHashing(checkedByUs);
	console.log(`SHA-256 of campaign and model (${megabytes(checkedByUs)}), ours: ${own.toFixed(0)} ms`);
	await context.close();
	await server.end('SIGKILL');
	const starts: Awaited<ReturnType<typeof coldStart>>[] = [];
	for (let run = 0; run < runs; run++) starts.push(await coldStart(profile, server.url));
	const print = (what: string, of: 'pageMs' | 'activationMs') => {
		const times = starts.map((start) => start[of]);
		console.log(
			`${what}: ${median(times).toFixed(0)} ms (${times.map((time) => time.toFixed(0)).join(', ')})`
		);
	};
	print('cold start offline to the neuron’s page', 'pageMs');
	print('cold start offline to the first activation', 'activationMs');
}

const [dataDir, profile] = [newDataDir(), mkdtempSync(path.join(tmpdir(), 'bench-offline-'))];
try {
	console.log(`${cpus()[0]?.model}, ${cpus().length} cores, ${runs} runs\n`);
	await bench(dataDir, profile);
} finally {
	removeDataDir(dataDir);
	rmSync(profile, { recursive: true, force: true });
}
