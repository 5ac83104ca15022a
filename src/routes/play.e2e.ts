// A new player's way through the game: nothing asked, three puzzles, still there after a reload and a restart.
import type { Page } from '@playwright/test';
import { expect, test } from '../testing/e2e-test.ts';
import { clues, nextNeuron, open, setMode, skipNeuron, writeAnswer } from '../testing/play.ts';

async function myAnswers(page: Page): Promise<string[]> {
	await page.goto('/answers');
	return page.locator('li.own').allInnerTexts();
}

test('a new player answers three puzzles, reloads and finds the votes', async ({ page, server }, info) => {
	const name = `${info.project.name} ${Date.now()}`;
	const requests: string[] = [];
	page.on('request', (request) => requests.push(request.url()));
	await open(page, '/');
	await expect(clues(page).first()).toBeVisible();
	// Reading and skipping ask for nothing and make nobody.
	await skipNeuron(page);
	expect(requests.filter((url) => url.includes('/auth/'))).toEqual([]);

	for (const turn of [1, 2, 3]) {
		await writeAnswer(page, `turn ${turn} of ${name}`);
		await expect(page.getByText(`${turn} ${turn === 1 ? 'neuron' : 'neurons'} answered`)).toBeVisible();
		await nextNeuron(page);
	}
	await page.screenshot({ path: info.outputPath('puzzle.png'), fullPage: true });
	await page.reload();
	await expect(page.getByText('3 neurons answered')).toBeVisible();
	expect((await myAnswers(page)).length).toBe(3);
	expect(requests.filter((url) => !url.startsWith(server.url) && !url.startsWith('data:'))).toEqual([]);
});

test('one player’s words become the next player’s choice', async ({ browser }, info) => {
	const text = `words for ${info.project.name} ${Date.now()}`;
	const author = await browser.newPage();
	await open(author, '/');
	await writeAnswer(author, text);
	await author.context().close();

	const voter = await browser.newPage();
	await open(voter, '/');
	// Dealt at random among the neediest, those just seen left out: skip until this neuron comes.
	const choice = voter.getByRole('button', { name: text });
	for (let skips = 0; !(await choice.isVisible()); skips++) {
		expect(skips).toBeLessThan(200); // one of 24 each time: missed once in 5,000 runs
		const dealt = voter.waitForResponse(/\/play\/next/);
		await voter.getByRole('button', { name: 'Skip' }).last().click();
		await dealt;
		await expect(voter.getByRole('button', { name: 'Skip' }).last()).toBeEnabled();
	}
	await choice.click();
	await expect(voter.locator('li.chosen')).toContainText('1 vote');
	// Once more the same: one vote for each player, and it can be taken back.
	await voter.getByRole('button', { name: /Your vote/ }).click();
	await expect(voter.getByText('0 votes').first()).toBeVisible();
	await voter.getByRole('button', { name: `I agree: “${text}”` }).click();
	await expect(voter.locator('li.chosen')).toContainText('1 vote');
	expect(await myAnswers(voter)).toEqual([expect.stringContaining(text)]);
	await voter.context().close();
});

test('plays from the keyboard alone', async ({ page }, info) => {
	test.skip(info.project.name === 'phone', 'a phone has no keyboard');
	await open(page, '/');
	await page.getByLabel('It lights up on').focus();
	await page.keyboard.type('words typed without a mouse');
	const former = (await clues(page).first().textContent()) ?? '';
	await page.keyboard.press('Enter');
	await expect(page.getByRole('button', { name: 'Next neuron' })).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(clues(page).first()).not.toHaveText(former);
});

test('a lost line loses nothing', async ({ page, context }) => {
	await open(page, '/');
	await page.waitForLoadState('networkidle');
	const field = page.getByLabel('It lights up on');
	await field.fill('words about patience');
	// The line goes before the part of the program that sends answers has come.
	await context.route('**/_app/**', (route) => route.abort());
	await page.getByRole('button', { name: 'Send my answer' }).click();
	await expect(page.getByRole('alert')).toHaveText(/Check your connection/);
	await expect(field).toHaveValue('words about patience');
	await context.unroute('**/_app/**');
	// That part comes now, and the line is gone again.
	await context.route('**/{auth,rest}/v1/**', (route) => route.abort());
	await page.getByRole('button', { name: 'Send my answer' }).click();
	await expect(page.locator('#reveal-title')).toHaveText('Your answer is safe');
	await expect(page.getByRole('link', { name: 'Offline: 1 thing waits to be sent' })).toBeVisible();
	await context.unroute('**/{auth,rest}/v1/**');
	// By itself, once the line is back.
	await expect(page.getByRole('link', { name: /waits to be sent/ })).toHaveCount(0, { timeout: 20_000 });
	expect(await myAnswers(page)).toEqual([expect.stringContaining('words about patience')]);
});

test('two tabs are one player', async ({ page, context }) => {
	await open(page, '/');
	const other = await context.newPage();
	await open(other, '/');
	await Promise.all([
		writeAnswer(page, `first tab ${Date.now()}`),
		writeAnswer(other, `second tab ${Date.now()}`)
	]);
	expect((await myAnswers(page)).length).toBe(2);
});

test('remembers the mode, and reads without JavaScript', async ({ page, browser }) => {
	await open(page, '/');
	await setMode(page, 'Advanced');
	await page.reload();
	await expect(page.getByRole('radio', { name: 'Advanced' })).toBeChecked();
	await expect(page.getByText('blocks.2.mlp.hook_post')).toBeVisible();
	const context = await browser.newContext({ javaScriptEnabled: false });
	const plain = await context.newPage();
	await plain.goto('/');
	await expect(clues(plain).first()).toBeVisible();
	await expect(plain.locator('noscript p')).toContainText('turn on JavaScript');
	await expect(plain.getByRole('button', { name: 'Send my answer' })).toBeDisabled();
	await context.close();
});

test('takes what is chosen and typed before its scripts are there', async ({ page }) => {
	let letThrough = () => {};
	const held = new Promise<void>((resolve) => (letThrough = resolve));
	await page.route('**/_app/**/*.js', async (route) => {
		await held;
		await route.continue();
	});
	await page.goto('/', { waitUntil: 'commit' });
	await page.getByText('Advanced', { exact: true }).click();
	await page.getByLabel('It lights up on').fill('words of a slow line');
	letThrough();
	await expect(page.getByText('blocks.2.mlp.hook_post')).toBeVisible();
	await expect(page.getByRole('radio', { name: 'Advanced' })).toBeChecked();
	await expect(page.getByLabel('It lights up on')).toHaveValue('words of a slow line');
	await page.reload();
	await expect(page.getByRole('radio', { name: 'Advanced' })).toBeChecked();
});

test('what players said survives a kill and a restart, and the second start is quick', async ({
	page,
	server
}) => {
	const text = `before the kill ${Date.now()}`;
	await open(page, '/');
	await writeAnswer(page, text);
	for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
		await server.restart(signal);
		expect(server.startMs).toBeLessThan(5_000);
		expect(await myAnswers(page)).toEqual([expect.stringContaining(text)]);
	}
});
