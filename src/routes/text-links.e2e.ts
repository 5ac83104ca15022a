// Links that carry a text: it opens in the box and runs on the visitor's machine, and the server never hears of it.
import type { Page } from '@playwright/test';
import { expect, test } from '../testing/e2e-test.ts';
import { openInstalled } from '../testing/offline.ts';
import { open, setMode } from '../testing/play.ts';
import { startServerFront, type ServerFront } from '../testing/server-front.ts';

const SECRET = 'The quiet harbour at dawn, Zürich 🌊';

let neuronUrl: string;
/** Visitors come through it, so that it hears all that reaches the server, workers' requests too. */
let front: ServerFront;
test.beforeEach(async ({ server }) => {
	neuronUrl = `${server.url}/starter/2/398`;
	front = await startServerFront(server.url);
});
test.afterEach(() => front?.close());

/** Whether a request tells of the text, in any of the spellings that an address has for it. */
const tells = (line: string): boolean => /harbour|Z%C3%BCrich|text=/i.test(line);

const record = (page: Page) => page.locator('[data-activations=custom]');

for (const [length, text] of [
	['short', SECRET],
	['long', `${SECRET} ${'and more of it '.repeat(60)}`.trim()]
] as const) {
	test(`a ${length} text goes by link and is run there, unknown to the server`, async ({
		page,
		browser,
		context,
		server
	}) => {
		await context.grantPermissions(['clipboard-read', 'clipboard-write']);
		await open(page, neuronUrl);
		await setMode(page, 'Advanced');
		await page.getByLabel('Your text').fill(text);
		await page.getByRole('button', { name: 'Copy link with this text' }).click();
		await expect(page.getByText('Copied').first()).toBeAttached();
		const link = await page.evaluate(() => navigator.clipboard.readText());
		expect(link.startsWith(`${neuronUrl}#${length === 'long' ? 'ztext=' : 'text='}`)).toBe(true);
		if (length === 'long') expect(link.length).toBeLessThan(text.length / 2);

		// Somebody else opens it, who has never been here.
		const other = await browser.newContext();
		const visitor = await other.newPage();
		await open(visitor, link.replace(server.url, front.url));
		await expect(visitor.getByLabel('Your text')).toHaveValue(text);
		await expect(record(visitor)).toContainText('The quiet harbour', { timeout: 30_000 });
		await expect(visitor).toHaveURL(`${front.url}/starter/2/398`); // the text has left the address
		// Nor does it come up later: the next page, and back again.
		await visitor.getByRole('link', { name: 'Next neuron' }).click();
		await expect(visitor).toHaveURL(/\/starter\/2\/399$/);
		await visitor.goBack();
		await expect(visitor).toHaveURL(/\/starter\/2\/398/);
		expect(front.heard.length).toBeGreaterThan(10);
		expect(front.heard.filter(tells)).toEqual([]);
		expect((await other.cookies()).filter(({ value }) => tells(value))).toEqual([]);
		await other.close();
	});
}

/** Opens a link with the text in its query, written by hand, and sees it run there. */
async function openByHand(page: Page): Promise<void> {
	await open(page, `${front.url}/starter/2/398?text=${encodeURIComponent(SECRET)}`);
	await expect(page.getByLabel('Your text')).toHaveValue(SECRET);
	await expect(record(page)).toContainText('The quiet harbour', { timeout: 30_000 });
	await expect(page).toHaveURL(`${front.url}/starter/2/398`);
	await page.getByRole('link', { name: 'Next neuron' }).click();
	await expect(page).toHaveURL(/\/starter\/2\/399$/);
	await page.goBack();
	await expect(page).toHaveURL(/\/starter\/2\/398/);
}

test('?text= written by hand reaches the server with a newcomer’s first request alone', async ({ page }) => {
	await openByHand(page);
	const telling = front.heard.filter(tells);
	expect(telling).toHaveLength(1);
	expect(telling[0]).toMatch(/^GET \/starter\/2\/398\?text=/);
	const named = `${neuronUrl}?text=harbour-of-nobody`;
	expect((await (await fetch(named)).text()).includes('harbour-of-nobody')).toBe(false);
	// Nor does the way from a neuron's shorter address ask for it again.
	const shorter = await fetch(named.replace('/2/', '/'), { redirect: 'manual' });
	expect(shorter.headers.get('location')).toBe('/starter/2/398#text=harbour-of-nobody');
});

test.describe('with the app on the device', () => {
	test.use({ serviceWorkers: 'allow' });
	test.skip(({ isMobile }) => isMobile, 'the same on a phone');

	test('?text= written by hand reaches no server', async ({ page }) => {
		await openInstalled(page, `${front.url}/about`);
		await openByHand(page);
		await page.goto('about:blank');
		await open(page, `${front.url}/starter/398?text=${encodeURIComponent(SECRET)}`);
		await expect(page.getByLabel('Your text')).toHaveValue(SECRET);
		expect(front.heard.filter((line) => line.startsWith('GET /starter/398 '))).toHaveLength(1);
		expect(front.heard.filter(tells)).toEqual([]);
	});
});

test('a text opens on the home page too, and replaces the one in the box', async ({ page, server }) => {
	await open(page, `${server.url}/?text=hello+there`);
	await expect(page.getByLabel('Your text')).toHaveValue('hello there');
	await expect(page).toHaveURL(`${server.url}/`);
	await page.evaluate(() => (location.hash = '#text=and%20now%20this'));
	await expect(page.getByLabel('Your text')).toHaveValue('and now this');
	await expect(page).toHaveURL(`${server.url}/`);
	// A damaged link is a page without a text.
	await page.goto('about:blank');
	await open(page, `${neuronUrl}#ztext=AAAA`);
	await expect(page.getByText('Simple', { exact: true })).toBeVisible();
	await expect(page.getByLabel('Your text')).toHaveCount(0);
});
