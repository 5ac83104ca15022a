// The tutorial by doing: a right and a wrong pick, own words, the end; skipped, repeated, and never in the way.
import { expect, test } from '../../testing/e2e-test.ts';
import { clues, open } from '../../testing/play.ts';

test('teaches in three steps, sends nothing, and does not come back', async ({ page }, info) => {
	const requests: string[] = [];
	page.on('request', (request) => requests.push(request.url()));
	await open(page, '/');
	await page.getByRole('link', { name: 'Show me how' }).click();
	await expect(page).toHaveTitle(/Learn it in a minute/);

	await expect(page.locator('button[aria-pressed]')).toHaveCount(4);
	await expect(clues(page)).toHaveCount(0);
	await page.locator('button[aria-pressed]').first().click();
	await expect(clues(page)).toHaveCount(4);
	const said = await page.getByRole('status').innerText();
	const odd = page.locator('li.odd');
	await expect(odd).toHaveCount(1);
	// The odd one is dark: none of its words is bright, while each of the others has one.
	await expect(odd.locator('.bright')).toHaveCount(0);
	expect(
		await page
			.locator('main ol > li:not(.odd)')
			.evaluateAll((all) => all.map((li) => !!li.querySelector('.bright')))
	).toEqual([true, true, true]);
	const wasRight = await page
		.locator('ol > li')
		.first()
		.evaluate((li) => li.classList.contains('odd'));
	expect(said.startsWith(wasRight ? 'Right!' : 'Not that one')).toBe(true);

	await page.keyboard.press('Enter');
	const options = page.getByRole('button', { name: /^the word/ });
	await expect(options).toHaveCount(3);
	const brightest = (await page.locator('.peak').first().innerText()).trim().toLowerCase();
	await page.getByRole('button', { name: `the word “${brightest}”` }).click();
	await expect(page.getByRole('status')).toContainText('Exactly');
	await page.getByRole('button', { name: 'Go on' }).click();

	await page.getByLabel('It lights up on').fill('my own words');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('status')).toContainText('We would say');
	await page.getByRole('button', { name: 'Go on' }).click();
	await page.screenshot({ path: info.outputPath('tutorial-done.png') });
	expect(requests.filter((url) => /\/(auth|rest)\/v1\//.test(url))).toEqual([]);

	await page.getByRole('button', { name: 'Once more' }).click();
	await expect(page.locator('button[aria-pressed]')).toHaveCount(4);
	await open(page, '/');
	await expect(page.getByRole('link', { name: 'Show me how' })).toHaveCount(0);
});

test('can be declined, and skipped midway', async ({ page, context }) => {
	await open(page, '/');
	await page.getByRole('button', { name: 'Not now' }).click();
	await page.reload();
	await expect(clues(page).first()).toBeVisible();
	await expect(page.getByRole('link', { name: 'Show me how' })).toHaveCount(0);
	await context.clearCookies();
	await open(page, '/tutorial');
	await page.getByRole('link', { name: 'Skip the tutorial' }).click();
	await expect(clues(page).first()).toBeVisible();
	await expect(page.getByRole('link', { name: 'Show me how' })).toHaveCount(0);
});
