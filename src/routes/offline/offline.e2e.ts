// Offline with the server's process really ended: the app opens cold, what was kept can be played, and what was done is
// delivered once the server is back.
import type { Page } from '@playwright/test';
import { expect, test } from '../../testing/e2e-test.ts';
import {
	kill,
	keepStarter,
	openInstalled,
	openKeeping,
	seedOutbox,
	sign,
	storedTexts
} from '../../testing/offline.ts';
import { clues, nextNeuron, open, setMode } from '../../testing/play.ts';

test.use({ serviceWorkers: 'allow' });

/** Writes an answer that has to wait. */
async function answerOffline(page: Page, text: string): Promise<void> {
	await page.getByLabel('It lights up on').fill(text);
	await page.getByRole('button', { name: 'Send my answer' }).click();
	await expect(page.locator('#reveal-title')).toHaveText('Your answer is safe');
}

test('plays what was kept, in two tabs, and delivers both once the server is back', async ({
	page,
	context,
	server
}, info) => {
	const text = (what: string) => `${what}, written offline on a ${info.project.name}`;
	await keepStarter(page, server.url);
	await page.screenshot({ path: info.outputPath('kept.png') });
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

	const second = await context.newPage();
	await open(second, server.url);
	await expect(second.getByRole('radio', { name: 'Advanced' })).toBeChecked();
	await answerOffline(second, text('second'));
	await expect(sign(cold)).toHaveAttribute('title', 'Offline: 2 things wait to be sent');
	await second.goto(`${server.url}/starter/2/398`);
	await second.getByLabel('Your text').fill('any neuron at all');
	await expect(second.locator('[data-activations=custom]')).toHaveText('any neuron at all', {
		timeout: 30_000
	});
	await second.getByRole('link', { name: 'Play', exact: true }).first().focus();
	for (const path of ['/light', '/tutorial', '/explore', '/check', '/settings']) {
		await second.goto(server.url + path);
		await expect(second.getByRole('heading', { level: 1 })).not.toHaveText(/needs the internet|blew/);
	}
	await second.goto(`${server.url}/offline`);
	await expect(second.locator('[data-outbox=waiting] li')).toHaveCount(2);
	await second.screenshot({ path: info.outputPath('outbox.png') });

	await server.start();
	await expect(sign(cold)).toHaveCount(0, { timeout: 30_000 });
	const mine = (await storedTexts(server.url)).filter((stored) => stored.includes(info.project.name));
	expect(mine).toEqual([text('first'), text('second')]);
	await expect(second.locator('[data-outbox=waiting] li')).toHaveCount(0);
});

test.describe('on any device', () => {
	test.skip(({ isMobile }) => isMobile, 'the same on a phone');

	test('opens cold without anything kept, isolated, and says what needs the server', async ({
		page,
		context,
		server
	}) => {
		await openInstalled(page, server.url);
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
