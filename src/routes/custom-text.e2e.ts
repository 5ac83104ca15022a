// Advanced mode: the values shown for one's own text are the model's, computed in this browser.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../testing/e2e-test.ts';
import { open, setMode } from '../testing/play.ts';
import { starterActivations, TOLERANCE } from '../testing/starter-reference.ts';

const TEXTS = [
	'The old sailor steered his boat into the harbour.',
	'Zürich 🌊 naïve\tdéjà vu —\u00a0“quoted”\n\nnew   paragraph',
	'مرحبا بالعالم 你好 👩‍👩‍👧'
];

/** The float64 reference for one neuron of the starter, and the exact text of each token. */
function reference(text: string, index: number): { texts: string[]; activations: number[] } {
	const { texts, rows } = starterActivations(text);
	return { texts, activations: rows.map((row) => row[index]!) };
}

async function neuronOnTable(page: Page): Promise<number> {
	const name = await page
		.getByText(/blocks\.2\.mlp\.hook_post/)
		.first()
		.textContent();
	return Number(/#(\d+)/.exec(name ?? '')![1]);
}

async function shown(page: Page) {
	const tokens = page.locator('[data-activations=custom] [data-token-index]');
	return tokens.evaluateAll((elements) =>
		elements.map((element) => ({
			index: Number((element as HTMLElement).dataset.tokenIndex),
			text: element.textContent ?? '',
			activation: Number((element as HTMLElement).dataset.activation)
		}))
	);
}

test('shows the reference’s values for one’s own text', async ({ page }, info) => {
	await open(page, '/');
	await setMode(page, 'Advanced');
	const index = await neuronOnTable(page);
	for (const text of TEXTS) {
		await page.getByLabel('Your text').fill(text);
		const expected = reference(text, index);
		await expect
			.poll(async () => (await shown(page)).map((token) => token.text), { timeout: 30_000 })
			.toEqual(expected.texts);
		const tokens = await shown(page);
		expect(tokens.map((token) => token.index)).toEqual(expected.texts.map((_, i) => i));
		tokens.forEach(({ activation }, i) =>
			expect(Math.abs(activation - expected.activations[i]!)).toBeLessThan(TOLERANCE)
		);
	}
	await page.screenshot({ path: info.outputPath('advanced.png'), fullPage: true });
});

test('follows each key press; the newest text wins', async ({ page }) => {
	await open(page, '/');
	await setMode(page, 'Advanced');
	const text = 'A fast typist never waits for stale work.';
	await page.getByLabel('Your text').pressSequentially(text, { delay: 15 });
	await expect(page.locator('[data-activations=custom]')).toHaveText(text, { timeout: 30_000 });
	await page.getByLabel('Your text').fill('');
	await expect(page.locator('[data-activations=custom]')).toHaveCount(0);
});

test('cuts a text longer than the context and says so', async ({ page }) => {
	await open(page, '/');
	await setMode(page, 'Advanced');
	await page.getByLabel('Your text').fill('word '.repeat(400));
	await expect(page.getByText(/Cut to the first 255 of \d+ tokens/)).toBeVisible({ timeout: 30_000 });
	expect((await shown(page)).length).toBe(255);
});

test('words a download that fails, and loads when it is asked again', async ({ page, context }) => {
	await context.route('**/models/**', (route) => route.abort());
	await open(page, '/');
	await setMode(page, 'Advanced');
	await page.getByLabel('Your text').fill('patience');
	await expect(page.getByRole('alert')).toContainText('could not be downloaded');
	await context.unroute('**/models/**');
	await page.getByRole('button', { name: 'Load again' }).click();
	await expect(page.locator('[data-activations=custom]')).toHaveText('patience', { timeout: 30_000 });
});

test('believes no damaged file', async ({ page, context }) => {
	const served = path.resolve(import.meta.dirname, '../../static/models/starter');
	const block = path.join(
		served,
		readdirSync(served).find((name) => name.startsWith('stage-0.'))!
	);
	const file = readFileSync(block);
	file[file.length >> 1]! ^= 1;
	await context.route('**/models/starter/stage-0.*', (route) => route.fulfill({ body: file }));
	await open(page, '/');
	await setMode(page, 'Advanced');
	await page.getByLabel('Your text').fill('trust');
	await expect(page.getByRole('alert')).toContainText('damaged');
	await expect(page.locator('[data-activations=custom]')).toHaveCount(0);
});

test('proves itself, and saves what it shows as evidence', async ({ page }) => {
	await open(page, '/');
	await setMode(page, 'Advanced');
	const index = await neuronOnTable(page);
	const [text] = TEXTS as [string];
	await page.getByLabel('Your text').fill(text);
	await expect(page.locator('[data-activations=custom]')).toHaveText(text, { timeout: 30_000 });
	await page.getByRole('button', { name: 'Self-test' }).click();
	await expect(page.getByText(/^Passed: 12 texts/)).toBeVisible({ timeout: 30_000 });
	const downloading = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Save as evidence' }).click();
	const evidence = JSON.parse(readFileSync(await (await downloading).path(), 'utf8'));
	expect(evidence).toMatchObject({ text, index, modelId: 'starter', build: 'standard', isCut: false });
	reference(text, index).activations.forEach((expected, i) =>
		expect(Math.abs(evidence.activations[i] - expected)).toBeLessThan(TOLERANCE)
	);
	await page.getByLabel(/Exact values/).check();
	await expect(page.locator('[data-activations=custom]')).toHaveText(text, { timeout: 30_000 });
});

test('is isolated, so that threads work', async ({ page }) => {
	await open(page, '/');
	expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});
