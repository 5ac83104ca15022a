// Search by one's own text: the neurons listed are the ones that the model's own numbers rank first.
import type { Page } from '@playwright/test';
import { campaignDir, openFromDisk } from '../../../scripts/lib/campaign-disk.ts';
import { expect, test } from '../../testing/e2e-test.ts';
import { open, setMode } from '../../testing/play.ts';
import { starterActivations, TOLERANCE } from '../../testing/starter-reference.ts';

const TEXT = 'The old sailor steered his boat into the harbour.';
const SHOWN = 20;

interface Row {
	index: number;
	share: number;
	token: string;
	activation: number;
}

/** What the float64 reference ranks first. */
async function expectedRows(text: string): Promise<Row[]> {
	const { texts, rows } = starterActivations(text);
	const summaries = await (await openFromDisk(campaignDir('starter'))).summaries();
	const ranked = summaries.map(({ index, max }): Row => {
		const values = rows.map((row) => row[index]!);
		const activation = Math.max(...values);
		return { index, activation, share: activation / max, token: texts[values.indexOf(activation)]! };
	});
	return ranked
		.filter(({ index }) => summaries[index]!.max > 0)
		.sort((a, b) => b.share - a.share)
		.slice(0, SHOWN);
}

const shownRows = (page: Page): Promise<Row[]> =>
	page.locator('li:has(.meter)').evaluateAll((items) =>
		items.map((item) => ({
			index: Number(/\d+/.exec(item.querySelector('strong')!.textContent!)![0]),
			share: Number.parseInt(item.querySelector('.percent')!.textContent!.trim()) / 100,
			token: item.querySelector('code')!.textContent!.replaceAll('·', ' ').trim(),
			activation: Number(/· (-?[\d.]+)/.exec(item.textContent!)?.[1] ?? Number.NaN)
		}))
	);

async function expectReference(page: Page, text: string): Promise<void> {
	const expected = await expectedRows(text);
	await expect(page.locator('li:has(.meter)')).toHaveCount(SHOWN, { timeout: 30_000 });
	const shown = await shownRows(page);
	shown.forEach((row, i) => {
		const { share, activation } = expected[i]!;
		expect(Math.abs(row.share - share)).toBeLessThan(0.0051);
		// Two neurons whose shares are within rounding of each other may change places.
		const same = expected.find(({ index }) => index === row.index)!;
		expect(Math.abs(same.share - share)).toBeLessThan(1e-4);
		expect(row.token).toBe(same.token.trim());
		if (!Number.isNaN(row.activation)) {
			expect(Math.abs(row.activation - same.activation)).toBeLessThan(TOLERANCE + 5e-5);
			expect(activation).toBeGreaterThan(0);
		}
	});
}

test('finds the neurons that fire on a text, in simple words', async ({ page }, info) => {
	const sent: string[] = [];
	page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
	await open(page, '/explore');
	await page.getByLabel('A text to search with').fill(TEXT);
	await page.keyboard.press('Enter');
	await expectReference(page, TEXT);
	await expect(page.getByText(/^\d+ neurons light up on it/)).toBeVisible();
	expect(sent.filter((request) => /sailor|harbour/.test(request))).toEqual([]);
	await page.screenshot({ path: info.outputPath('search.png'), fullPage: true });
	await page.getByLabel('A text to search with').fill(`${TEXT} It`);
	await expect(page.getByText('The list is for an earlier text.')).toBeVisible();
	await page.locator('li:has(.meter) a').first().click();
	await expect(page).toHaveURL(/\/starter\/2\/\d+$/);
});

test('ranks all neurons on a neuron’s page, next to the box', async ({ page }, info) => {
	await page.goto('/starter/2/398');
	await setMode(page, 'Advanced');
	await page.getByLabel('Your text').fill(TEXT);
	await page.getByRole('button', { name: 'Rank all neurons' }).click();
	await expectReference(page, TEXT);
	await expect(page.locator('[data-activations=custom]')).toHaveText(TEXT, { timeout: 30_000 });
	await page.screenshot({ path: info.outputPath('ranked.png'), fullPage: true });
});
