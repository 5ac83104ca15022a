// What one does with words: change one's own text token by token, see a clue's whole passage, laugh at an explanation.
import type { Page } from '@playwright/test';
import { campaignDir, openFromDisk } from '../../scripts/lib/campaign-disk.ts';
import { expect, test } from '../testing/e2e-test.ts';
import { open, setMode, writeAnswer } from '../testing/play.ts';
import { starterActivations } from '../testing/starter-reference.ts';

const NEURON = 398;

const box = (page: Page) => page.getByLabel('Your text', { exact: true });
const chip = (page: Page, word: string) =>
	page.getByRole('group', { name: 'Word by word' }).getByRole('button', { name: `“${word}”` });
const peakOf = (text: string) => Math.max(...starterActivations(text).rows.map((row) => row[NEURON]!));

/** Waits until the shown values are those of `text`, and compares the change of the peak with the reference's. */
async function expectChange(page: Page, before: string, after: string): Promise<void> {
	await expect(box(page)).toHaveValue(after);
	const line = page.getByText(/^Peak .* → /);
	await expect(line).toBeVisible();
	const [from, to, change] = (await line.textContent())!.match(/[-+]?\d+\.\d+/g)!.map(Number);
	expect(from).toBeCloseTo(peakOf(before), 3);
	expect(to).toBeCloseTo(peakOf(after), 3);
	expect(change).toBeCloseTo(peakOf(after) - peakOf(before), 3);
}

test('tokens are deleted, moved and doubled, by tap and by key, and taken back', async ({ page }, info) => {
	await page.goto(`/starter/2/${NEURON}`);
	await setMode(page, 'Advanced');
	const text = 'in the north of the land';
	await box(page).fill(text);
	await chip(page, 'north').click({ timeout: 30_000 });
	await page.getByRole('button', { name: 'Delete', exact: true }).click();
	await expectChange(page, text, 'in the of the land');
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(box(page)).toHaveValue(text);
	await chip(page, 'in').click();
	await page.getByRole('button', { name: 'Move right' }).click();
	await expectChange(page, text, 'the in north of the land');
	await page.screenshot({ path: info.outputPath('words.png'), fullPage: true });
	// The moved token is still the chosen one.
	await page.getByRole('button', { name: 'Duplicate' }).click();
	await expectChange(page, 'the in north of the land', 'the in in north of the land');
	await page.getByRole('group', { name: 'Word by word' }).locator('[aria-pressed=true]').focus();
	await page.keyboard.press('Delete');
	await expectChange(page, 'the in in north of the land', 'the in north of the land');
	await page.keyboard.press('Control+z');
	await expect(box(page)).toHaveValue('the in in north of the land');
	await box(page).fill('something else');
	await expect(page.getByText(/^Peak .* → /)).toHaveCount(0);
});

test('a clue goes into the box, and the histogram marks where it falls', async ({ page }) => {
	await page.goto(`/starter/2/${NEURON}`);
	await setMode(page, 'Advanced');
	const text = (await page.locator('[data-activations=clue]').first().textContent())!;
	await page
		.getByRole('button', { name: /^Change this text/ })
		.first()
		.click();
	await expect(box(page)).toHaveValue(text);
	await expect(box(page)).toBeFocused();
	await expect(page.locator('[data-activations=custom]')).toHaveText(text, { timeout: 30_000 });
	const mark = page.locator('svg line.mark');
	await expect(mark).toHaveCount(1);
	const brightest = Number(await mark.getAttribute('x1'));
	await box(page).fill('zzz');
	await expect(page.locator('[data-activations=custom]')).toHaveText('zzz');
	await expect.poll(async () => Number(await mark.getAttribute('x1'))).toBeLessThan(brightest);
	await box(page).fill('');
	await expect(mark).toHaveCount(0);
});

test('a clue that was cut shows its whole passage when asked', async ({ page }, info) => {
	const campaign = await openFromDisk(campaignDir('starter'));
	let index = NEURON;
	let clues = (await campaign.neuron(index)).clues;
	const cutAt = () => clues.slice(0, 3).findIndex((clue) => clue.tokens.length < clue.passageTokens);
	while (cutAt() < 0) clues = (await campaign.neuron(++index)).clues;
	const clue = clues[cutAt()]!;
	const whole = (await campaign.passage(clue.passageId)).tokens.join('');
	await open(page, `/starter/2/${index}`);
	const item = page.locator('li', { has: page.locator('[data-activations=clue]') }).nth(cutAt());
	await expect(item).not.toContainText(whole);
	await item.getByRole('button', { name: 'Show the whole passage' }).click();
	await expect(item.locator('.frame')).toContainText(whole);
	// The window keeps its values, and nothing else pretends to have any.
	await expect(item.locator('[data-activations=clue]')).toHaveText(clue.tokens.join(''));
	await page.screenshot({ path: info.outputPath('whole.png') });
	await item.getByRole('button', { name: 'Hide the rest of the passage' }).click();
	await expect(item).not.toContainText(whole);
});

test('an explanation makes somebody laugh and stands among the funniest', async ({
	page,
	browser,
	server
}, info) => {
	const text = `grandpa looking for his glasses ${info.project.name}`;
	await open(page, '/');
	await writeAnswer(page, text);
	await expect(page.getByRole('button', { name: /^Made me laugh/ })).toHaveCount(0); // not at one's own
	await page.goto('/explore?list=funny');
	await expect(page.getByText('Nobody has laughed yet.')).toBeVisible();

	const other = await (await browser.newContext({ baseURL: server.url })).newPage();
	await other.goto('/explore?q=grandpa');
	await other
		.getByRole('link', { name: /^Neuron \d+/ })
		.first()
		.click();
	await other.locator('[data-hydrated=true]').waitFor();
	const laugh = other.getByRole('button', { name: new RegExp(`(laugh|laughed).*${text}”`) });
	await laugh.click();
	await expect(laugh).toHaveAttribute('aria-pressed', 'true');
	await expect(laugh).toContainText('1 laughed');
	await other.reload();
	await other.locator('[data-hydrated=true]').waitFor();
	await expect(laugh).toHaveAttribute('aria-pressed', 'true');
	await other.goto('/explore?list=funny');
	await expect(other.getByText(text).first()).toBeVisible();
	await expect(other.getByText('1 laughed')).toBeVisible();
	await other.screenshot({ path: info.outputPath('funniest.png') });
	await other.context().close();
});

test('an explanation of one sense names its clues, is said better, and shows how it came to be', async ({
	page
}, info) => {
	await open(page, '/');
	await setMode(page, 'Advanced');
	await page.getByText('It fits only some of the clues').click();
	const first = page.locator('label', { hasText: /^\s*Clue 1: / });
	const word = /“(.*)”/.exec((await first.textContent())!)![1]!;
	await first.click();
	await expect(page.getByRole('checkbox', { name: /^Clue 1: / })).toBeChecked();
	await writeAnswer(page, `one sense among others ${info.project.name}`);
	await page.goto('/explore?q=one+sense+among');
	await page
		.getByRole('link', { name: /^Neuron \d+/ })
		.first()
		.click();
	await page.locator('[data-hydrated=true]').waitFor();
	await expect(page.getByText(`One sense of several: “${word}”`)).toBeVisible();
	await page.getByRole('button', { name: 'Say it better' }).click();
	await page.getByLabel('Your words').fill(`better words ${info.project.name}`);
	await page.getByRole('button', { name: 'Save' }).click();
	// Others may have spoken of this neuron too.
	const own = page
		.getByRole('listitem')
		.filter({ hasText: `better words ${info.project.name}` })
		.first();
	await expect(own).toBeVisible();
	await own.getByText('How it came to be').click();
	await expect(own.getByText('Was: ')).toContainText(`one sense among others ${info.project.name}`);
	await expect(own.getByText(`One sense of several: “${word}”`)).toBeVisible();
	await page.screenshot({ path: info.outputPath('sense.png'), fullPage: true });
});

test('sound is off until it is turned on, and then answers are heard', async ({ page }) => {
	await page.addInitScript(() => {
		const start = OscillatorNode.prototype.start;
		Object.assign(window, { notes: 0 });
		OscillatorNode.prototype.start = function (this: OscillatorNode, ...when) {
			(window as unknown as { notes: number }).notes++;
			start.apply(this, when);
		};
	});
	const notes = () => page.evaluate(() => (window as unknown as { notes: number }).notes);
	await open(page, '/daily');
	await page.locator('button[aria-pressed]').first().click();
	await expect(page.getByText('Round 1 of 5')).toBeVisible();
	expect(await notes()).toBe(0);
	await open(page, '/settings');
	await page.getByLabel('Play sounds').check();
	expect(await notes()).toBe(2);
	await open(page, '/daily');
	await page.locator('button[aria-pressed]').first().click();
	await expect.poll(notes).toBe(2);
});
