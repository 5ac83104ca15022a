import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { WordEdit } from '../interp/word-edits.ts';
import WordEditor from './WordEditor.svelte';

const chips = ['The', ' old', ' sailor'].map((text, i) => ({ text, activation: i }));

async function show(
	more: Partial<{ isCurrent: boolean; changes: (number | null)[]; canUndo: boolean }> = {}
) {
	const edits: WordEdit[] = [];
	let undone = 0;
	await render(WordEditor, {
		chips,
		changes: [null, null, null],
		peaks: null,
		max: 4,
		isCurrent: true,
		canUndo: false,
		onedit: (edit: WordEdit) => void edits.push(edit),
		onundo: () => void undone++,
		...more
	});
	return { edits, undone: () => undone };
}
const chip = (word: string) => page.getByRole('button', { name: new RegExp(`^“${word}”`) });

it('edits the tapped token', async () => {
	const { edits } = await show();
	await chip('old').click();
	await page.getByRole('button', { name: 'Delete' }).click();
	await page.getByRole('button', { name: 'Move right' }).click();
	await page.getByRole('button', { name: 'Duplicate' }).click();
	expect(edits).toEqual([
		{ kind: 'delete', at: 1 },
		{ kind: 'swap', at: 1 },
		{ kind: 'duplicate', at: 2 }
	]);
});

it('is worked by keyboard; one chip is in the tab order', async () => {
	const { edits, undone } = await show({ canUndo: true });
	await userEvent.tab();
	await expect.element(chip('The')).toHaveFocus();
	await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}');
	await expect.element(chip('sailor')).toHaveFocus();
	await userEvent.keyboard('{Shift>}{ArrowLeft}{/Shift}');
	await expect.element(chip('old')).toHaveFocus(); // the place that the token has moved to
	await userEvent.keyboard('{Home}{Delete}{Control>}z{/Control}');
	expect(edits).toEqual([
		{ kind: 'swap', at: 1 },
		{ kind: 'delete', at: 0 }
	]);
	expect(undone()).toBe(1);
});

it('tells each change by sign and glyph, and edits nothing while values are old', async () => {
	const { edits } = await show({ changes: [0.5, null, -1.25], isCurrent: false });
	await expect.element(chip('The')).toMatchTextContent(/▲.*\+0\.50/);
	await expect.element(chip('sailor')).toMatchTextContent(/▼.*-1\.25/);
	await expect.element(chip('old')).not.toMatchTextContent(/[▲▼]/);
	await chip('The').click();
	await userEvent.keyboard('{Delete}');
	await expect.element(page.getByRole('button', { name: 'Delete' })).toBeDisabled();
	expect(edits).toEqual([]);
});
