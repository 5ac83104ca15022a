// axe on each page, in both modes and both themes; targets for thumbs; no page wider than its window.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type Axe from 'axe-core';
import type { Page } from '@playwright/test';
import { expect, test } from '../testing/e2e-test.ts';
import { open, setMode, writeAnswer } from '../testing/play.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const READ_PAGES = [
	'/starter/2/398',
	'/explore',
	'/leaderboard',
	'/friends',
	'/quests',
	'/about',
	'/settings',
	'/profile',
	'/feedback',
	'/e/1',
	'/e/1?embed=1'
];

async function seriousFindings(page: Page): Promise<string[]> {
	await page.evaluate(axeSource); // evaluate is not bound by the page's Content-Security-Policy
	return page.evaluate(async () => {
		const { axe } = window as unknown as { axe: typeof Axe };
		const { violations } = await axe.run();
		return violations
			.filter(({ impact }) => impact === 'serious' || impact === 'critical')
			.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
	});
}

for (const colorScheme of ['light', 'dark'] as const) {
	test(`nothing serious, ${colorScheme}`, async ({ page }) => {
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		await open(page, '/');
		expect(await seriousFindings(page), 'puzzle, simple').toEqual([]);
		await setMode(page, 'Advanced');
		await page.getByLabel('Your text').fill('a text of my own');
		await page.locator('[data-activations=custom]').waitFor();
		expect(await seriousFindings(page), 'puzzle, advanced').toEqual([]);
		await writeAnswer(page, `accessible ${colorScheme} ${Date.now()}`);
		expect(await seriousFindings(page), 'reveal').toEqual([]);
		for (const path of ['/answers', '/check', '/tutorial', '/daily', '/light', '/break/0']) {
			await page.goto(path);
			expect(await seriousFindings(page), path).toEqual([]);
		}
		for (const path of READ_PAGES) {
			await page.goto(path);
			expect(await seriousFindings(page), path).toEqual([]);
		}
		await open(page, '/friends');
		await page.getByRole('button', { name: 'Make a group' }).click();
		await page.getByRole('button', { name: 'Copy the link' }).waitFor();
		expect(await seriousFindings(page), 'a group of friends').toEqual([]);
		await open(page, '/explore');
		await page.getByLabel('A text to search with').fill('in the north of the land');
		await page.keyboard.press('Enter');
		await page.getByText('light up on it').waitFor({ timeout: 30_000 });
		expect(await seriousFindings(page), 'search by a text').toEqual([]);
		await page.goto('/no-such-page');
		expect(await seriousFindings(page), 'error').toEqual([]);
	});
}

/** No wider than the window, and nothing to press that is smaller than a thumb. */
async function expectToFit(page: Page, where: string): Promise<void> {
	const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
	expect(overflow, where).toBeLessThanOrEqual(0);
	const small = await page.locator('button, input:not(.visually-hidden)').evaluateAll((elements) =>
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
		for (const path of ['/', '/check', '/tutorial', '/daily', '/light', '/explore', '/friends']) {
			await open(page, path);
			await expectToFit(page, `${path} at ${width} px`);
		}
	}
});
