// What crawlers read of a page without running it: the tags that chats and search engines show, share images, oEmbed,
// the site's maps and feeds.
import { expect, test, type Page } from '@playwright/test';
import { submitExplanation } from '../lib/data/explanations.ts';
import { startExplained, type Explained } from '../testing/explained.ts';
import { jsonLdProblems } from '../testing/json-ld.ts';
import { newVisitor, serviceRole } from '../testing/visitors.ts';

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
	expect(jsonLdProblems(head.jsonLd), url).toEqual([]);
	expect(head.jsonLd.url, url).toBe(url);
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
	const response = await fetch(oembed!);
	expect(response.headers.get('access-control-allow-origin')).toBe('*');
	const answer = await response.json();
	expect(answer).toMatchObject({
		type: 'rich',
		version: '1.0',
		title: TEXT,
		width: 560,
		height: 420,
		thumbnail_url: `${explanationUrl}/image.png`,
		thumbnail_width: 1200,
		thumbnail_height: 630
	});
	// Nothing in an answer may be larger than the asker allows, the image included (https://oembed.com, 2.3.4).
	const small = await (await fetch(`${oembed}&maxwidth=400&maxheight=90`)).json();
	expect(small).toMatchObject({
		width: 400,
		height: 90,
		html: expect.stringContaining('width="400" height="90"')
	});
	expect(Object.keys(small).filter((key) => key.startsWith('thumbnail'))).toEqual([]);
	expect(await (await fetch(`${oembed}&maxwidth=nonsense`)).json()).toMatchObject({ width: 560 });
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

/** What RFC 4287 asks of a feed (4.1.1, 4.1.2, 4.2.6, 4.2.7): what is wrong with the one at `url`, and its entries. */
async function readFeed(page: Page, url: string) {
	const response = await fetch(url);
	expect(response.headers.get('content-type')).toContain('application/atom+xml');
	return page.evaluate(
		([source, address]) => {
			const { documentElement: feed } = new DOMParser().parseFromString(source!, 'application/xml');
			const ATOM = 'http://www.w3.org/2005/Atom';
			const wrong: string[] = [];
			const expectThat = (isSo: boolean, what: string) => isSo || wrong.push(what);
			const children = (parent: Element, name: string) =>
				[...parent.children].filter((child) => child.localName === name && child.namespaceURI === ATOM);
			const textOf = (parent: Element, name: string) => children(parent, name)[0]?.textContent ?? '';
			const links = (parent: Element, rel: string) =>
				children(parent, 'link')
					.filter((link) => (link.getAttribute('rel') ?? 'alternate') === rel)
					.map((link) => link.getAttribute('href') ?? '');
			const checkCommon = (parent: Element) => {
				const id = textOf(parent, 'id');
				for (const name of ['id', 'title', 'updated']) {
					expectThat(
						children(parent, name).length === 1,
						`${children(parent, name).length} ${name} in ${id}`
					);
				}
				expectThat(URL.canParse(id), `the id ${id}`);
				expectThat(textOf(parent, 'title').trim() !== '', `no title in ${id}`);
				const isDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(textOf(parent, 'updated'));
				expectThat(isDate, `updated ${textOf(parent, 'updated')}`);
				expectThat(
					links(parent, 'alternate').every((link) => URL.canParse(link)),
					`links of ${id}`
				);
				const named = children(parent, 'author').every((author) => textOf(author, 'name') !== '');
				expectThat(named && children(parent, 'author').length > 0, `author of ${id}`);
			};
			expectThat(feed.localName === 'feed' && feed.namespaceURI === ATOM, feed.outerHTML.slice(0, 200));
			expectThat(links(feed, 'self').join() === address, `self ${links(feed, 'self').join()}`);
			checkCommon(feed);
			const entries = children(feed, 'entry');
			entries.forEach(checkCommon);
			const ids = entries.map((entry) => textOf(entry, 'id'));
			expectThat(new Set(ids).size === ids.length, 'an id twice');
			const updated = entries.map((entry) => textOf(entry, 'updated'));
			if (updated.length > 0) {
				expectThat(textOf(feed, 'updated') === updated.toSorted().at(-1), 'the feed’s own date');
			}
			return { wrong, ids, updated, summaries: entries.map((entry) => textOf(entry, 'summary')) };
		},
		[await response.text(), url]
	);
}

test('has feeds that readers accept, and pages that name them', async ({ page }) => {
	const { explanationUrl, server } = site;
	const feed = (await headOf(page, `${server.url}/explore`)).feed!;
	expect(feed).toBe('/feeds/starter.atom');
	const before = await readFeed(page, server.url + feed);
	expect(before).toMatchObject({ wrong: [], ids: [explanationUrl], summaries: [TEXT] });
	const { store } = await newVisitor(server);
	const newer = await submitExplanation(store, { campaignId: 'starter', index: 9, text: 'a newer & <one>' });
	expect(newer.ok).toBe(true);
	const after = await readFeed(page, server.url + feed);
	expect(after).toMatchObject({ wrong: [], summaries: ['a newer & <one>', TEXT] });
	// What was there before is the same entry still.
	expect([after.ids[1], after.updated[1]]).toEqual([before.ids[0], before.updated[0]]);

	await serviceRole(server)('run_upkeep', {}); // opens the quests of the week and the month
	const quests = (await headOf(page, `${server.url}/quests`)).feed!;
	expect(quests).toBe('/feeds/quests.atom');
	const { wrong, ids } = await readFeed(page, server.url + quests);
	expect(wrong).toEqual([]);
	expect(ids.length).toBeGreaterThan(0);
	expect((await readFeed(page, server.url + quests)).ids).toEqual(ids);
	expect((await fetch(`${server.url}/feeds/none.atom`)).status).toBe(404);
	for (const path of ['/explore', '/quests']) {
		await page.goto(server.url + path);
		await expect(page.getByRole('link', { name: 'Follow as a feed' })).toBeVisible();
	}
});
