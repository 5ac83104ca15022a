// What a page costs its visitor: bytes over the line, jumps of its layout, tasks that hold the main thread up.
import { expect, type Page, type Request } from '@playwright/test';
import { open, setMode } from './play.ts';

interface Watched {
	/** Sum of the layout shifts. */
	shifts: number;
	/** Milliseconds of each task over 50 ms on the main thread. */
	longTasks: number[];
}
declare global {
	interface Window {
		watched: Watched;
	}
}

/** Counts, from the first byte of each page on, what moves and what holds the main thread up. */
export async function watch(page: Page): Promise<void> {
	await page.addInitScript(() => {
		window.watched = { shifts: 0, longTasks: [] };
		new PerformanceObserver((list) => {
			for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) {
				window.watched.shifts += entry.value;
			}
		}).observe({ type: 'layout-shift', buffered: true });
		new PerformanceObserver((list) => {
			for (const { duration } of list.getEntries()) window.watched.longTasks.push(duration);
		}).observe({ type: 'longtask', buffered: true });
	});
}

export const watched = (page: Page): Promise<Watched> => page.evaluate(() => window.watched);

export interface Visit {
	requests: Request[];
	/** Of the answers as they come over the line, headers included. */
	bytes: number;
	/** Of the answers' bodies alone, compressed. */
	bodyBytes: number;
}

/** Opens an address until nothing more comes. */
export async function visit(page: Page, url: string): Promise<Visit> {
	const requests: Request[] = [];
	const note = (request: Request) => void requests.push(request);
	page.on('requestfinished', note);
	await page.goto(url);
	await page.waitForLoadState('networkidle');
	page.off('requestfinished', note);
	const sizes = await Promise.all(requests.map((request) => request.sizes()));
	const bodyBytes = sizes.reduce((sum, size) => sum + size.responseBodySize, 0);
	const headerBytes = sizes.reduce((sum, size) => sum + size.responseHeadersSize, 0);
	return { requests, bytes: bodyBytes + headerBytes, bodyBytes };
}

/** Types a sentence into the text box of the game at `url` while the model answers each key; gives the tasks of more
 *  than 50 ms that fell into it. To be called on a watched page. */
export async function typeWhileItComputes(
	page: Page,
	url: string
): Promise<{ keys: number; longTasks: number[] }> {
	const text = ' The harbour lay in the north, and nobody there had seen a ship for years.';
	await open(page, url);
	await setMode(page, 'Advanced');
	const box = page.getByLabel('Your text');
	const shown = page.locator('[data-activations=custom]');
	await box.fill('warm');
	await expect(shown).toHaveText('warm', { timeout: 60_000 });
	await page.evaluate(() => (window.watched.longTasks = []));
	await box.pressSequentially(text, { delay: 30 });
	await expect(shown).toHaveText(`warm${text}`, { timeout: 60_000 });
	return { keys: text.length, longTasks: (await watched(page)).longTasks };
}
