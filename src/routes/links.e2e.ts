// What crawlers read of a page without running it: the tags that chats and search engines show, share images, oEmbed,
// the site's maps and feeds.
import { expect, test, type Page } from '@playwright/test';
import { startExplained, type Explained } from '../testing/explained.ts';
import { serviceRole } from '../testing/visitors.ts';

const TEXT = 'words “about” <b>the</b> sea 🌊';

let site: Explained;
test.beforeAll(async ({ browser }) => {
	site = await startExplained(browser, TEXT);
});
test.afterAll(() => site?.end());

/** Reads a page's head as a crawler does. */
async function headOf(page: Page, url: string) {
	const html = await (await fetch(url)).text();
	return page.evaluate((source) => {
		const { head, title } = new DOMParser().parseFromString(source, 'text/html');
		const metas = [...head.querySelectorAll('meta')].map((meta): [string, string] => [
			meta.getAttribute('property') ?? meta.getAttribute('name') ?? '',
			meta.content
		]);
		const hrefOf = (selector: string) => head.querySelector(selector)?.getAttribute('href') ?? null;
		const jsonLd = head.querySelector('script[type="application/ld+json"]')?.textContent;
		return {
			title,
			metas: Object.fromEntries(metas),
			/** Names of tags that are there more than once. */
			twice: metas
				.map(([name]) => name)
				.filter((name, i, all) => name !== 'theme-color' && all.indexOf(name) !== i),
			canonical: hrefOf('link[rel=canonical]'),
			oembed: hrefOf('link[type="application/json+oembed"]'),
			feed: hrefOf('link[type="application/atom+xml"]'),
			jsonLd: JSON.parse(jsonLd ?? 'null')
		};
	}, html);
}

/** What every page with a share card must say. */
async function expectCard(page: Page, url: string, imageUrl: string) {
	const head = await headOf(page, url);
	expect(head.canonical, url).toBe(url);
	expect(head.twice, url).toEqual([]);
	expect(head.metas, url).toMatchObject({
		'og:url': url,
		'og:site_name': 'Neuronpedia',
		'og:image': imageUrl,
		'og:image:width': '1200',
		'og:image:height': '630',
		'twitter:card': 'summary_large_image',
		'twitter:image': imageUrl
	});
	for (const name of ['og:title', 'og:description', 'og:image:alt', 'twitter:title', 'description']) {
		expect(head.metas[name]?.length, `${name} of ${url}`).toBeGreaterThan(4);
	}
	expect(head.metas['og:title'], url).toBe(head.metas['twitter:title']);
	expect(head.jsonLd, url).toMatchObject({ '@context': 'https://schema.org', url });
	return head;
}

test('tells crawlers what an explanation’s and a neuron’s page are', async ({ page }) => {
	const { explanationUrl, neuronUrl, server } = site;
	const explanation = await expectCard(page, explanationUrl, `${explanationUrl}/image.png`);
	expect(explanation.title).toContain(TEXT);
	expect(explanation.metas).toMatchObject({ 'og:type': 'article', 'og:title': TEXT });
	expect(explanation.metas['article:published_time']).toMatch(/^\d{4}-\d\d-\d\dT/);
	expect(explanation.jsonLd).toMatchObject({ '@type': 'Claim', text: TEXT });

	const neuron = await expectCard(page, neuronUrl, `${neuronUrl}/image.png`);
	expect(neuron.metas['og:title']).toMatch(/^starter · layer \d+ · neuron \d+: words/);
	expect(neuron.jsonLd).toMatchObject({ '@type': 'Dataset', creator: { name: 'Neuronpedia' } });
	expect((await fetch(neuron.jsonLd.distribution.contentUrl)).headers.get('content-type')).toContain('json');
	// The same neuron by its shorter address has the same canonical one.
	const [, campaign, , index] = new URL(neuronUrl).pathname.split('/');
	expect((await headOf(page, `${server.url}/${campaign}/${index}`)).canonical).toBe(neuronUrl);
});

test('tells crawlers what the other pages are, and nothing of one player’s own', async ({ page }) => {
	const { url } = site.server;
	const titles = new Set<string>();
	const paths = [
		'/',
		'/explore',
		'/quests',
		'/leaderboard',
		'/about',
		'/daily',
		'/check',
		'/tutorial',
		'/api',
		'/feedback'
	];
	for (const path of [...paths, '/light/3', '/break/3', '/explore?campaign=starter']) {
		const head = await expectCard(page, url + path, `${url}/image.png`);
		titles.add(head.metas['og:title']!);
	}
	expect(titles.size).toBe(paths.length + 2);
	expect((await headOf(page, `${url}/`)).jsonLd).toMatchObject({ '@type': 'WebSite' });
	for (const path of ['/settings', '/profile', '/answers', '/moderation']) {
		const { metas } = await headOf(page, url + path);
		expect(metas.robots, path).toBe('noindex');
		expect(metas['og:title'], path).toBeUndefined();
	}
	expect((await headOf(page, `${url}/no-such-page`)).canonical).toBeNull();
});

test('draws share images that any site may show, and that caches may keep', async ({ page }, info) => {
	const { explanationUrl, neuronUrl, server } = site;
	for (const url of [`${explanationUrl}/image.png`, `${neuronUrl}/image.png`, `${server.url}/image.png`]) {
		const response = await fetch(url, { headers: { cookie: 'neuronpedia-session=nonsense' } });
		expect(response.headers.get('content-type')).toBe('image/png');
		expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
		expect(response.headers.get('cache-control')).toMatch(/^public/);
		expect(response.headers.get('set-cookie')).toBeNull();
		const png = new DataView(await response.arrayBuffer());
		expect([png.getUint32(16), png.getUint32(20)]).toEqual([1200, 630]);
		const again = await fetch(url, { headers: { 'if-none-match': response.headers.get('etag') ?? '' } });
		expect(again.status).toBe(304);
		expect(again.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
	}
	await page.setContent(
		`<img src="${explanationUrl}/image.png"><br><img width="300" src="${explanationUrl}/image.png">`
	);
	await page.screenshot({ path: info.outputPath('card.png'), fullPage: true });
	for (const path of ['/e/999999/image.png', '/starter/2/99999/image.png', '/starter/9/1/image.png']) {
		expect((await fetch(server.url + path)).status, path).toBe(404);
	}
});

test('answers oEmbed', async ({ page }) => {
	const { explanationUrl, neuronUrl, server } = site;
	const { oembed } = await headOf(page, explanationUrl);
	const response = await fetch(`${oembed}&maxwidth=400`);
	expect(response.headers.get('access-control-allow-origin')).toBe('*');
	const answer = await response.json();
	expect(answer).toMatchObject({
		type: 'rich',
		version: '1.0',
		title: TEXT,
		width: 400,
		height: 420,
		thumbnail_url: `${explanationUrl}/image.png`
	});
	const frame = await page.evaluate((html) => {
		const [element, ...more] = new DOMParser().parseFromString(html, 'text/html').body.children;
		return { src: element?.getAttribute('src'), title: element?.getAttribute('title'), others: more.length };
	}, answer.html as string);
	expect(frame).toEqual({ src: `${explanationUrl}?embed=1`, title: TEXT, others: 0 });
	const neuron = await (await fetch((await headOf(page, neuronUrl)).oembed!)).json();
	expect(neuron).toMatchObject({ type: 'rich', title: expect.stringMatching(/^starter · layer/) });

	const ask = (query: string) => fetch(`${server.url}/oembed?${query}`).then(({ status }) => status);
	expect(await ask(`url=${encodeURIComponent(explanationUrl)}&format=xml`)).toBe(501);
	for (const url of [
		'https://elsewhere.example/e/1',
		`${server.url}/e/999999`,
		`${server.url}/settings`,
		'nonsense'
	]) {
		expect(await ask(`url=${encodeURIComponent(url)}`), url).toBe(404);
	}
});

/** The texts of the elements that a selector finds in an XML document; throws when it is not well-formed. */
async function textsOf(page: Page, url: string, selector: string): Promise<string[]> {
	const xml = await (await fetch(url)).text();
	return page.evaluate(
		([source, wanted]) => {
			const document = new DOMParser().parseFromString(source!, 'application/xml');
			if (document.querySelector('parsererror')) throw new Error('not well-formed');
			return [...document.querySelectorAll(wanted!)].map((element) => element.textContent ?? '');
		},
		[xml, selector]
	);
}

test('has maps for search engines', async ({ page }) => {
	const { explanationUrl, neuronUrl, server } = site;
	const robots = await (await fetch(`${server.url}/robots.txt`)).text();
	const index = /^Sitemap: (.*)$/m.exec(robots)?.[1];
	expect(index).toBe(`${server.url}/sitemap.xml`);
	const maps = await textsOf(page, index!, 'sitemap > loc');
	const addresses = (await Promise.all(maps.map((map) => textsOf(page, map, 'url > loc')))).flat();
	expect(new Set(addresses).size).toBe(addresses.length);
	for (const url of [`${server.url}/`, `${server.url}/about`, explanationUrl, neuronUrl]) {
		expect(addresses).toContain(url);
	}
	for (const url of [addresses[0]!, addresses.at(-1)!]) expect((await fetch(url)).status, url).toBe(200);
	expect((await fetch(`${server.url}/sitemap/neurons/none.xml`)).status).toBe(404);
});

test('has feeds, and pages that name them', async ({ page }) => {
	const { explanationUrl, server } = site;
	const feed = (await headOf(page, `${server.url}/explore`)).feed!;
	expect(feed).toBe('/feeds/starter.atom');
	expect((await fetch(server.url + feed)).headers.get('content-type')).toContain('application/atom+xml');
	expect(await textsOf(page, server.url + feed, 'entry > summary')).toEqual([TEXT]);
	expect(await textsOf(page, server.url + feed, 'entry > id')).toEqual([explanationUrl]);
	await serviceRole(server)('run_upkeep', {}); // opens the quests of the week and the month
	const quests = (await headOf(page, `${server.url}/quests`)).feed!;
	expect(quests).toBe('/feeds/quests.atom');
	expect((await textsOf(page, server.url + quests, 'entry > title')).length).toBeGreaterThan(0);
	expect((await fetch(`${server.url}/feeds/none.atom`)).status).toBe(404);
	for (const path of ['/explore', '/quests']) {
		await page.goto(server.url + path);
		await expect(page.getByRole('link', { name: 'Follow as a feed' })).toBeVisible();
	}
});
