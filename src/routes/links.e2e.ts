// Links worth sharing: what crawlers read of a page, the images, links that carry a text, frames on other sites, oEmbed,
// the site's map and feeds.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, type Page } from '@playwright/test';
import { newDataDir, removeDataDir, startServer, type TestServer } from '../testing/e2e-server.ts';
import { open, writeAnswer } from '../testing/play.ts';

const TEXT = 'words “about” <b>the</b> sea 🌊';

let server: TestServer;
let dataDir: string;
/** The page of an explanation with TEXT, and of its neuron. */
let explanationUrl: string;
let neuronUrl: string;

test.beforeAll(async ({ browser }) => {
	dataDir = newDataDir();
	server = await startServer(dataDir);
	const author = await browser.newPage();
	await open(author, server.url);
	await writeAnswer(author, TEXT);
	const newest = await fetch(`${server.url}/rest/v1/rpc/newest_explanations?campaign_id=starter`, {
		headers: { apikey: 'sb_publishable_embedded' }
	});
	const [{ id, neuron_index: index }] = (await newest.json()) as { id: string; neuron_index: number }[];
	explanationUrl = `${server.url}/e/${id}`;
	neuronUrl = `${server.url}/starter/2/${index}`;
	await author.context().close();
});
test.afterAll(async () => {
	await server?.end();
	removeDataDir(dataDir);
});

/** Reads a page's head as a crawler does: without running it. */
async function headOf(page: Page, url: string) {
	const html = await (await fetch(url)).text();
	return page.evaluate((source) => {
		const document = new DOMParser().parseFromString(source, 'text/html');
		const metas = [...document.head.querySelectorAll('meta')].map((meta): [string, string] => [
			meta.getAttribute('property') ?? meta.getAttribute('name') ?? '',
			meta.content
		]);
		return {
			title: document.title,
			metas: Object.fromEntries(metas),
			descriptions: metas.filter(([name]) => name === 'description').length,
			canonical: document.head.querySelector<HTMLLinkElement>('link[rel=canonical]')?.getAttribute('href'),
			oembed: document.head.querySelector('link[type="application/json+oembed"]')?.getAttribute('href'),
			jsonLd: JSON.parse(
				document.head.querySelector('script[type="application/ld+json"]')?.textContent ?? 'null'
			)
		};
	}, html);
}

test('tells crawlers what an explanation’s and a neuron’s page are', async ({ page }) => {
	for (const [url, type] of [
		[explanationUrl, 'Claim'],
		[neuronUrl, 'Dataset']
	] as const) {
		const head = await headOf(page, url);
		expect(head.title).toContain(TEXT);
		expect(head.descriptions).toBe(1);
		expect(head.canonical).toBe(url);
		expect(head.metas).toMatchObject({
			'og:url': url,
			'og:site_name': 'Neuronpedia',
			'og:image': `${url}/image.png`,
			'og:image:width': '1200',
			'twitter:card': 'summary_large_image',
			'twitter:image': `${url}/image.png`
		});
		for (const name of ['og:title', 'og:description', 'og:image:alt', 'twitter:title', 'description']) {
			expect(head.metas[name]?.length, name).toBeGreaterThan(10);
		}
		expect(head.jsonLd).toMatchObject({ '@context': 'https://schema.org', '@type': type, url });
	}
	expect((await headOf(page, explanationUrl)).jsonLd.text).toBe(TEXT);
});

test('draws share images that any site may show', async ({ page }, info) => {
	for (const url of [`${explanationUrl}/image.png`, `${neuronUrl}/image.png`]) {
		const response = await fetch(url);
		expect(response.headers.get('content-type')).toBe('image/png');
		expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
		const png = new DataView(await response.arrayBuffer());
		expect([png.getUint32(16), png.getUint32(20)]).toEqual([1200, 630]);
		const again = await fetch(url, { headers: { 'if-none-match': response.headers.get('etag') ?? '' } });
		expect(again.status).toBe(304);
	}
	await page.goto(`${explanationUrl}/image.png`);
	await page.screenshot({ path: info.outputPath('card.png') });
	for (const path of ['/e/999999/image.png', '/starter/2/99999/image.png', '/starter/9/1/image.png']) {
		expect((await fetch(server.url + path)).status, path).toBe(404);
	}
});

test('shows an explanation without JavaScript, and lets players vote and report with it', async ({
	page,
	browser
}, info) => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const plain = await context.newPage();
	await plain.goto(explanationUrl);
	await expect(plain.getByRole('heading', { level: 1 })).toHaveText(TEXT);
	await expect(plain.locator('[data-activations=clue]').first()).toBeVisible();
	await context.close();

	await open(page, explanationUrl);
	await page.getByRole('button', { name: 'I agree' }).click();
	await expect(page.getByText('1 player agrees, 0 do not')).toBeVisible();
	await page.getByRole('button', { name: 'You agree' }).click();
	await expect(page.getByText('0 players agree, 0 do not')).toBeVisible();
	await page.getByRole('button', { name: 'QR code' }).click();
	await expect(page.getByRole('img', { name: `QR code of ${explanationUrl}` })).toBeVisible();
	await page.getByText('Report', { exact: true }).click();
	await page.getByLabel('What is wrong with it?').selectOption('other');
	await page.getByRole('button', { name: 'Send the report' }).click();
	await expect(page.getByText('A moderator will look at it')).toBeVisible();
	await page.screenshot({ path: info.outputPath('explanation.png'), fullPage: true });
	await page.getByRole('link', { name: /All about neuron/ }).click();
	await expect(page).toHaveURL(neuronUrl);
	expect((await page.goto(`${server.url}/e/999999`))?.status()).toBe(404);
});

test('a link brings its text along, and the server never hears of it', async ({ page, context }) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	const heard: string[] = [];
	page.on('request', (request) => heard.push(request.url() + (request.postData() ?? '')));
	const secret = 'The quiet harbour at dawn, Zürich 🌊';
	for (const text of [secret, `${secret} ${'and more of it '.repeat(60)}`]) {
		await open(page, neuronUrl);
		await page.getByText('Advanced', { exact: true }).click();
		await page.getByLabel('Your text').fill(text);
		await page.getByRole('button', { name: 'Copy link with this text' }).click();
		await expect(page.getByText('Copied').first()).toBeVisible();
		const link = await page.evaluate(() => navigator.clipboard.readText());
		expect(link).toMatch(/#z?text=/);
		await page.goto('about:blank');
		await page.getByText('Simple', { exact: true }).isVisible();
		await open(page, link);
		await expect(page.getByLabel('Your text')).toHaveValue(text);
		await expect(page.locator('[data-activations=custom]')).toContainText('The quiet harbour', {
			timeout: 30_000
		});
		await expect(page).toHaveURL(neuronUrl); // the text has left the address
	}
	expect(heard.filter((request) => /harbour/i.test(decodeURIComponent(request)))).toEqual([]);
});

test('understands ?text= on the home page, and takes it out of the address', async ({ page }) => {
	await open(page, `${server.url}/?text=hello+there`);
	await expect(page.getByLabel('Your text')).toHaveValue('hello there');
	await expect(page).toHaveURL(`${server.url}/`);
});

/** Another site, which frames a page of ours. */
async function otherSite(frame: string): Promise<{ url: string; server: Server }> {
	const site = createServer((_request, response) => {
		response.writeHead(200, { 'content-type': 'text/html' });
		response.end(`<!doctype html><iframe src="${frame}" width="560" height="420"></iframe>`);
	});
	await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
	return { url: `http://127.0.0.1:${(site.address() as AddressInfo).port}/`, server: site };
}

test('only the small version can be framed by another site', async ({ page }, info) => {
	for (const [frame, isShown] of [
		[`${explanationUrl}?embed=1&theme=dark`, true],
		[`${neuronUrl}?embed=1`, true],
		[explanationUrl, false],
		[`${server.url}/?embed=1`, false],
		[`${server.url}/settings?embed=1`, false]
	] as const) {
		const site = await otherSite(frame);
		await page.goto(site.url);
		const framed = page.frameLocator('iframe');
		if (isShown) {
			await expect(framed.getByRole('heading', { level: 1 })).toHaveText(TEXT);
			await expect(framed.getByRole('link', { name: 'Open on Neuronpedia' })).toBeVisible();
			await expect(framed.locator('script[src]')).toHaveCount(0);
			await page.screenshot({ path: info.outputPath(`embed-${frame.includes('dark')}.png`) });
		} else {
			await expect(framed.getByRole('heading')).toHaveCount(0);
		}
		await page.goto('about:blank');
		site.server.close();
	}
	const dark = await (await fetch(`${explanationUrl}?embed=1&theme=dark`)).text();
	expect(dark).toContain('data-theme="dark"');
});

test('answers oEmbed', async ({ page }) => {
	const { oembed } = await headOf(page, explanationUrl);
	const response = await fetch(`${oembed}&maxwidth=400`);
	expect(response.headers.get('access-control-allow-origin')).toBe('*');
	const answer = await response.json();
	expect(answer).toMatchObject({
		type: 'rich',
		version: '1.0',
		title: TEXT,
		width: 400,
		thumbnail_url: `${explanationUrl}/image.png`
	});
	const source = await page.evaluate((html) => {
		const document = new DOMParser().parseFromString(html, 'text/html');
		return document.querySelector('iframe')?.getAttribute('src');
	}, answer.html as string);
	expect(source).toBe(`${explanationUrl}?embed=1`);
	const ask = (query: string) => fetch(`${server.url}/oembed?${query}`).then(({ status }) => status);
	expect(await ask(`url=${encodeURIComponent(explanationUrl)}&format=xml`)).toBe(501);
	expect(await ask(`url=${encodeURIComponent('https://elsewhere.example/e/1')}`)).toBe(404);
	expect(await ask(`url=${encodeURIComponent(`${server.url}/e/999999`)}`)).toBe(404);
	expect(await ask('url=nonsense')).toBe(404);
});

test('has a map for search engines, and feeds that are well-formed', async ({ page }) => {
	const robots = await (await fetch(`${server.url}/robots.txt`)).text();
	const map = /^Sitemap: (.*)$/m.exec(robots)?.[1];
	expect(map).toBe(`${server.url}/sitemap.xml`);
	const parse = (url: string, selector: string) =>
		fetch(url)
			.then((response) => response.text())
			.then((xml) =>
				page.evaluate(
					([source, wanted]) => {
						const document = new DOMParser().parseFromString(source!, 'application/xml');
						if (document.querySelector('parsererror')) throw new Error('not well-formed');
						return [...document.querySelectorAll(wanted!)].map((element) => element.textContent ?? '');
					},
					[xml, selector]
				)
			);
	const addresses = await parse(map!, 'loc');
	expect(addresses).toContain(`${server.url}/`);
	expect(addresses).toContain(explanationUrl);
	expect(addresses).toContain(neuronUrl);
	for (const url of [addresses[0]!, addresses.at(-1)!]) expect((await fetch(url)).status, url).toBe(200);
	expect(await parse(`${server.url}/feeds/starter.atom`, 'entry > summary')).toContain(TEXT);
	expect((await parse(`${server.url}/feeds/quests.atom`, 'entry > title')).length).toBeGreaterThan(0);
	expect((await fetch(`${server.url}/feeds/none.atom`)).status).toBe(404);
});
