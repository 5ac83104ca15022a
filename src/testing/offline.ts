// What browser tests of offline play do, in one place: nothing is called offline before the server's process is gone.
import { expect, type Page } from '@playwright/test';

/** Opens a page and waits until the service worker has kept the app and answers for this page. */
export async function openInstalled(page: Page, url: string): Promise<void> {
	await page.goto(url);
	await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated', undefined, {
		timeout: 30_000
	});
}

/** Nobody listens at `url` any more. */
export async function expectGone(url: string): Promise<void> {
	await expect(fetch(url)).rejects.toThrow();
}
