// What browser tests of offline play do, in one place. Nothing is called offline here before the server's process is gone.
import { expect, type Page } from '@playwright/test';
import type { TestServer } from './e2e-server.ts';

/** Opens a page and waits until the service worker has kept the app and answers for this page. */
export async function openInstalled(page: Page, url: string): Promise<void> {
	await page.goto(url);
	await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated', undefined, {
		timeout: 30_000
	});
}

/** Opens the page about offline play and waits until it knows what is here. */
export async function openKeeping(page: Page, origin: string): Promise<void> {
	await openInstalled(page, `${origin}/offline`);
	await expect(page.locator('[data-copy]')).not.toHaveAttribute('data-copy', 'looking');
}

export const keepButton = (page: Page) => page.getByRole('button', { name: 'Keep for offline' });

/** Keeps the starter's campaign and model on this device. */
export async function keepStarter(page: Page, origin: string): Promise<void> {
	await openKeeping(page, origin);
	await keepButton(page).click();
	await expect(page.locator('[data-copy=kept]')).toBeVisible({ timeout: 30_000 });
}

/** Ends the server's process at once, and makes sure that nobody listens there any more. */
export async function kill(server: TestServer): Promise<void> {
	await server.end('SIGKILL');
	await expect(fetch(server.url)).rejects.toThrow();
}

/** The header's sign of what waits. */
export const sign = (page: Page) => page.locator('header a[href="/offline"][title]');

export interface SeededWrite {
	call: string;
	args: Record<string, unknown>;
}

/** Puts writes into the outbox as the app does, without a click for each. The page makes its database with the first
 *  key; once it is there, writes are delivered without any. */
export async function seedOutbox(page: Page, writes: SeededWrite[]): Promise<void> {
	await page.keyboard.press('Shift');
	await page.waitForFunction(async () =>
		(await indexedDB.databases()).some(({ name }) => name === 'neuronpedia')
	);
	await page.evaluate(async (entries) => {
		const request = indexedDB.open('neuronpedia');
		const db = await new Promise<IDBDatabase>((resolve, reject) => {
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error);
		});
		const queuedAt = new Date().toISOString();
		const transaction = db.transaction('outbox', 'readwrite');
		for (const entry of entries) {
			transaction.objectStore('outbox').add({ ...entry, id: crypto.randomUUID(), queuedAt, failures: 0 });
		}
		await new Promise((resolve) => (transaction.oncomplete = resolve));
		db.close();
	}, writes);
}

/** Texts of a campaign's explanations in the store, oldest first. */
export async function storedTexts(origin: string): Promise<string[]> {
	const response = await fetch(`${origin}/rest/v1/rpc/newest_explanations`, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			'content-profile': 'api',
			apikey: 'sb_publishable_embedded'
		},
		body: JSON.stringify({ campaign_id: 'starter', most: 1000 })
	});
	const rows = (await response.json()) as { text: string }[];
	return rows.map(({ text }) => text).reverse();
}
