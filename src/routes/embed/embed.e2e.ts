// Small versions in frames: another site, on another origin, really frames them; nothing else of ours can be framed.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { startExplained, type Explained } from '../../testing/explained.ts';

const TEXT = 'words “about” <b>the</b> sea 🌊';

let site: Explained;
/** Another site, which shows a page of ours in a frame; it is itself isolated, as strict hosts are. */
let other: Server;
let otherUrl: string;

test.beforeAll(async ({ browser }) => {
	site = await startExplained(browser, TEXT);
	other = createServer((request, response) => {
		const { searchParams } = new URL(request.url!, 'http://localhost');
		const source = (searchParams.get('frame') ?? '').replaceAll('&', '&amp;');
		response.writeHead(200, {
			'content-type': 'text/html',
			'cross-origin-opener-policy': 'same-origin',
			'cross-origin-embedder-policy': 'require-corp'
		});
		response.end(
			`<!doctype html><meta name="color-scheme" content="${searchParams.get('scheme') ?? 'normal'}">` +
				`<iframe src="${source}" width="560" height="420"></iframe>` +
				`<img src="${site.explanationUrl}/image.png" width="300">`
		);
	});
	await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
	otherUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
});
test.afterAll(async () => {
	other?.close();
	await site?.end();
});

const framing = (frame: string, scheme = 'normal') =>
	`${otherUrl}?frame=${encodeURIComponent(frame)}&scheme=${scheme}`;

test('explanations and neurons are shown by other sites', async ({ page }, info) => {
	const problems: string[] = [];
	page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
	for (const url of [site.explanationUrl, site.neuronUrl]) {
		await page.goto(framing(`${url}?embed=1`));
		const framed = page.frameLocator('iframe');
		await expect(framed.getByRole('heading', { level: 1 })).toHaveText(TEXT);
		await expect(framed.locator('[data-activations=clue]').first()).toBeVisible();
		const link = framed.getByRole('link', { name: 'Open on Neuronpedia' });
		await expect(link).toHaveAttribute('target', '_blank');
		expect(new URL((await link.getAttribute('href'))!, url).href).toBe(url);
		// Nothing to press that could be pressed unknowingly, and nothing that runs.
		await expect(framed.getByRole('button')).toHaveCount(0);
		await expect(framed.locator('script[src], script[type=module]')).toHaveCount(0);
		expect(await page.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1200);
		const frame = page.frames().find((each) => each.url().includes('embed=1'))!;
		const { wide, high } = await frame.evaluate(() => ({
			wide: document.documentElement.scrollWidth - innerWidth,
			high: document.documentElement.scrollHeight - innerHeight
		}));
		expect(wide).toBeLessThanOrEqual(0);
		expect(high, 'fits into the frame that oEmbed asks for').toBeLessThanOrEqual(0);
		await page.screenshot({ path: info.outputPath(`embed-${url === site.neuronUrl}.png`) });
	}
	await page.reload(); // out of the browser's cache, or not modified
	await expect(page.frameLocator('iframe').getByRole('heading', { level: 1 })).toHaveText(TEXT);
	expect(problems).toEqual([]);
});

test('follows the theme of its host, by name or as the host is coloured', async ({ page }) => {
	const background = async (frame: string, scheme: string) => {
		await page.goto(framing(frame, scheme));
		const body = page.frameLocator('iframe').locator('body');
		await body.waitFor();
		return body.evaluate((element) => getComputedStyle(element).backgroundColor);
	};
	const url = `${site.explanationUrl}?embed=1`;
	const [light, dark] = ['rgb(253, 245, 233)', 'rgb(24, 18, 31)'];
	await page.emulateMedia({ colorScheme: 'light' });
	expect(await background(`${url}&theme=dark`, 'light')).toBe(dark);
	expect(await background(url, 'light')).toBe(light);
	await page.emulateMedia({ colorScheme: 'dark' });
	expect(await background(url, 'dark')).toBe(dark);
	expect(await background(`${url}&theme=light`, 'dark')).toBe(light);
	// Elsewhere a theme in the address means nothing.
	expect(await (await fetch(`${site.explanationUrl}?theme=dark`)).text()).toContain('data-theme="system"');
});

test('nothing else can be framed', async ({ page }) => {
	const { server, explanationUrl, neuronUrl } = site;
	const paths = [
		'/?embed=1',
		'/settings?embed=1',
		'/explore?embed=1',
		'/no-such-page',
		'/moderation?embed=1'
	];
	for (const url of [explanationUrl, neuronUrl, ...paths.map((path) => server.url + path)]) {
		const policy = (await fetch(url)).headers.get('content-security-policy');
		expect(policy, url).toContain("frame-ancestors 'none'");
		await page.goto(framing(url));
		await expect(page.frameLocator('iframe').getByRole('heading'), url).toHaveCount(0);
	}
	const missing = await fetch(`${server.url}/e/999999?embed=1`);
	expect(missing.status).toBe(404);
	const embedded = await fetch(`${explanationUrl}?embed=1`);
	expect(embedded.headers.get('content-security-policy')).toContain('frame-ancestors *');
	expect(embedded.headers.get('set-cookie')).toBeNull();
});
