// What may go wrong with what a device keeps: a flipped byte, no room, a new version in the middle of a puzzle.
import type { BrowserContext, Page } from '@playwright/test';
import { CHROMIUM_ARGS, findChromium } from '../../../scripts/lib/chromium.ts';
import { expect, test } from '../../testing/e2e-test.ts';
import { keepButton, keepStarter, kill, openInstalled, openKeeping } from '../../testing/offline.ts';
import { clues, open, setMode } from '../../testing/play.ts';
import { startServerFront } from '../../testing/server-front.ts';

// Chromium tells pages a quota that has nothing to do with the room there is, unless this is switched off; writes fail at
// the real one all the same, so that the estimate alone is not to be relied on.
const args = [...CHROMIUM_ARGS, '--disable-features=StaticStorageQuota'];
test.use({ serviceWorkers: 'allow', launchOptions: { executablePath: findChromium(), args } });
test.skip(({ isMobile }) => isMobile, 'the same on a phone');

/** Flips a byte in the middle of a kept file of the model; gives its name. */
const flipInModel = (page: Page, beginning: string): Promise<string> =>
	page.evaluate(async (start) => {
		const root = await navigator.storage.getDirectory();
		const models = await root.getDirectoryHandle('models');
		const folder = await models.getDirectoryHandle('starter');
		for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys()) {
			if (!name.startsWith(start)) continue;
			const handle = await folder.getFileHandle(name);
			const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
			const middle = bytes.length >> 1;
			const writable = await handle.createWritable({ keepExistingData: true });
			await writable.write({ type: 'write', position: middle, data: new Uint8Array([bytes[middle]! ^ 1]) });
			await writable.close();
			return name;
		}
		throw new Error(`no file begins with ${start}`);
	}, beginning);

/** Flips a byte of a file in Cache Storage, whichever cache has it; gives its path. */
const flipInCache = (page: Page, part: string): Promise<string> =>
	page.evaluate(async (wanted) => {
		for (const name of await caches.keys()) {
			const cache = await caches.open(name);
			const request = (await cache.keys()).find(({ url }) => url.includes(wanted));
			if (!request) continue;
			const response = (await cache.match(request))!;
			const bytes = new Uint8Array(await response.arrayBuffer());
			bytes[bytes.length >> 1]! ^= 1;
			await cache.put(request, new Response(bytes, { headers: response.headers }));
			return new URL(request.url).pathname;
		}
		throw new Error(`nothing kept has ${wanted} in its name`);
	}, part);

/** Ends the service worker as a closed browser would, so that what it remembered is gone, and empties the browser's own
 *  cache, which would otherwise replace what is damaged. */
async function forgetWhatRan(context: BrowserContext, page: Page): Promise<void> {
	const client = await context.newCDPSession(page);
	await client.send('Network.clearBrowserCache');
	await client.send('ServiceWorker.enable');
	await client.send('ServiceWorker.stopAllWorkers');
}

test('a damaged file is dropped, named and fetched again', async ({ page, context, server }) => {
	await keepStarter(page, server.url);
	const stage = await flipInModel(page, 'stage-1.');
	const pack = await flipInCache(page, '/packs/0.');
	const script = await flipInCache(page, '/entry/start');
	await forgetWhatRan(context, page);
	await kill(server);

	// The app's own files: nothing can run, so a plain page names the file.
	await page.goto(`${server.url}/starter/2/5`);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('A kept file is damaged');
	await expect(page.locator('code')).toHaveText(script);
	await server.start();
	await page.goto(`${server.url}/about`);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(/about/i);
	await kill(server);

	await page.goto(`${server.url}/starter/2/5`);
	await expect(page.getByText(pack.replace(/^\/campaigns\/starter\//, ''))).toBeVisible();
	// Another pack is whole, and the model says which of its files is not.
	await page.goto(`${server.url}/starter/2/700`);
	await setMode(page, 'Advanced');
	await page.getByLabel('Your text').fill('trust, but check');
	await expect(page.getByRole('alert').filter({ hasText: stage })).toBeVisible({ timeout: 30_000 });
	await server.start();
	await page.getByRole('button', { name: 'Load again' }).click();
	await expect(page.locator('[data-activations=custom]')).toHaveText('trust, but check', { timeout: 30_000 });
	await page.goto(`${server.url}/offline`);
	await expect(page.locator('[data-copy]')).toHaveAttribute('data-copy', 'part');
	await flipInModel(page, 'stage-0.');
	await page.getByRole('button', { name: 'Go on' }).click();
	await expect(page.locator('[data-copy=kept]')).toContainText(/stage-0\./, { timeout: 30_000 });
});

test('says before that there is too little room, and stops when there is none', async ({
	page,
	context,
	server
}) => {
	await openKeeping(page, server.url);
	const client = await context.newCDPSession(page);
	const allow = (quotaSize: number) =>
		client.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize });
	await allow(12e6);
	await page.reload();
	await expect(page.getByText(/That is more than this browser has room for/)).toBeVisible();
	await expect(keepButton(page)).toBeDisabled();
	await allow(60e6);
	await page.reload();
	await expect(keepButton(page)).toBeEnabled();
	await allow(12e6); // others have taken the room meanwhile
	await keepButton(page).click();
	await expect(page.locator('[data-copy=full]')).toContainText('There is no room left', { timeout: 30_000 });
	// The model's own words, where one types.
	await open(page, `${server.url}/starter/2/5`);
	await setMode(page, 'Advanced');
	await allow(1e6);
	await page.getByLabel('Your text').fill('no room for me');
	await expect(page.locator('[data-activations=custom]')).toHaveText('no room for me', { timeout: 30_000 });
	await expect(page.getByText(/There is no room on this device to keep the AI/)).toBeVisible();
	await allow(200e6);
	await page.goto(`${server.url}/offline`);
	await page.getByRole('button', { name: 'Go on' }).click();
	await expect(page.locator('[data-copy=kept]')).toBeVisible({ timeout: 30_000 });
});

test('offers a new version, forces it on nobody, and drops the old one when it is used no more', async ({
	page,
	context,
	server
}) => {
	const front = await startServerFront(server.url);
	try {
		await openInstalled(page, front.url);
		await open(page, front.url);
		const other = await context.newPage();
		await open(other, front.url);
		for (const tab of [page, other]) await tab.getByLabel('It lights up on').fill('words half written');
		const puzzle = await clues(page).first().textContent();

		front.putOn('another-version');
		await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()));
		const offer = page.getByRole('button', { name: 'New version: reload' });
		await expect(offer).toBeVisible({ timeout: 30_000 });
		await expect(page.getByLabel('It lights up on')).toHaveValue('words half written');
		await expect(clues(page).first()).toHaveText(puzzle ?? '');

		await offer.click();
		await page.waitForFunction(() => !document.body.innerText.includes('There is a new version'));
		await page.locator('[data-hydrated=true]').waitFor();
		const caches = () => page.evaluate(() => window.caches.keys());
		expect(await caches()).toHaveLength(2); // the other tab still runs the old one
		await expect(other.getByLabel('It lights up on')).toHaveValue('words half written');
		// A part of the old app that it loads only now is still to be had.
		await other.getByRole('link', { name: 'About' }).first().click();
		await expect(other.getByRole('heading', { level: 1 })).toHaveText(/about/i);
		await other.close();
		await page.reload();
		await expect.poll(caches).toEqual(['shell-another-version']);
	} finally {
		front.close();
	}
});
