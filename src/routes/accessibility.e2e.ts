// axe on each page, in both modes and both themes; targets for thumbs; no page wider than its window.
import type { Page } from '@playwright/test';
import { expect, test } from '../testing/e2e-test.ts';
import { seriousFindings } from '../testing/page-axe.ts';
import { open, setMode, writeAnswer } from '../testing/play.ts';

const READ_PAGES = [
	'/starter/2/398',
	'/explore',
	'/leaderboard',
	'/friends',
	'/quests',
	'/about',
	'/settings',
	'/offline',
	'/profile',
	'/feedback',
	'/api',
	'/e/1',
	'/embed/e/1',
	'/embed/starter/2/398'
];

const GAMES = ['/', '/answers', '/check', '/tutorial', '/daily', '/light/398', '/break/0'];

/** Looks at the page as it stands in both themes; a page that follows the system needs no second loading. */
async function expectNothingSerious(page: Page, where: string): Promise<void> {
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		expect(await seriousFindings(page), `${where}, ${colorScheme}`).toEqual([]);
	}
}

test('nothing serious while one plays', async ({ page }) => {
	await open(page, '/');
	await expectNothingSerious(page, 'puzzle, simple');
	await setMode(page, 'Advanced');
	await page.getByLabel('Your text').fill('a text of my own');
	await page.locator('[data-activations=custom]').waitFor();
	await expectNothingSerious(page, 'puzzle, advanced');
	await writeAnswer(page, `accessible ${Date.now()}`);
	await expectNothingSerious(page, 'reveal');
	await open(page, '/friends');
	await page.getByRole('button', { name: 'Make a group' }).click();
	await page.getByRole('button', { name: 'Copy the link' }).waitFor();
	await expectNothingSerious(page, 'a group of friends');
	await open(page, '/explore');
	await page.getByLabel('A text to search with').fill('in the north of the land');
	await page.keyboard.press('Enter');
	await page.getByText('light up on it').waitFor({ timeout: 30_000 });
	await expectNothingSerious(page, 'search by a text');
	await page.goto('/no-such-page');
	await expectNothingSerious(page, 'error');
});

for (const mode of ['simple', 'advanced']) {
	test(`nothing serious on any page, ${mode}`, async ({ page, server }) => {
		await page.context().addCookies([{ name: 'neuronpedia-mode', value: mode, url: server.url }]);
		for (const path of [...GAMES, ...READ_PAGES]) {
			await page.goto(path);
			await expectNothingSerious(page, path);
		}
	});
}

/** No wider than the window, and nothing to press that is smaller than a thumb. */
async function expectToFit(page: Page, where: string): Promise<void> {
	const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
	expect(overflow, where).toBeLessThanOrEqual(0);
	const small = await page
		.locator('button, summary, input:not(.visually-hidden, label input)')
		.evaluateAll((elements) =>
			elements
				.map((element) => ({ text: element.textContent, box: element.getBoundingClientRect() }))
				.filter(({ box }) => box.width > 0 && box.height < 44)
				.map(({ text }) => text)
		);
	expect(small, where).toEqual([]);
}

test('fits from 320 px on, with targets for thumbs', async ({ page }) => {
	for (const path of [...GAMES, ...READ_PAGES]) {
		await page.goto(path);
		for (const width of [320, 390, 768, 1280, 2560]) {
			await page.setViewportSize({ width, height: 800 });
			await expectToFit(page, `${path} at ${width} px`);
		}
	}
});
