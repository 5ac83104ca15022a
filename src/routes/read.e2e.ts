// The pages that one reads: a neuron, the map, search, the error pages; with and without JavaScript.
import { expect, test } from '../testing/e2e-test.ts';
import { open, setMode, writeAnswer } from '../testing/play.ts';

test('an explanation is found by its words; its page leads to its neuron', async ({ page }, info) => {
	const text = `lanterns in the harbour ${info.project.name} ${Date.now()}`;
	await open(page, '/');
	await writeAnswer(page, text);
	await page.goto('/explore');
	await expect(page.getByText('went wrong')).toHaveCount(0);
	await page.getByPlaceholder('sea, colours, names').fill('lanterns harbour');
	await page.getByRole('button', { name: 'Search' }).click();
	await page.getByRole('link', { name: text }).first().click();
	await expect(page).toHaveURL(/\/e\/\d+$/);
	await page.getByRole('link', { name: /^All about neuron/ }).click();
	await expect(page).toHaveURL(/\/starter\/2\/\d+/);
	await expect(page.getByText(text).first()).toBeVisible();
	await page.screenshot({ path: info.outputPath('neuron.png'), fullPage: true });
});

test('a neuron’s page runs one’s own text and filters its clues', async ({ page }, info) => {
	await page.goto('/starter/2/398');
	await setMode(page, 'Advanced');
	await page.getByLabel('Your text').fill('in the north');
	await expect(page.locator('[data-activations=custom]')).toHaveText('in the north', { timeout: 30_000 });
	const before = await page.locator('[data-activations=clue]').count();
	await page.getByLabel('Contains').fill('north');
	await expect.poll(() => page.locator('[data-activations=clue]').count()).toBeLessThan(before);
	await page.screenshot({ path: info.outputPath('neuron-advanced.png'), fullPage: true });

	// One corpus file of one band, then nothing, then all again.
	const filters = page.getByRole('form', { name: 'Filter the clues' });
	await filters.getByLabel('Contains').fill('');
	await filters.getByLabel('Band').selectOption({ label: 'Top activating passages' });
	const groups = page.locator('section[aria-labelledby^=group-]');
	await expect(groups).toHaveCount(1);
	const source = await filters.getByLabel('Corpus file').locator('option').nth(1).innerText();
	await filters.getByLabel('Corpus file').selectOption(source);
	await filters.getByLabel('Band').selectOption('');
	for (const meta of await groups.locator('.meta', { hasText: '· from' }).allInnerTexts()) {
		expect(meta).toContain(`from ${source} ·`);
	}
	await expect(filters.getByRole('status')).not.toHaveText('0 clues');
	await filters.getByLabel('Contains').fill('no such words anywhere');
	await page.getByRole('button', { name: 'Clear filters' }).click();
	await expect(page.locator('[data-activations=clue]')).toHaveCount(before);
});

test('a neuron is taken along as JSON and as a citation', async ({ page, context, server }, info) => {
	test.skip(info.project.name === 'phone', 'the same on a phone');
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await page.goto('/starter/2/398');
	await setMode(page, 'Advanced');
	const copied = () => page.evaluate(() => navigator.clipboard.readText());
	await page.getByRole('button', { name: 'Copy as JSON' }).click();
	await expect.poll(async () => (await copied()).slice(0, 1)).toBe('{');
	const served = await page.request.get('/api/neurons/starter/398.json');
	expect(JSON.parse(await copied())).toEqual(await served.json());
	await page.getByRole('button', { name: 'Copy citation' }).click();
	await expect.poll(copied).toContain('@misc{neuronpedia-starter-2-398,');
	expect(await copied()).toContain(`url    = {${server.url}/starter/2/398}`);
});

test('leads from neuron to neuron, and says what is missing', async ({ page }) => {
	await page.goto('/starter/2/0');
	await page.getByRole('link', { name: 'Next neuron' }).click();
	await expect(page).toHaveURL(/\/starter\/2\/1$/);
	for (const path of ['/starter/2/5000', '/starter/3/1', '/no-such-campaign', '/starter/go?index=9999']) {
		const response = await page.goto(path);
		expect(response?.status(), path).toBe(404);
		await expect(page.getByRole('link', { name: 'Play a neuron' }), path).toBeVisible();
	}
	expect((await page.goto('/moderation'))?.status()).toBe(403);
});

test('reads without JavaScript', async ({ browser }) => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	for (const path of ['/starter/2/398', '/explore', '/leaderboard', '/about', '/quests']) {
		expect((await page.goto(path))?.status(), path).toBe(200);
		await expect(page.getByRole('heading', { level: 1 }), path).toBeVisible();
	}
	await page.goto('/starter/2/398');
	await expect(page.locator('[data-activations=clue]').first()).toBeVisible();
	await context.close();
});
