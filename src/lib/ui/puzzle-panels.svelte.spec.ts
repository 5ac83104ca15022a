// The panels around a puzzle: what they show, what they let through, and that nobody is locked out.
import { page, userEvent } from 'vitest/browser';
import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import '../../app.css';
import { seriousFindings } from '../../testing/accessibility.ts';
import AnswerPanel from './AnswerPanel.svelte';
import ClueList from './ClueList.svelte';
import CustomTextPanel from './CustomTextPanel.svelte';
import ModeSwitch from './ModeSwitch.svelte';
import RevealPanel from './RevealPanel.svelte';
import type { ExplanationItem } from './explanation-item.ts';

const item = (id: string, more: Partial<ExplanationItem> = {}): ExplanationItem => ({
	id,
	text: `explanation ${id}`,
	votesUp: 1,
	votesDown: 0,
	score: 0.5,
	scoreLow: 0.02,
	scoreHigh: 0.98,
	rounds: 0,
	mine: false,
	myVote: 0,
	...more
});

describe('AnswerPanel', () => {
	const callbacks = () => ({ onvote: vi.fn(), onsubmit: vi.fn(), onnopattern: vi.fn(), onskip: vi.fn() });

	it('offers at most four explanations and votes for the one pressed', async () => {
		const props = { explanations: ['1', '2', '3', '4', '5'].map((id) => item(id)), draft: '', isBusy: false };
		const calls = callbacks();
		await render(AnswerPanel, { ...props, ...calls });
		expect(page.getByRole('listitem').elements()).toHaveLength(4);
		await page.getByRole('button', { name: 'explanation 3' }).click();
		expect(calls.onvote).toHaveBeenCalledExactlyOnceWith(props.explanations[2]);
		expect(await seriousFindings(document.body)).toEqual([]);
	});

	it('does not offer a vote on one’s own explanation', async () => {
		await render(AnswerPanel, {
			explanations: [item('1', { mine: true })],
			draft: '',
			isBusy: false,
			...callbacks()
		});
		await expect.element(page.getByRole('button', { name: 'explanation 1' })).toBeDisabled();
	});

	it('takes “no clear pattern” for an answer', async () => {
		const calls = callbacks();
		await render(AnswerPanel, { explanations: [], draft: '', isBusy: false, ...calls });
		await page.getByRole('button', { name: 'No clear pattern' }).click();
		expect(calls.onnopattern).toHaveBeenCalledOnce();
		expect(calls.onsubmit).not.toHaveBeenCalled();
	});

	it('sends by Enter from 3 to 200 characters, emoji counted once, and says why not otherwise', async () => {
		const calls = callbacks();
		await render(AnswerPanel, { explanations: [], draft: '', isBusy: false, ...calls });
		const field = page.getByRole('textbox', { name: /It lights up on/ });
		await field.fill('  ab ');
		await userEvent.keyboard('{Enter}');
		await expect.element(page.getByText(/A little more, please/)).toBeVisible();
		await field.fill('🌊'.repeat(201));
		await userEvent.keyboard('{Enter}');
		await expect.element(page.getByText('Too long by 1 letter.')).toBeVisible();
		expect(calls.onsubmit).not.toHaveBeenCalled();
		await field.fill('🌊'.repeat(200));
		await userEvent.keyboard('{Enter}');
		expect(calls.onsubmit).toHaveBeenCalledOnce();
	});
});

describe('RevealPanel', () => {
	const standing = { answers: 12, noPattern: 3, solvedAt: null, isUnclear: false };
	const base = {
		standing,
		answeredWith: 'vote' as const,
		pointsIfRight: 7,
		gained: 0,
		isAdvanced: false,
		isBusy: false,
		onvote: vi.fn()
	};

	it('takes the focus to the way on, so that Enter deals the next neuron', async () => {
		const onnext = vi.fn();
		const explanations = [item('1', { myVote: 1, votesUp: 3 }), item('2')];
		await render(RevealPanel, { ...base, explanations, onnext });
		await expect.element(page.getByText('3 votes')).toBeVisible();
		await userEvent.keyboard('{Enter}');
		expect(onnext).toHaveBeenCalledOnce();
		expect(await seriousFindings(document.body)).toEqual([]);
	});

	it('goes on by Enter from anywhere, but not where Enter means something else', async () => {
		const onnext = vi.fn();
		await render(RevealPanel, { ...base, explanations: [item('1')], onnext });
		(document.activeElement as HTMLElement).blur();
		await userEvent.keyboard('{Enter}');
		expect(onnext).toHaveBeenCalledOnce();
		const field = document.body.appendChild(document.createElement('input'));
		field.focus();
		await userEvent.keyboard('{Enter}');
		field.remove();
		expect(onnext).toHaveBeenCalledOnce();
	});

	it('tells how the crowd stands, what blind rounds say and what it is worth', async () => {
		const tested = { score: 0.81, scoreLow: 0.72, scoreHigh: 0.9, rounds: 9 };
		const explanations = [item('1', { ...tested, myVote: 1 }), item('2')];
		const shown = await render(RevealPanel, { ...base, explanations, gained: 5, onnext: vi.fn() });
		const text = () => document.body.textContent!;
		expect(text()).toContain('12 players answered. 3 of them say there is no clear pattern.');
		expect(text()).toContain('Proven in tests · 9 test rounds');
		expect(text()).toContain('Not tested yet');
		expect(text()).toContain('about 7 points');
		expect(text()).toContain('+5 points');
		expect(text()).not.toContain('0.81');
		await shown.rerender({ isAdvanced: true });
		expect(text()).toContain('score 0.81 (90% interval 0.72 to 0.90, n = 9)');
		expect(await seriousFindings(document.body)).toEqual([]);
	});

	it('answers “no pattern” with what others think of that', async () => {
		const props = { ...base, explanations: [item('1')], answeredWith: 'no-pattern' as const };
		await render(RevealPanel, { ...props, onnext: vi.fn() });
		await expect.element(page.getByRole('heading')).toHaveTextContent('You see no clear pattern');
		expect(document.body.textContent).toContain('If others come to see no pattern either');
	});

	it('lets a vote be changed, but not given to oneself', async () => {
		const onvote = vi.fn();
		const explanations = [item('1', { mine: true }), item('2', { myVote: 1 })];
		await render(RevealPanel, { ...base, explanations, isAdvanced: true, onvote, onnext: vi.fn() });
		const buttons = page.getByRole('button', { name: /Your vote|I agree/ });
		expect(buttons.elements()).toHaveLength(1);
		await expect.element(buttons).toHaveAttribute('aria-pressed', 'true');
		await buttons.click();
		expect(onvote).toHaveBeenCalledExactlyOnceWith(explanations[1], 1);
		await expect.element(page.getByText('1 up, 0 down').first()).toBeVisible();
	});
});

describe('ClueList', () => {
	const clue = (passageId: number) => ({
		passageId,
		source: 'poetry-and-speeches',
		peak: 2,
		peakIndex: 1,
		firstToken: 0,
		passageTokens: 2,
		tokens: ['a', ` clue${passageId}`],
		activations: [0, 2]
	});

	it('shows five, and the rest on demand', async () => {
		await render(ClueList, { clues: [1, 2, 3, 4, 5, 6, 7].map(clue), max: 2, isAdvanced: false });
		expect(document.querySelectorAll('[data-activations=clue]')).toHaveLength(5);
		expect(document.body.textContent).not.toContain('poetry-and-speeches');
		await page.getByRole('button', { name: '2 more clues' }).click();
		expect(document.querySelectorAll('[data-activations=clue]')).toHaveLength(7);
		expect(await seriousFindings(document.body)).toEqual([]);
	});

	it('begins with the words around the peak, and gives the rest on demand', async () => {
		const tokens = Array.from({ length: 61 }, (_, i) => ` w${i}`);
		const activations = tokens.map((_, i) => (i === 50 ? 2 : 0));
		const long = { ...clue(1), tokens, activations, peakIndex: 50, firstToken: 7, passageTokens: 90 };
		await render(ClueList, { clues: [long], max: 2, isAdvanced: false });
		const shown = () => [...document.querySelectorAll<HTMLElement>('[data-token-index]')];
		expect(shown().map(({ textContent }) => textContent)).toEqual(tokens.slice(32, 59));
		expect(shown()[0]!.dataset.tokenIndex).toBe('39');
		expect(document.querySelector<HTMLElement>('.peak')!.textContent).toBe(' w50');
		await page.getByRole('button', { name: 'Show more of this text' }).click();
		expect(shown()).toHaveLength(61);
	});

	it('names peak and source in advanced mode', async () => {
		await render(ClueList, { clues: [clue(1)], max: 2, isAdvanced: true });
		expect(document.body.textContent).toMatch(/peak\s+2\.0000 · from\s+poetry-and-speeches/);
	});
});

describe('CustomTextPanel', () => {
	const props = {
		text: 'a b',
		record: { tokens: ['a', ' b'], activations: [0.5, 5], totalTokens: 2, elapsedMs: 12.4 },
		max: 4,
		isStale: false,
		status: { phase: 'ready' as const, runtime: { provider: 'wasm' as const, threads: 2 } },
		problem: null,
		onretry: vi.fn()
	};

	it('shows the values of the text, the highest one and how they were computed', async () => {
		await render(CustomTextPanel, props);
		expect(document.querySelector('[data-activations=custom]')!.textContent).toBe('a b');
		await expect.element(page.getByText(/\+5\.0000, 125% of the corpus maximum 4\.0000/)).toBeVisible();
		await expect.element(page.getByText(/WASM, 2 threads/)).toBeVisible();
		expect(await seriousFindings(document.body)).toEqual([]);
	});

	it('says how much of a long text was read', async () => {
		await render(CustomTextPanel, { ...props, record: { ...props.record, totalTokens: 900 } });
		await expect.element(page.getByRole('status')).toMatchTextContent(/^Cut to the first 2 of 900 tokens/);
	});

	it('words a failure and offers to try again, with the text kept', async () => {
		const onretry = vi.fn();
		await render(CustomTextPanel, { ...props, problem: 'The download broke off.', onretry });
		await expect.element(page.getByRole('alert')).toMatchTextContent(/^The download broke off\./);
		await page.getByRole('button', { name: 'Load again' }).click();
		expect(onretry).toHaveBeenCalledOnce();
		await expect.element(page.getByRole('textbox')).toHaveValue('a b');
	});
});

describe('ModeSwitch', () => {
	it('is one choice of two, by pointer and by keyboard', async () => {
		const onchange = vi.fn();
		await render(ModeSwitch, { isAdvanced: false, onchange });
		await expect.element(page.getByRole('radio', { name: 'Simple' })).toBeChecked();
		await userEvent.tab();
		await userEvent.keyboard('{ArrowRight}');
		expect(onchange).toHaveBeenLastCalledWith(true);
		expect(await seriousFindings(document.body)).toEqual([]);
	});
});
