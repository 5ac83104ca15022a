// A blind round in the browser: nothing shown before the answer, the lights after it, and what there is when there is
// nothing to check.
import type { Page } from '@playwright/test';
import { expect, test } from '../../testing/e2e-test.ts';
import { clues, nextNeuron, open, writeAnswer } from '../../testing/play.ts';

const openCheck = (page: Page) => open(page, '/check');
const passages = (page: Page) => page.locator('button[aria-pressed]');

test('six passages are judged blind, then lit up; Enter goes on', async ({ page, browser }, info) => {
	const text = `words to be checked on ${info.project.name} ${Date.now()}`;
	const author = await browser.newPage();
	await open(author, '/');
	// Three neurons, for one may have too few passages for a round.
	for (const turn of [1, 2, 3]) {
		await writeAnswer(author, `${text}, ${turn}`);
		await nextNeuron(author);
	}
	await openCheck(author);
	await author.getByRole('button', { name: 'Start a round' }).click();
	if (info.project.name === 'desktop') {
		await expect(author.getByRole('alert')).toContainText('nothing for you to check');
	}
	await author.context().close();

	await openCheck(page);
	await page.getByRole('button', { name: 'Start a round' }).click();
	await expect(passages(page)).toHaveCount(6);
	await expect(clues(page)).toHaveCount(0);
	// A reload goes on with the same round.
	const dealt = await passages(page).allInnerTexts();
	await openCheck(page);
	await page.getByRole('button', { name: 'Start a round' }).click();
	await expect(passages(page)).toHaveCount(6);
	expect(await passages(page).allInnerTexts()).toEqual(dealt);

	await passages(page).nth(2).click();
	await expect(passages(page).nth(2)).toHaveAttribute('aria-pressed', 'true');
	await page.getByRole('button', { name: 'This one', exact: true }).click();
	await expect(clues(page)).toHaveCount(6);
	const verdicts = await page.locator('.verdict').allInnerTexts();
	// Two to four fire; the one that was picked is told as such.
	const lit = verdicts.filter((verdict) => verdict.includes('It lights up'));
	expect(lit.length).toBeGreaterThanOrEqual(2);
	expect(lit.length).toBeLessThanOrEqual(4);
	expect(verdicts[2]).toMatch(/you found it|not this one/);
	const right = verdicts.filter((verdict) => /you found it|rightly left out/.test(verdict)).length;
	await expect(page.getByText(`${right} of 6 right`)).toBeVisible();
	await expect(page.getByText('for practice')).toBeVisible();
	await page.screenshot({ path: info.outputPath('check.png'), fullPage: true });

	// The explanation is checked once by each player.
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert').or(passages(page).first())).toBeVisible();
});

test('reads without JavaScript', async ({ browser }) => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto('/check');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check an explanation');
	await expect(page.getByText('six texts without any colours')).toBeVisible();
	await context.close();
});
