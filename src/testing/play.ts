// What browser tests do on the puzzle page, in one place.
import { expect, type Page } from '@playwright/test';

/** Opens a page and waits until clicks are heard. */
export async function open(page: Page, url: string): Promise<void> {
	await page.goto(url);
	await page.locator('[data-hydrated=true]').waitFor();
}

export const clues = (page: Page) => page.locator('[data-activations=clue]');

/** Writes an explanation for the neuron on the table and waits for the reveal. */
export async function writeAnswer(page: Page, text: string): Promise<void> {
	await page.getByLabel('It lights up on').fill(text);
	await page.getByRole('button', { name: 'Send my answer' }).click();
	await expect(page.locator('#reveal-title')).toBeVisible();
}

/** Passes on this neuron; resolves when another lies on the table. */
export async function skipNeuron(page: Page): Promise<void> {
	const former = await clues(page).first().textContent();
	await page.getByRole('button', { name: 'Skip' }).last().click();
	await expect(clues(page).first()).not.toHaveText(former ?? '');
}

/** The next neuron; resolves when its clues have replaced the former ones. */
export async function nextNeuron(page: Page): Promise<void> {
	const former = await clues(page).first().textContent();
	await page.getByRole('button', { name: 'Next neuron' }).click();
	await expect(page.locator('#answer-title')).toBeVisible();
	await expect(clues(page).first()).not.toHaveText(former ?? '');
}

export const setMode = (page: Page, mode: 'Simple' | 'Advanced') =>
	page.getByText(mode, { exact: true }).click();
