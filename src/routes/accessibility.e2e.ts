// axe on each page, in both modes and both themes; targets for thumbs; no page wider than its window.
import type { Page } from '@playwright/test';
import { expect, test } from '../testing/e2e-test.ts';
import { seriousFindings } from '../testing/page-axe.ts';
import { open, setMode, writeAnswer } from '../testing/play.ts';

const READ_PAGES = [
	'/starter/2/398',
	'/explore',
	'/leaderboard',
	'/quests',
	'/about',
	'/settings',
	'/profile',
	'/feedback',
	'/api'
];

const GAMES = ['/', '/answers', '/check', '/tutorial', '/daily', '/light/398', '/break/0'];

for (const colorScheme of ['light', 'dark'] as const) {
	test(`nothing serious, ${colorScheme}`, async ({ page, server }) => {
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		await open(page, '/');
		expect(await seriousFindings(page), 'puzzle, simple').toEqual([]);
		await setMode(page, 'Advanced');
		await page.getByLabel('Your text').fill('a text of my own');
		await page.locator('[data-activations=custom]').waitFor();
		expect(await seriousFindings(page), 'puzzle, advanced').toEqual([]);
		await writeAnswer(page, `accessible ${colorScheme} ${Date.now()}`);
		expect(await seriousFindings(page), 'reveal').toEqual([]);
		for (const mode of ['advanced', 'simple']) {
			await page.context().addCookies([{ name: 'neuronpedia-mode', value: mode, url: server.url }]);
			for (const path of [...GAMES, ...READ_PAGES]) {
				await page.goto(path);
				expect(await seriousFindings(page), `${path}, ${mode}`).toEqual([]);
			}
		}
		await page.goto('/no-such-page');
		expect(await seriousFindings(page), 'error').toEqual([]);
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
	for (const width of [320, 390, 768, 1280, 2560]) {
		await page.setViewportSize({ width, height: 800 });
		for (const path of [...GAMES, ...READ_PAGES]) {
			await page.goto(path);
			await expectToFit(page, `${path} at ${width} px`);
		}
	}
});
