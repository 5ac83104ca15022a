// A player's own things: name, place and colours, what others see of it, taking everything along, and leaving.
import { readFileSync } from 'node:fs';
import { expect, test } from '../../testing/e2e-test.ts';
import { open, writeAnswer } from '../../testing/play.ts';
import { seriousFindings } from '../../testing/page-axe.ts';

test('a player gets a name and a page, shows it, hides it, takes all along and leaves', async ({
	page,
	browser
}, info) => {
	const name = `Mira ${info.project.name}`;
	const text = `lights of the pier ${Date.now()}`;
	await open(page, '/');
	await writeAnswer(page, text);
	await page.goto('/profile');
	await expect(page.getByText('No name yet')).toBeVisible();

	await open(page, '/settings');
	await page.getByLabel('Name', { exact: true }).fill(name);
	await page.getByLabel('Country').selectOption('NO');
	await page.getByLabel('Show me on leaderboards').check();
	await page.getByLabel('Show my name beside what I write').check();
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.getByText('✓ Saved')).toBeVisible();
	await page.screenshot({ path: info.outputPath('settings.png'), fullPage: true });
	await page.reload();
	await expect(page.getByLabel('Name', { exact: true })).toHaveValue(name);
	await expect(page.getByLabel('Country')).toHaveValue('NO');

	await page.goto('/profile');
	await expect(page.getByText(name)).toBeVisible();
	await page.screenshot({ path: info.outputPath('profile.png'), fullPage: true });
	await page.getByRole('link', { name: 'Your public page' }).click();
	await expect(page).toHaveURL(/\/players\//);
	const address = new URL(page.url()).pathname;
	const stranger = await (await browser.newContext()).newPage();
	expect((await stranger.goto(address))?.status()).toBe(200);
	await expect(stranger.getByRole('heading', { level: 1 })).toHaveText(name);
	await expect(stranger.getByText('Norway')).toBeVisible();
	expect(await seriousFindings(stranger), 'light').toEqual([]);
	await stranger.emulateMedia({ colorScheme: 'dark' });
	expect(await seriousFindings(stranger), 'dark').toEqual([]);
	await stranger.screenshot({ path: info.outputPath('public-page.png'), fullPage: true });

	await open(page, '/settings');
	await page.getByLabel('Show me on leaderboards').uncheck();
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.getByText('✓ Saved')).toBeVisible();
	expect((await stranger.goto(address))?.status()).toBe(404);
	await stranger.context().close();

	const downloading = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Download my data' }).click();
	const kept = readFileSync(await (await downloading).path(), 'utf8');
	expect(kept).toContain(name);
	expect(kept).toContain(text);

	await page.getByRole('button', { name: 'Delete my profile …' }).click();
	await page.getByRole('button', { name: 'No, stay' }).click();
	await page.getByRole('button', { name: 'Delete my profile …' }).click();
	await page.getByRole('button', { name: 'Yes, delete everything' }).click();
	await expect(page.getByText('Your profile is gone')).toBeVisible();
	await page.goto('/profile');
	await expect(page.getByText('You have not played yet')).toBeVisible();
});

test('the colours are chosen for good, from the first byte on', async ({ page }) => {
	await open(page, '/settings');
	const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
	const light = await paper();
	await page.getByText('Dark', { exact: true }).click();
	await expect.poll(paper).not.toBe(light);
	const dark = await paper();
	await page.goto('/about');
	expect(await paper()).toBe(dark);
	expect(await (await page.request.get('/')).text()).toContain('data-theme="dark"');
});

test('who earns points and wants to be listed is on the leaderboard', async ({ page }, info) => {
	test.setTimeout(60_000);
	const name = `Odd ${info.project.name}`;
	await open(page, '/settings');
	await page.getByLabel('Name', { exact: true }).fill(name);
	await page.getByLabel('Show me on leaderboards').check();
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.getByText('✓ Saved')).toBeVisible();
	// A neuron's own brightest words, as many as are allowed, are a record until somebody finds better ones.
	for (let index = 0; index < 40; index++) {
		const record = await (await page.request.get(`/api/neurons/starter/${index}.json`)).json();
		const [top] = record.most_positive_activation_records as { tokens: string[]; activations: number[] }[];
		if (!top) continue;
		const peak = top.activations.indexOf(Math.max(...top.activations));
		const text = top.tokens
			.slice(0, peak + 1)
			.join('')
			.trim()
			.split(/\s+/)
			.slice(-12)
			.join(' ');
		const answer = await page.request.post('/play/record', { data: { index, text } });
		if (answer.ok() && ((await answer.json()) as { isRecord: boolean }).isRecord) break;
	}
	// Points are drained into the boards every five seconds.
	await expect
		.poll(async () => (await page.request.get('/leaderboard?period=all')).text(), { timeout: 20_000 })
		.toContain(name);
	await page.goto('/leaderboard?period=all');
	await expect(page.locator('tr.me')).toContainText(name);
	expect(await seriousFindings(page)).toEqual([]);
	await page.screenshot({ path: info.outputPath('leaderboard.png'), fullPage: true });
});
