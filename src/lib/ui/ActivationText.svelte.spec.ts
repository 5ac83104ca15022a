import { page, userEvent } from 'vitest/browser';
import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import '../../app.css';
import { seriousFindings } from '../../testing/accessibility.ts';
import ActivationText from './ActivationText.svelte';

const MAX = 4;
const record = {
	tokens: ['The', '  sea', '\r\nis', ' ', '🌊', '', ' <b>&amp;', '\n\n'],
	activations: Float32Array.from([0.1, 4, -0.17, 0, 2.7182817, 1, -0.0001, 3.9])
};

const passage = () => document.querySelector<HTMLElement>('[data-activations]')!;
const tokens = () => [...document.querySelectorAll<HTMLElement>('[data-token-index]')];

describe('the contract of a passage', () => {
	it('holds each exact text and float32 value, and nothing else', async () => {
		await render(ActivationText, { record, max: MAX, kind: 'clue' });
		expect(passage().dataset.activations).toBe('clue');
		expect(tokens().map((token) => token.textContent)).toEqual(record.tokens);
		expect(tokens().map((token) => Math.fround(Number(token.dataset.activation)))).toEqual([
			...record.activations
		]);
		expect(tokens().map((token) => token.dataset.tokenIndex)).toEqual([...'01234567']);
		expect(passage().textContent).toBe(record.tokens.join(''));
		expect(await seriousFindings(document.body)).toEqual([]);
	});

	it('counts from where the window begins in its passage', async () => {
		await render(ActivationText, { record, max: MAX, kind: 'clue', firstToken: 31, passageTokens: 80 });
		expect(tokens()[0]!.dataset.tokenIndex).toBe('31');
		expect(getComputedStyle(passage(), '::before').content).toContain('…');
		expect(getComputedStyle(passage(), '::after').content).toContain('…');
	});

	it('draws no cut where the passage is whole', async () => {
		await render(ActivationText, { record, max: MAX, kind: 'clue' });
		expect(getComputedStyle(passage(), '::before').content).toBe('none');
		expect(getComputedStyle(passage(), '::after').content).toBe('none');
	});

	it('fixes colours to the corpus maximum, not to the text at hand', async () => {
		const weak = { tokens: ['weak'], activations: [0.4] };
		await render(ActivationText, { record: weak, max: MAX, kind: 'custom' });
		expect(tokens()[0]!.style.getPropertyValue('--share')).toBe('0.100');
	});
});

describe('values of a token', () => {
	const readout = () => page.getByRole('tooltip');

	it('shows on hover and goes away', async () => {
		await render(ActivationText, { record, max: MAX, kind: 'clue', advanced: true });
		await userEvent.hover(tokens()[1]!);
		await expect.element(readout()).toHaveTextContent('+4.00000 · 100% of max · token 1');
		await userEvent.unhover(tokens()[1]!);
		await expect.poll(() => document.querySelector('[role=tooltip]')!.textContent!.trim()).toBe('');
	});

	it('shows on tap, in simple words', async () => {
		await render(ActivationText, { record, max: MAX, kind: 'clue' });
		await userEvent.click(tokens()[0]!);
		await expect.element(readout()).toHaveTextContent('glow +0.10 · 3%');
	});

	it('is reached by Tab at the peak, then by arrows, Home and End', async () => {
		await render(ActivationText, { record, max: MAX, kind: 'clue' });
		await userEvent.tab();
		expect(document.activeElement).toBe(tokens()[1]);
		await userEvent.keyboard('{ArrowRight}');
		expect(document.activeElement).toBe(tokens()[2]);
		await expect.element(readout()).toMatchTextContent(/^glow -0\.17/);
		await userEvent.keyboard('{End}');
		expect(document.activeElement).toBe(tokens()[7]);
		await userEvent.keyboard('{ArrowRight}{Home}');
		expect(document.activeElement).toBe(tokens()[0]);
		await userEvent.keyboard('{Escape}');
		await expect.poll(() => document.querySelector('[role=tooltip]')!.textContent!.trim()).toBe('');
	});

	it('is said to a screen reader: the peak in the label, the value of the focused token', async () => {
		await render(ActivationText, { record, max: MAX, kind: 'clue' });
		expect(passage().getAttribute('aria-label')).toBe('Passage. Brightest word: “sea”, glow +4.00.');
		tokens()[1]!.focus();
		const described = () => document.activeElement!.getAttribute('aria-describedby') ?? '';
		await expect.poll(() => document.getElementById(described())?.textContent).toContain('glow +4.00');
	});
});
