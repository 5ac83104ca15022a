import { afterEach, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { lengthMs, notesOf } from '../game/tones.ts';
import { chooseSound, isSoundOn, playTone } from './sound.ts';

afterEach(() => {
	localStorage.clear();
	vi.restoreAllMocks();
});
const started = () => vi.spyOn(OscillatorNode.prototype, 'start');

it('is off until it is turned on, and remembered on this device', async () => {
	document.body.innerHTML = '<button>Go</button>';
	const starts = started();
	await userEvent.click(page.getByRole('button', { name: 'Go' }));
	expect(isSoundOn()).toBe(false);
	playTone('right');
	expect(starts).not.toHaveBeenCalled();
	chooseSound(true);
	expect(isSoundOn()).toBe(true);
	playTone('level-up');
	expect(starts).toHaveBeenCalledTimes(notesOf('level-up').length);
	chooseSound(false);
	playTone('wrong');
	expect(starts).toHaveBeenCalledTimes(notesOf('level-up').length);
});

it('plays nothing before the player has touched the page', () => {
	chooseSound(true);
	vi.spyOn(navigator.userActivation, 'hasBeenActive', 'get').mockReturnValue(false);
	const starts = started();
	playTone('right');
	expect(starts).not.toHaveBeenCalled();
});

it('ends every note that it begins', async () => {
	document.body.innerHTML = '<button>Go</button>';
	await userEvent.click(page.getByRole('button', { name: 'Go' }));
	chooseSound(true);
	const stops = vi.spyOn(OscillatorNode.prototype, 'stop');
	const starts = started();
	playTone('right');
	const span =
		Math.max(...stops.mock.calls.map(([at]) => at!)) - Math.min(...starts.mock.calls.map(([at]) => at!));
	expect(1000 * span).toBeCloseTo(lengthMs(notesOf('right')), 3);
});

it('breaks nothing where there is no sound', () => {
	localStorage.setItem('neuronpedia-sound', '{broken');
	expect(isSoundOn()).toBe(false);
	playTone('right');
});
