// What the engine is held against, in the same browser: its runtime's plain matrix products, and transformers.js.
import path from 'node:path';
import type { Browser, Page } from '@playwright/test';
import type { ModelManifest } from '../../src/lib/interp/model-manifest.ts';
import { openRandomCheckpoint } from '../lib/random-weights.ts';
import type { EngineFigures } from './engine-figures.ts';
import { writeLimitModel } from './limit-model.ts';
import { peakBytes, tabBytes } from './memory.ts';
import { writePeerConfig, writePeerModel } from './peer-model.ts';
import type { PeerApi } from './peer.ts';
import { median, type Report } from './report.ts';
import { UnwatchedTab } from './unwatched-tab.ts';

declare const peer: PeerApi;

const MEGABYTE = 1e6;

async function newPage(browser: Browser, url: string): Promise<Page> {
	const page = await (await browser.newContext()).newPage();
	await page.goto(`${url}/peer.html`);
	await page.waitForFunction(() => 'peer' in globalThis);
	return page;
}

/** Median ms of the plain products in a page of their own. */
async function limitMs(
	browser: Browser,
	url: string,
	of: { tokens: number; runs: number; width: number; threads: number }
): Promise<number> {
	const page = await newPage(browser, url);
	const times = await page.evaluate(
		({ tokens, width, threads, runs }) => peer.limit(tokens, width, threads, runs),
		of
	);
	await page.context().close();
	return median(times);
}

/** A limit is what the runtime can do: the faster of so many pages, as now and then one is 2.5 times as slow. */
const LIMIT_PAGES = 2;

/** Plain products of the same work. */
export async function measureLimit(
	browser: Browser,
	url: string,
	dir: string,
	{ config, layer }: ModelManifest,
	threads: number,
	report: Report,
	engine: EngineFigures | undefined
): Promise<void> {
	writeLimitModel(path.join(dir, 'limit'), config, layer);
	for (const [tokens, runs] of [
		[1, 30],
		[64, 7],
		[256, 5]
	] as const) {
		const medians: number[] = [];
		for (let page = 0; page < LIMIT_PAGES; page++) {
			medians.push(await limitMs(browser, url, { tokens, runs, width: config.d_model, threads }));
		}
		const limit = Math.min(...medians);
		const own = tokens === 1 ? engine?.appendMs : engine?.freshMs.get(tokens);
		const name = `${tokens} new token(s) (peer: the runtime's plain products)`;
		if (own === undefined) report.atMost(`limit of ${tokens} token(s)`, limit, 'ms');
		else report.against(name, own, 'ms', limit, tokens === 1 ? null : 0.9);
	}
}

async function peakOfLoading(browser: Browser, url: string, kind: string, threads: number): Promise<number> {
	const tab = await UnwatchedTab.open(browser, `${url}/peer.html`);
	await tab.waitFor('peer');
	const blank = await tabBytes(browser);
	const { bytes } = await peakBytes(browser, () => tab.evaluate(`peer.open('${kind}', ${threads})`));
	await tab.close();
	return (bytes - blank) / MEGABYTE;
}

/** transformers.js re-running the whole model on 64 tokens. */
export async function measurePeer(
	browser: Browser,
	url: string,
	dir: string,
	manifest: ModelManifest,
	threads: number,
	report: Report,
	engine: EngineFigures | undefined
): Promise<void> {
	const checkpoint = await openRandomCheckpoint(manifest.randomWeightsSeed!);
	const folder = path.join(dir, 'peer');
	writePeerConfig(folder, manifest.config);
	for (const kind of ['q8', 'fp32'] as const) {
		const sizeBytes = writePeerModel(folder, checkpoint, kind);
		const own = manifest.builds.standard.totalBytes / MEGABYTE;
		report.against(
			`download in all (peer: transformers.js ${kind})`,
			own,
			'MB',
			sizeBytes / MEGABYTE,
			kind === 'q8' ? 1.3 : null
		);
		const megabytes = await peakOfLoading(browser, url, kind, threads);
		report.atMost(`transformers.js ${kind}: tab at the peak of loading, above blank`, megabytes, 'MB');
		const page = await newPage(browser, url);
		await page.evaluate(({ kind, threads }) => peer.open(kind, threads), { kind, threads });
		const times = await page.evaluate(() => peer.run(64, 5));
		if (engine) {
			report.against(
				`key press at 64 tokens (peer: transformers.js ${kind})`,
				engine.appendMs,
				'ms',
				median(times),
				40
			);
		} else report.atMost(`transformers.js ${kind}: 64 tokens`, median(times), 'ms');
		await page.context().close();
	}
}
