// The daily neuron: the same for everyone, five rounds, an answer, the result; not played twice.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from '../../testing/e2e-test.ts';
import { clues, open } from '../../testing/play.ts';

const openDaily = (page: Page) => open(page, '/daily');
const options = (page: Page) => page.locator('button[aria-pressed]');

test('five rounds with a clue more each, an answer, a result to share', async ({
	page,
	browser,
	context,
	server
}, info) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await openDaily(page);
	const first = await options(page).allInnerTexts();
	expect(first).toHaveLength(4);
	const other = await browser.newPage();
	await openDaily(other);
	expect(await options(other).allInnerTexts()).toEqual(first);
	await other.context().close();

	let won = '';
	for (let round = 1; round <= 5; round++) {
		await expect(page.getByText(`Round ${round} of 5`)).toBeVisible();
		await expect(clues(page)).toHaveCount(round);
		await options(page).nth(1).click();
		// The clues and, lit up now, the four options.
		await expect(clues(page)).toHaveCount(round + 4);
		const tags = await page.locator('.tag').allInnerTexts();
		expect(tags.filter((tag) => tag.includes('Brightest'))).toHaveLength(1);
		const shares = tags.map((tag) => Number(/(\d+)%/.exec(tag)![1]));
		expect(tags[shares.indexOf(Math.max(...shares))]).toContain('Brightest');
		won += tags[1]!.includes('Brightest') ? '🟧' : '⬛';
		if (round === 3) {
			await openDaily(page);
			await expect(page.getByText('Round 4 of 5')).toBeVisible();
		} else {
			await page.keyboard.press('Enter');
		}
	}
	await page.getByLabel('It lights up on').fill(`the daily of ${info.project.name} ${Date.now()}`);
	await page.getByRole('button', { name: 'Send my answer' }).click();
	await page.getByRole('button', { name: 'See my result' }).click();
	const count = won.split('🟧').length - 1;
	await expect(page.getByText(`${count} of 5`).first()).toBeVisible();
	await expect(page.locator('.streak dd').first()).toHaveText('1');
	await expect(page.getByRole('timer')).toHaveText(/^\d\d:\d\d:\d\d$/);
	await page.screenshot({ path: info.outputPath('daily.png'), fullPage: true });

	await page.getByRole('button', { name: 'Copy the result' }).click();
	await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
	const copied = await page.evaluate(() => navigator.clipboard.readText());
	expect(copied.split('\n').slice(1)).toEqual([`${won} ${count} of 5`, `${server.url}/daily`]);
	const [file] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('button', { name: /image$/ }).click()
	]);
	expect(file.suggestedFilename()).toMatch(/^neuronpedia-daily-\d{4}-\d\d-\d\d\.png$/);
	expect(
		readFileSync(await file.path())
			.subarray(1, 4)
			.toString()
	).toBe('PNG');

	await openDaily(page);
	await expect(options(page)).toHaveCount(0);
	await expect(page.getByText('rounds won today')).toBeVisible();
});

test('shows the first round without JavaScript', async ({ browser }) => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto('/daily');
	await expect(clues(page)).toHaveCount(1);
	await expect(options(page)).toHaveCount(4);
	await context.close();
});
