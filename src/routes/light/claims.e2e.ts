// Light it up and break it: measured here at each key press, measured again by the server before it counts.
import { expect, test } from '../../testing/e2e-test.ts';
import { clues, open, writeAnswer } from '../../testing/play.ts';

test('a record is entered when it beats the bar, and listed', async ({ page }, info) => {
	await open(page, '/light');
	await expect(page).toHaveURL(/\/light\/\d+$/);
	const box = page.getByLabel('Your words');
	const send = page.getByRole('button', { name: 'Enter my record' });
	const found = page.locator('[data-activations=custom]');
	await expect(send).toBeDisabled();
	await box.fill(Array(13).fill('word').join(' '));
	await expect(page.getByText('1 word too many.')).toBeVisible();
	await expect(found).toBeVisible();
	await expect(send).toBeDisabled();

	// The clues' own words light it up; not each of them without what came before.
	const count = await clues(page).count();
	for (let i = 0; i < count && !(await send.isEnabled()); i++) {
		await page.getByRole('button', { name: 'Try this text' }).nth(i).click();
		await expect(found).toHaveAttribute('aria-busy', 'false');
		await expect(found).toContainText((await box.inputValue()).slice(0, 20));
	}
	const text = await box.inputValue();
	await expect(send).toBeEnabled();
	await send.click();
	await expect(page.getByText('It is a record!')).toBeVisible();
	await expect(page.locator('ol li', { hasText: text }).first()).toContainText('a player');
	await page.screenshot({ path: info.outputPath('light.png'), fullPage: true });
	await page.reload();
	await expect(page.locator('section', { hasText: 'Records of this neuron' })).toContainText(text);
});

test('the server measures itself, and refuses what is no claim', async ({ page }) => {
	const post = (path: string, data: unknown) => page.request.post(path, { data });
	expect((await post('/play/record', { index: -1, text: 'x' })).status()).toBe(400);
	expect((await post('/play/evidence', { explanationId: '1' })).status()).toBe(400);
	const nobody = await post('/play/record', { index: 1, text: 'words', peak: 99 });
	expect(await nobody.json()).toMatchObject({ ok: false, error: { code: 'signed_out' } });
	expect((await page.goto('/light/999999'))?.status()).toBe(404);
	expect((await page.goto('/break/-1'))?.status()).toBe(404);
});

test('a text that an explanation gets wrong is confirmed and counted once', async ({
	page,
	browser
}, info) => {
	const author = await browser.newPage();
	await open(author, '/');
	await writeAnswer(author, `words to be broken ${info.project.name} ${Date.now()}`);
	const href = await author.getByRole('link', { name: /proves one of these wrong/ }).getAttribute('href');
	await author.context().close();

	await open(page, href!);
	await page
		.getByRole('radio', { name: /words to be broken/ })
		.first()
		.check();
	await page.getByLabel('2. Your text').fill('Nothing of it at all.');
	const told = page.locator('#break-found strong');
	await expect(told).toBeVisible();
	const isLit = (await told.innerText()).includes('lights up');
	const says = (fires: boolean) =>
		page.getByRole('radio', { name: fires ? 'It should light up' : 'It should stay dark' });
	const send = page.getByRole('button', { name: 'Send the proof' });
	await says(isLit).check();
	await expect(page.getByText('The explanation is right about this text')).toBeVisible();
	await expect(send).toBeDisabled();
	await says(!isLit).check();
	await expect(page.getByText('That breaks it!')).toBeVisible();
	await send.click();
	await expect(page.getByText('Confirmed. Your text now stands')).toBeVisible();
	await page.screenshot({ path: info.outputPath('break.png'), fullPage: true });
	await says(isLit).check();
	await says(!isLit).check();
	await send.click();
	await expect(page.getByText('this very text was sent in before')).toBeVisible();
});
