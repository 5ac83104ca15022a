// An explanation's own page: read without JavaScript; voting, running its evidence again, reporting and handing it on.
import { expect, test, type Page } from '@playwright/test';
import jsQR from 'jsqr';
import { startExplained, type Explained } from '../../../testing/explained.ts';
import { open, setMode, writeAnswer } from '../../../testing/play.ts';

const TEXT = 'words “about” <b>the</b> sea 🌊';

/** What a camera reads of the code that is shown. */
async function readCode(page: Page): Promise<string | undefined> {
	const png = await page.locator('svg[role=img][aria-label^="QR code"]').screenshot();
	const { data, width, height } = await page.evaluate(
		async (source) => {
			const image = Object.assign(new Image(), { src: source });
			await image.decode();
			const canvas = new OffscreenCanvas(image.width, image.height);
			const context = canvas.getContext('2d')!;
			context.drawImage(image, 0, 0);
			const { width, height } = canvas;
			return { width, height, data: [...context.getImageData(0, 0, width, height).data] };
		},
		`data:image/png;base64,${png.toString('base64')}`
	);
	return jsQR(Uint8ClampedArray.from(data), width, height)?.data;
}

let site: Explained;
test.beforeAll(async ({ browser }) => {
	site = await startExplained(browser, TEXT);
});
test.afterAll(() => site?.end());

test('can be read without JavaScript', async ({ browser }) => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto(site.explanationUrl);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(TEXT);
	await expect(page.locator('[data-activations=clue]').first()).toBeVisible();
	await expect(page.getByText('0 players agree, 0 do not')).toBeVisible();
	await expect(page.locator('[data-evidence]')).toHaveCount(2);
	await expect(page.locator('[data-evidence]').filter({ hasText: 'Nothing of it at all.' })).toBeVisible();
	await expect(page.getByText(/^Written/)).toBeVisible();
	await context.close();
	expect((await fetch(`${site.server.url}/e/999999`)).status).toBe(404);
	expect((await fetch(`${site.server.url}/e/01`)).status).toBe(404);
});

test('takes one vote of each player, and lets it be withdrawn', async ({ page }) => {
	await open(page, site.explanationUrl);
	await page.getByRole('button', { name: 'I agree' }).click();
	await expect(page.getByText('1 player agrees, 0 do not')).toBeVisible();
	await page.reload();
	await expect(page.getByText('1 player agrees, 0 do not')).toBeVisible();
	await page.getByRole('button', { name: 'You agree' }).click();
	await expect(page.getByText('0 players agree, 0 do not')).toBeVisible();
});

test('keeps a vote while the server does not answer, and sends it later', async ({ page, context }) => {
	await open(page, site.explanationUrl);
	// This browser has no share sheet, so the link is copied.
	await expect(page.getByRole('button', { name: 'Copy link', exact: true })).toBeVisible();
	await expect(page.getByRole('button', { name: 'Share …' })).toHaveCount(0);
	await context.setOffline(true);
	await page.getByRole('button', { name: 'I agree' }).click();
	await expect(page.getByText('Your vote waits on this device.')).toBeVisible();
	await expect(page.getByRole('button', { name: 'You agree' })).toBeVisible();
	await expect(page.getByText('0 players agree, 0 do not')).toBeVisible();
	await context.setOffline(false);
	await expect(page.locator('header a[href="/offline"][title]')).toHaveCount(0, { timeout: 15_000 });
	await page.reload();
	await expect(page.getByText('1 player agrees, 0 do not')).toBeVisible();
});

test('runs its evidence again on the visitor’s device', async ({ page }, info) => {
	const sent: string[] = [];
	page.on('request', (request) => sent.push(`${request.method()} ${new URL(request.url()).pathname}`));
	await open(page, site.explanationUrl);
	const evidence = page.locator('[data-evidence]');
	await evidence
		.last()
		.getByRole('button', { name: /^Run it again here/ })
		.click();
	await expect(evidence.last().getByText(/^Your device finds the same: it /)).toBeVisible({
		timeout: 30_000
	});
	await expect(evidence.last().locator('[data-activations=custom]')).toBeVisible();
	await expect(evidence.first().locator('[data-activations=custom]')).toHaveCount(0);
	await page.getByRole('button', { name: 'Run all 2 on this device' }).click();
	await expect(page.getByText(/^Your device finds the same: it /)).toHaveCount(2);
	await setMode(page, 'Advanced');
	const difference = page.getByText(/largest difference over all tokens/).first();
	const value = Number(/(\S+)$/.exec((await difference.innerText()).trim())?.[1]);
	expect(value).toBeGreaterThanOrEqual(0);
	expect(value).toBeLessThan(0.01);
	expect(sent.filter((line) => line.startsWith('POST'))).toEqual([]);
	await page.screenshot({ path: info.outputPath('evidence.png'), fullPage: true });
});

test('is reported from every page that shows it', async ({ browser }, info) => {
	const { explanationUrl, neuronUrl } = site;
	const context = await browser.newContext();
	const page = await context.newPage();
	await open(page, explanationUrl);
	const openDialog = page.getByRole('button', { name: `Report: “${TEXT}”` });
	const dialog = page.getByRole('dialog', { name: 'Report this explanation' });
	await openDialog.click();
	await expect(dialog.getByText(TEXT)).toBeVisible();
	await expect(dialog.getByRole('button', { name: 'Send the report' })).toBeDisabled();
	await page.keyboard.press('Escape');
	await expect(dialog).toHaveCount(0);
	await expect(openDialog).toBeFocused();

	await openDialog.click();
	await dialog.getByRole('radio', { name: 'Something else' }).check();
	await dialog.getByRole('textbox').fill('Only a test.');
	await page.screenshot({ path: info.outputPath('report.png') });
	await context.setOffline(true);
	await dialog.getByRole('button', { name: 'Send the report' }).click();
	await expect(dialog.getByRole('alert')).toContainText('does not answer');
	await context.setOffline(false);
	const [request] = await Promise.all([
		page.waitForRequest(/rpc\/report_explanation/),
		dialog.getByRole('button', { name: 'Send the report' }).click()
	]);
	expect(request.postDataJSON()).toMatchObject({ reason: 'other', note: 'Only a test.' });
	const thanks = page.getByRole('dialog', { name: 'Thank you' });
	await expect(thanks).toContainText('A moderator will look at it.');
	await thanks.getByRole('button', { name: 'Close' }).last().click();
	await expect(page.getByRole('button', { name: `Reported: “${TEXT}”` })).toBeDisabled();

	await open(page, neuronUrl);
	await page.getByRole('button', { name: `Report: “${TEXT}”` }).click();
	await dialog.getByRole('radio', { name: 'It means nothing' }).check();
	await dialog.getByRole('button', { name: 'Send the report' }).click();
	await expect(thanks).toBeVisible();
	await context.close();
});

test('is linked from wherever it is shown', async ({ page }) => {
	const { explanationUrl, neuronUrl, server } = site;
	const path = new URL(explanationUrl).pathname;
	await open(page, explanationUrl);
	await page.getByRole('link', { name: /All about neuron/ }).click();
	await expect(page).toHaveURL(neuronUrl);
	await page.getByRole('link', { name: TEXT }).click();
	await expect(page).toHaveURL(explanationUrl);
	await page.goto(`${server.url}/explore?q=sea`);
	for (const part of ['Search in explanations', 'Lists']) {
		const section = page.getByRole('region', { name: part });
		// Further down a list may be folded.
		const link = section.getByRole('link', { name: TEXT, includeHidden: true });
		await expect(link).toHaveAttribute('href', path);
	}
	await open(page, server.url);
	await writeAnswer(page, 'words to be linked');
	await expect(page.getByRole('link', { name: 'words to be linked' })).toHaveAttribute('href', /^\/e\/\d+$/);
	await page.goto(`${server.url}/answers`);
	await expect(page.getByRole('link', { name: 'words to be linked' })).toHaveAttribute('href', /^\/e\/\d+$/);
});

test('is handed on by link, share sheet, QR code and lines of HTML', async ({ page, context }, info) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await page.addInitScript(() => {
		const shared: unknown[] = [];
		Object.assign(window, { shared });
		navigator.share = async (what) => void shared.push(what);
	});
	await open(page, site.explanationUrl);
	await page.getByRole('button', { name: 'Copy link', exact: true }).click();
	await expect(page.getByRole('status').getByText('Copied').first()).toBeAttached();
	expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(site.explanationUrl);
	await page.getByRole('button', { name: 'Share …' }).click();
	expect(await page.evaluate(() => (window as unknown as { shared: unknown[] }).shared)).toEqual([
		{ title: TEXT, url: site.explanationUrl }
	]);
	await page.getByRole('button', { name: 'QR code' }).click();
	const code = page.getByRole('img', { name: `QR code of ${site.explanationUrl}` });
	await expect(code).toBeVisible();
	expect(await readCode(page)).toBe(site.explanationUrl);
	await page.screenshot({ path: info.outputPath('qr.png') });
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: 'Embed' }).click();
	await page.getByRole('button', { name: 'Copy the HTML' }).click();
	await expect(page.getByRole('dialog').getByText('Copied').first()).toBeVisible();
	const html = await page.evaluate(() => navigator.clipboard.readText());
	expect(html).toContain(`<iframe src="${site.explanationUrl}?embed=1"`);
	expect(html).not.toContain('<b>');
});
