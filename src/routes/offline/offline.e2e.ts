// Offline with the server's process really ended: the app opens cold, what was kept can be played, and what was done is
// delivered once the server is back.
import type { Page } from '@playwright/test';
import { expect, test } from '../../testing/e2e-test.ts';
import { explanationsOf, submitExplanation } from '../../lib/data/explanations.ts';
import { nextPuzzle } from '../../lib/data/puzzles.ts';
import type { TestServer } from '../../testing/e2e-server.ts';
import {
	kill,
	keepStarter,
	openInstalled,
	openKeeping,
	seedOutbox,
	sign,
	storedTexts
} from '../../testing/offline.ts';
import { clues, nextNeuron, open, setMode, skipNeuron } from '../../testing/play.ts';
import { newVisitor } from '../../testing/visitors.ts';

test.use({ serviceWorkers: 'allow' });

/** Writes an answer that has to wait. */
async function answerOffline(page: Page, text: string): Promise<void> {
	await page.getByLabel('It lights up on').fill(text);
	await page.getByRole('button', { name: 'Send my answer' }).click();
	await expect(page.locator('#reveal-title')).toHaveText('Your answer is safe');
	await expect(page.locator('li.chosen')).toContainText(text);
	await expect(page.locator('li.chosen a')).toHaveCount(0);
}

/** Votes for what somebody else wrote, which has to wait; passes over neurons without anything to choose from. */
async function voteOffline(page: Page): Promise<string> {
	const choices = page.locator('section[aria-labelledby=answer-title] li button');
	while ((await choices.count()) === 0) await skipNeuron(page);
	const text = await choices.first().innerText();
	await choices.first().click();
	await expect(page.locator('#reveal-title')).toHaveText('Your answer is safe');
	await expect(page.locator('li.chosen')).toContainText(text);
	return text;
}

/** Plays the day's five rounds and writes an answer that has to wait. */
async function playDailyOffline(page: Page, text: string): Promise<void> {
	await expect(page.getByText('this is today’s neuron as it was kept here')).toBeVisible();
	for (let round = 1; round <= 5; round++) {
		await expect(page.getByText(`Round ${round} of 5`)).toBeVisible();
		await options(page).first().click();
		await page.keyboard.press('Enter');
	}
	await answerOffline(page, text);
	await page.getByRole('button', { name: 'See my result' }).click();
	await expect(page.getByText(/^[0-5] of 5/)).toBeVisible();
	await expect(page.getByText('Your streak is kept by the server')).toBeVisible();
}

const options = (page: Page) => page.locator('button[aria-pressed]');

/** Has others explain what is likely to be dealt next; gives them the way to see an explanation's votes. */
async function explainWhatIsDealt(server: TestServer, text: (index: number) => string) {
	const explained = new Map<string, number>();
	for (let author = 0; author < 3; author++) {
		const { store } = await newVisitor(server);
		// No more: a newcomer's tenth explanation of a day is not shown to others at once.
		for (let i = 0; i < 8; i++) {
			const dealt = await nextPuzzle(store, { campaignId: 'starter', exclude: [...explained.values()] });
			const index = dealt.ok && dealt.value ? dealt.value.index : -1;
			await submitExplanation(store, { campaignId: 'starter', index, text: text(index) });
			explained.set(text(index), index);
		}
	}
	const { store } = await newVisitor(server);
	return async (chosen: string): Promise<number> => {
		const list = await explanationsOf(store, { campaignId: 'starter', index: explained.get(chosen)! });
		return (list.ok && list.value.find((one) => one.text === chosen)?.votesUp) || 0;
	};
}

test('plays what was kept, in two tabs, and delivers all of it once the server is back', async ({
	page,
	context,
	server
}, info) => {
	const text = (what: string) => `${what}, written offline on a ${info.project.name}`;
	const votesOf = await explainWhatIsDealt(server, (index) => `to choose at ${index} (${info.project.name})`);
	await keepStarter(page, server.url);
	await page.screenshot({ path: info.outputPath('kept.png') });
	await page.goto(`${server.url}/daily`);
	const daily = await options(page).allInnerTexts();
	await page.close();
	await kill(server);

	const cold = await context.newPage();
	await open(cold, server.url);
	await expect(clues(cold).first()).toBeVisible();
	await expect(sign(cold)).toHaveAttribute('title', 'Offline');
	await setMode(cold, 'Advanced');
	await cold.getByLabel('Your text').fill('sailing without a line');
	await expect(cold.locator('[data-activations=custom]')).toHaveText('sailing without a line', {
		timeout: 30_000
	});
	await expect(cold.getByText(/WASM, \d threads?/)).toBeVisible();
	await answerOffline(cold, text('first'));
	await expect(sign(cold)).toHaveAttribute('title', 'Offline: 1 thing waits to be sent');
	await cold.screenshot({ path: info.outputPath('queued.png') });
	await nextNeuron(cold);
	const chosen = await voteOffline(cold);
	await expect(sign(cold)).toHaveAttribute('title', 'Offline: 2 things wait to be sent');

	const second = await context.newPage();
	await open(second, server.url);
	await expect(second.getByRole('radio', { name: 'Advanced' })).toBeChecked();
	await answerOffline(second, text('second'));
	await expect(sign(cold)).toHaveAttribute('title', 'Offline: 3 things wait to be sent');
	await open(second, `${server.url}/daily`);
	expect(await options(second).allInnerTexts()).toEqual(daily);
	await playDailyOffline(second, text('daily'));
	await second.screenshot({ path: info.outputPath('daily.png'), fullPage: true });
	await second.goto(`${server.url}/starter/2/398`);
	await expect(second.getByText('What players say of this neuron comes from the server')).toBeVisible();
	await second.getByLabel('Your text').fill('any neuron at all');
	await expect(second.locator('[data-activations=custom]')).toHaveText('any neuron at all', {
		timeout: 30_000
	});
	for (const path of ['/light', '/tutorial', '/explore', '/check', '/settings']) {
		await second.goto(server.url + path);
		await expect(second.getByRole('heading', { level: 1 })).not.toHaveText(/needs the internet|blew/);
	}
	await open(second, `${server.url}/check`);
	await second.getByRole('button', { name: 'Start a round' }).click();
	await expect(second.getByRole('alert')).toContainText('The server deals each round');
	await second.goto(`${server.url}/offline`);
	await expect(second.locator('[data-outbox=waiting] li')).toHaveCount(4);
	await second.screenshot({ path: info.outputPath('outbox.png') });

	await server.start();
	await expect(sign(cold)).toHaveCount(0, { timeout: 30_000 });
	const mine = (await storedTexts(server.url)).filter((stored) => stored.endsWith(text('')));
	expect(mine).toEqual([text('first'), text('second'), text('daily')]);
	expect(await votesOf(chosen)).toBe(1);
	await expect(second.locator('[data-outbox=waiting] li')).toHaveCount(0);
});

/** Names of what is left of the kept starter: caches, the model's files, and puzzles dealt ahead. */
const leftBehind = (page: Page): Promise<string[]> =>
	page.evaluate(async () => {
		const root = await navigator.storage.getDirectory();
		const models = await root.getDirectoryHandle('models', { create: true });
		const folder = await models.getDirectoryHandle('starter', { create: true });
		const names = await caches.keys();
		for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys()) {
			// It tells the size, so that it is here again as soon as the page looks.
			if (name !== 'manifest.json') names.push(name);
		}
		const request = indexedDB.open('neuronpedia');
		await new Promise((resolve) => (request.onsuccess = resolve));
		for (const store of ['puzzles', 'dailies']) {
			const counting = request.result.transaction(store).objectStore(store).count();
			await new Promise((resolve) => (counting.onsuccess = resolve));
			if (counting.result > 0) names.push(`${counting.result} ${store}`);
		}
		request.result.close();
		return names;
	});

test.describe('on any device', () => {
	test.skip(({ isMobile }) => isMobile, 'the same on a phone');

	test('opens cold without anything kept, isolated, and says what needs the server', async ({
		page,
		context,
		server
	}) => {
		await openInstalled(page, server.url);
		// What Chromium itself says: it would offer to install the app, were this no private window.
		const client = await context.newCDPSession(page);
		expect((await client.send('Page.getAppManifest')).errors).toEqual([]);
		const { installabilityErrors } = await client.send('Page.getInstallabilityErrors');
		expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito']);
		await page.close();
		await kill(server);
		const cold = await context.newPage();
		const broken: string[] = [];
		cold.on('pageerror', (error) => broken.push(error.message));
		await cold.goto(`${server.url}/about`);
		await expect(cold.getByRole('heading', { level: 1 })).toBeVisible();
		expect(await cold.evaluate(() => crossOriginIsolated)).toBe(true);
		for (const path of ['/', '/leaderboard', '/starter/2/5']) {
			await cold.goto(server.url + path);
			await expect(cold.getByRole('heading', { level: 1 })).toHaveText('This page needs the internet');
		}
		await cold.goto(`${server.url}/offline`);
		await expect(cold.getByText('Nothing is kept on this device yet')).toBeVisible();
		expect(broken).toEqual([]);
		await cold.goto(`${server.url}/leaderboard`);
		await expect(sign(cold)).toBeVisible();
		await server.start();
		// Without a click: the page looks for the server by itself.
		await expect(cold.getByRole('heading', { level: 1 })).toHaveText('Leaderboard', { timeout: 30_000 });
		await expect(sign(cold)).toHaveCount(0);
	});

	test('delivers each write once, in order, although the server is killed in the middle', async ({
		page,
		server
	}) => {
		await openInstalled(page, server.url);
		await open(page, server.url);
		await kill(server);
		// No more: a newcomer's tenth explanation of a day is not shown to others at once.
		const texts = Array.from({ length: 9 }, (_, i) => `delivery number ${i}`);
		await seedOutbox(
			page,
			texts.map((text, i) => ({
				call: 'submit_explanation',
				args: { campaign_id: 'starter', neuron_index: 100 + i, text, covers: null }
			}))
		);
		await server.start();
		let answered = 0;
		const killed = new Promise<void>((resolve) =>
			page.on('request', (request) => {
				if (request.url().endsWith('/rpc/deliver') && ++answered === 4) resolve(server.end('SIGKILL'));
			})
		);
		await page.reload();
		await killed;
		await expect(sign(page)).toHaveAttribute('title', /^Offline: [4-6] things wait/, { timeout: 15_000 });
		await server.start();
		await page.goto(`${server.url}/offline`);
		await expect(page.getByText('Nothing waits.')).toBeVisible({ timeout: 30_000 });
		await expect(page.locator('[data-outbox=returned]')).toHaveCount(0);
		const stored = (await storedTexts(server.url)).filter((text) => texts.includes(text));
		expect(stored).toEqual(texts);
	});

	test('gives back what the server refuses, with its words and the reason', async ({ page, server }) => {
		await openInstalled(page, server.url);
		await seedOutbox(page, [
			{
				call: 'submit_explanation',
				args: { campaign_id: 'starter', neuron_index: 7, text: 'no', covers: null }
			},
			{ call: 'cast_vote', args: { explanation_id: '999999', value: 1 } },
			{ call: 'answer_no_pattern', args: { campaign_id: 'starter', neuron_index: 7 } }
		]);
		await page.reload();
		await expect(sign(page)).toHaveAttribute('title', '2 answers came back', { timeout: 15_000 });
		await sign(page).click();
		const returned = page.locator('[data-outbox=returned] li');
		await expect(returned).toHaveCount(2);
		await expect(returned.first()).toContainText('no');
		await expect(returned.first().locator('.reason')).not.toBeEmpty();
		await expect(page.getByText('Nothing waits.')).toBeVisible();
		for (const left of [1, 0]) {
			await page.getByRole('button', { name: 'I have seen it' }).first().click();
			await expect(returned).toHaveCount(left);
		}
		await expect(sign(page)).toHaveCount(0);
	});

	test('goes on with keeping after a closed tab and a lost line, and can be paused', async ({
		page,
		context,
		server
	}) => {
		// Whatever this browser answers.
		await page.addInitScript(() => {
			navigator.storage.persist = async () => (document.body.dataset.asked = 'yes') === 'yes';
		});
		await openKeeping(page, server.url);
		const copy = page.locator('[data-copy]');
		await expect(copy).toContainText(/It takes \d+\.\d MB/);
		// Slow enough to be caught in the middle.
		const client = await context.newCDPSession(page);
		await client.send('Network.enable');
		await client.send('Network.emulateNetworkConditions', {
			offline: false,
			latency: 20,
			downloadThroughput: 4e6,
			uploadThroughput: 4e6
		});
		await page.getByRole('button', { name: 'Keep for offline' }).click();
		await expect(copy.locator('progress')).toBeVisible();
		await expect(page.locator('body')).toHaveAttribute('data-asked', 'yes');
		await page.getByRole('button', { name: 'Pause' }).click();
		await expect(copy).toHaveAttribute('data-copy', 'part');
		await page.getByRole('button', { name: 'Go on' }).click();
		await expect(copy).toHaveAttribute('data-copy', 'keeping');
		await page.close();

		const again = await context.newPage();
		const fetched: string[] = [];
		again.on('response', (response) => fetched.push(new URL(response.url()).pathname));
		await again.goto(`${server.url}/offline`);
		const going = again.locator('[data-copy]');
		await expect(going).toHaveAttribute('data-copy', /keeping|kept/, { timeout: 15_000 });
		await kill(server);
		await server.start();
		await expect(going).toHaveAttribute('data-copy', 'kept', { timeout: 40_000 });
		// Once more: everything is here, so nothing is fetched again.
		fetched.length = 0;
		await again.getByRole('button', { name: 'Check every file' }).click();
		await expect(going).toHaveAttribute('data-copy', 'kept', { timeout: 30_000 });
		expect(fetched.filter((path) => /\.npc$|\.bin$|\.wasm$/.test(path))).toEqual([]);
		await again.getByRole('button', { name: 'Remove' }).click();
		await expect(going).toHaveAttribute('data-copy', 'absent');
		expect((await leftBehind(again)).filter((name) => !name.startsWith('shell-'))).toEqual([]);
	});

	test('a round that was begun is finished without the server, shown from the files, and counts later', async ({
		page,
		browser,
		server
	}) => {
		const author = await (await browser.newContext()).newPage();
		await openInstalled(author, server.url);
		await seedOutbox(
			author,
			[300, 301, 302].map((index) => ({
				call: 'submit_explanation',
				args: {
					campaign_id: 'starter',
					neuron_index: index,
					text: `to be checked on ${index}`,
					covers: null
				}
			}))
		);
		await author.goto(`${server.url}/offline`);
		await expect(author.getByText('Nothing waits.')).toBeVisible({ timeout: 15_000 });
		await author.context().close();

		await openInstalled(page, `${server.url}/check`);
		await page.getByRole('button', { name: 'Start a round' }).click();
		const passages = page.locator('button[aria-pressed]');
		await expect(passages).toHaveCount(6);
		await passages.nth(1).click();
		await kill(server);
		await page.getByRole('button', { name: 'This one', exact: true }).click();
		await expect(page.getByText('Your round waits on this device.')).toBeVisible();
		await expect(clues(page)).toHaveCount(6);
		await server.start();
		await expect(sign(page)).toHaveCount(0, { timeout: 30_000 });
		await open(page, `${server.url}/check`);
		await expect(page.getByText('1 round played so far.')).toBeVisible();
	});
});
