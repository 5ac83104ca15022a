import { expect, it } from 'vitest';
import type { Token } from '../engine/engine.ts';
import { FIRES_SHARE } from '../interp/thresholds.ts';
import { firingOf } from './firing-list.ts';

const tokens = ['in', ' 🌊', '', ' north'].map((text, i): Token => ({ id: i, text, start: 0, end: 0 }));
const ranked = (index: number, share: number, tokenIndex: number) => ({
	index,
	share,
	activation: 4 * share,
	tokenIndex
});

it('lists the neurons that fire, best first, with the token they fire on', () => {
	const top = [ranked(7, 1.2, 3), ranked(2, FIRES_SHARE, 0), ranked(9, FIRES_SHARE - 0.01, 0)];
	expect(firingOf({ tokens, top: [top] })).toEqual([
		{ index: 7, share: 1.2, activation: 4.8, token: ' north' },
		{ index: 2, share: FIRES_SHARE, activation: 1, token: 'in' }
	]);
});

it('names a whole character for a token that holds only its tail', () => {
	expect(firingOf({ tokens, top: [[ranked(1, 1, 2)]] })).toMatchObject([{ token: ' 🌊' }]);
});

it('is empty for a text without tokens', () => {
	expect(firingOf({ tokens: [], top: [] })).toEqual([]);
});
