// Everything by keyboard: the way to the content, the words of a passage, the map; and typing that is only typing.
import { expect, test } from '../testing/e2e-test.ts';
import { clues, open } from '../testing/play.ts';

test.beforeEach(({ page: _page }, info) => {
	test.skip(info.project.name === 'phone', 'a phone has no keyboard');
});

test('the first stop leads past the navigation, and what has the focus can be seen', async ({ page }) => {
	await open(page, '/');
	await page.keyboard.press('Tab');
	const skip = page.getByRole('link', { name: 'Skip to the content' });
	await expect(skip).toBeFocused();
	await expect(skip).toBeInViewport();
	await page.keyboard.press('Enter');
	await expect(page.locator('main')).toBeFocused();
	for (let stop = 0; stop < 12; stop++) {
		await page.keyboard.press('Tab');
		const ring = await page.evaluate(() => {
			const focused = document.activeElement!;
			const shown = [focused, focused.nextElementSibling, ...focused.querySelectorAll('*')];
			return shown.some((element) => element && getComputedStyle(element).outlineStyle !== 'none');
		});
		const name = await page.evaluate(() => document.activeElement!.outerHTML.slice(0, 120));
		expect(ring, name).toBe(true);
	}
});

test('the words of a passage are read with the arrow keys, and say how they glow', async ({ page }) => {
	await open(page, '/');
	const passage = clues(page).first();
	await expect(passage).toHaveAttribute('aria-label', /^Passage\. Brightest word: “.+”, glow [+−-]?\d/);
	const stop = passage.locator('[tabindex="0"]');
	await expect(stop).toHaveCount(1); // one stop for a passage, not one for each word
	await stop.focus();
	await page.keyboard.press('Home');
	await expect(passage.locator('[data-token-index]').first()).toBeFocused();
	await page.keyboard.press('ArrowRight');
	const second = passage.locator('[data-token-index]').nth(1);
	await expect(second).toBeFocused();
	await expect(second).toHaveAccessibleDescription(/^glow .+ · -?\d+%$/);
});

test('typing is only typing: no letter does anything else', async ({ page }) => {
	await open(page, '/');
	const field = page.getByLabel('It lights up on');
	await field.focus();
	const former = await clues(page).first().textContent();
	const letters = 'abcdefghijklmnopqrstuvwxyz0123456789 ?/+-.';
	await page.keyboard.type(letters);
	await expect(field).toHaveValue(letters);
	await expect(field).toBeFocused();
	// Nor do letters that are typed into nothing.
	await page.evaluate(() => (document.activeElement as HTMLElement).blur());
	const address = page.url();
	await page.keyboard.type(letters.trim());
	expect(page.url()).toBe(address);
	expect(await clues(page).first().textContent()).toBe(former);
	await expect(page.locator('#answer-title')).toBeVisible();
});

test('the map is walked, looked at closely and left by keys', async ({ page }, info) => {
	await page.goto('/explore');
	const map = page.getByRole('application', { name: /Map of [\d,]+ neurons/ });
	const said = page.getByRole('status').filter({ hasText: 'Neuron' });
	await map.focus();
	await expect(async () => {
		await page.keyboard.press('ArrowRight');
		await expect(said).toContainText('Neuron', { timeout: 500 });
	}).toPass();
	const before = Number(/Neuron (\d+)/.exec(await said.innerText())![1]);
	await page.keyboard.press('ArrowRight');
	await expect(said).toContainText(`Neuron ${before + 1}:`);
	const whole = await map.getAttribute('viewBox');
	await page.keyboard.press('+');
	await expect(map).not.toHaveAttribute('viewBox', whole!);
	await page.screenshot({ path: info.outputPath('map.png') });
	await page.keyboard.press('-');
	await expect(map).toHaveAttribute('viewBox', whole!);
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(new RegExp(`/starter/2/${before + 1}$`));
});
