// The engine's own figures: key presses, long texts, memory, loading, and a fast typist.
import path from 'node:path';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { ModelManifest } from '../../src/lib/interp/model-manifest.ts';
import { readCorpus } from '../lib/corpus.ts';
import { root } from '../lib/model-source.ts';
import { peakBytes, tabBytes } from './memory.ts';
import type { BenchApi } from './page.ts';
import { median, quantile, type Report } from './report.ts';
import { UnwatchedTab } from './unwatched-tab.ts';

declare const bench: BenchApi;

/** One token each after a space. */
export const WORDS = 'sea sky red tea cat dog sun ice map war law oil gas bus car box key day man boy'.split(
	' '
);
const MEGABYTE = 1e6;
/** Characters of what a player types: some 60 tokens. */
const SHORT_TEXT = 280;
/** After the last question the worker fetches tables and drops what it no longer needs. */
const SETTLE_MS = 8_000;
/** V8 collects what loading left in a worker that nobody asks within this time, some 30 MB. */
const STEADY_MS = 25_000;

export interface EngineFigures {
	appendMs: number;
	freshMs: Map<number, number>;
}

/** More of the corpus than the model reads at once. */
export function corpusText(): string {
	const { passages } = readCorpus(path.join(root, 'models/corpus'));
	return passages
		.slice(0, 80)
		.map(({ text }) => text)
		.join(' ');
}

async function openTab(context: BrowserContext, url: string): Promise<Page> {
	const page = await context.newPage();
	await page.goto(url);
	await page.waitForFunction(() => 'bench' in globalThis);
	return page;
}

async function measureKeyPresses(page: Page, report: Report): Promise<number> {
	let first = 0;
	let at64 = 0;
	for (const tokens of [15, 63, 255, 900]) {
		const timings = await page.evaluate(({ tokens, words }) => bench.append(tokens, words), {
			tokens,
			words: [...WORDS, ...WORDS.map((word) => word.toUpperCase())]
		});
		const worker = median(timings.map(({ workerMs }) => workerMs));
		const elapsed = timings.map(({ elapsedMs }) => elapsedMs);
		first ||= median(elapsed);
		if (tokens === 63) at64 = median(elapsed);
		const name = `one token after ${tokens}`;
		// The goal: at most 1.5 times the worker's own time, so at least two thirds of it in this sense.
		report.against(
			`${name}: p50 on the main thread (peer: in the worker)`,
			median(elapsed),
			'ms',
			worker,
			0.67
		);
		report.atMost(`${name}: p99`, quantile(elapsed, 0.99), 'ms');
		if (tokens > 15) report.against(`${name}: p50 (peer: after 15)`, median(elapsed), 'ms', first, 0.77);
	}
	return at64;
}

async function measureFresh(page: Page): Promise<Map<number, number>> {
	const freshMs = new Map<number, number>();
	for (const tokens of [64, 256]) {
		const timings = await page.evaluate(({ tokens, words }) => bench.fresh(tokens, words), {
			tokens,
			words: WORDS.slice(0, 7)
		});
		freshMs.set(tokens, median(timings.map(({ workerMs }) => workerMs)));
	}
	return freshMs;
}

async function measureTyping(page: Page, report: Report): Promise<void> {
	const { answeredMs, pressed, longTasks } = await page.evaluate(() => bench.type(20, 10));
	report.atMost('typing 20/s for 10 s: key presses not answered', pressed - answeredMs.length, '', 0);
	report.atMost('typing: slowest answer', Math.max(...answeredMs), 'ms', 100);
	report.atMost('typing: p50 of answers', median(answeredMs), 'ms');
	report.atMost('typing: main-thread tasks over 50 ms', longTasks.length, '', 0);
}

const open = (page: Page, model: string, threads: number) =>
	page.evaluate(({ model, threads }) => bench.open({ model, threads, provider: 'wasm' }), { model, threads });

/** A tab of its own for each, as the first one of its kind: files are on the device already. */
async function measureLoadFromStorage(page: Page, model: string, threads: number, report: Report) {
	const inNewTab = async (measure: (tab: Page) => Promise<number>) => {
		const tab = await openTab(page.context(), page.url());
		const ms = await measure(tab);
		await tab.close();
		return ms;
	};
	const firstMs = await inNewTab(async (tab) => {
		const { ms } = await open(tab, model, threads);
		const run = await tab.evaluate(() => bench.run('The old captain sailed home.', 7));
		return ms + run.elapsedMs;
	});
	const sessionsMs = await inNewTab((tab) =>
		tab.evaluate(({ model, threads }) => bench.sessionsMs(model, threads), { model, threads })
	);
	report.atMost('load from storage to the first activation', firstMs, 'ms');
	report.atMost('of which the runtime creates sessions', sessionsMs, 'ms');
	report.atMost('load from storage beyond creating sessions', firstMs - sessionsMs, 'ms', 1500);
}

/** A first load until all tables are kept too, and what stays after a short text and after one as long as can be. */
async function measureMemory(browser: Browser, url: string, model: string, threads: number, report: Report) {
	const tab = await UnwatchedTab.open(browser, url);
	await tab.waitFor('bench');
	const blank = await tabBytes(browser);
	const aboveBlank = (bytes: number) => (bytes - blank) / MEGABYTE;
	const ask = (text: string) => tab.evaluate(`bench.run(${JSON.stringify(text)}, 0).then(() => {})`);
	const settle = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
	const options = JSON.stringify({ model, threads, provider: 'wasm' });
	const cold = await peakBytes(browser, async () => {
		const { ms } = await tab.evaluate<{ ms: number }>(`bench.open(${options})`);
		await settle(SETTLE_MS);
		return ms;
	});
	report.atMost('first load (loopback) until ready', cold.result, 'ms');
	report.atMost('tab at the peak of loading, above blank', aboveBlank(cold.bytes), 'MB', 400);
	await ask(corpusText().slice(0, SHORT_TEXT));
	await settle(STEADY_MS);
	report.atMost('tab, steady, short text, above blank', aboveBlank(await tabBytes(browser)), 'MB', 320);
	await ask(corpusText());
	await settle(STEADY_MS);
	report.atMost('tab, steady, longest text, above blank', aboveBlank(await tabBytes(browser)), 'MB', 320);
	await tab.close();
}

async function measureLoading(page: Page, browser: Browser, model: string, threads: number, report: Report) {
	await measureMemory(browser, page.url(), model, threads, report);
	await open(page, model, threads);
	await page.waitForTimeout(SETTLE_MS);
	await page.evaluate(() => bench.close());
	await measureLoadFromStorage(page, model, threads, report);
	await open(page, model, threads);
	await page.evaluate((text) => bench.read(text), corpusText());
	await page.waitForTimeout(SETTLE_MS);
}

/** Measures the engine in a page of its own. */
export async function measureEngine(
	browser: Browser,
	url: string,
	manifest: ModelManifest,
	threads: number,
	report: Report,
	isLoadingOnly = false
): Promise<EngineFigures> {
	const page = await openTab(await browser.newContext(), url);
	await measureLoading(page, browser, manifest.id, threads, report);
	if (isLoadingOnly) {
		await page.context().close();
		return { appendMs: NaN, freshMs: new Map() };
	}
	const test = await page.evaluate(() => bench.selfTest());
	report.atMost('golden texts: largest error', test.maxAbsError, '', test.tolerance);
	const appendMs = await measureKeyPresses(page, report);
	const freshMs = await measureFresh(page);
	await measureTyping(page, report);
	await page.evaluate(() => bench.close());
	await page.context().close();
	return { appendMs, freshMs };
}
