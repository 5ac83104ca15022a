import { expect, it } from 'vitest';
import { cellState } from './cell-state.ts';

it.each([
	[null, 'new'],
	[{ answers: 0, bestPercent: 0, state: 'open' }, 'new'],
	[{ answers: 1, bestPercent: 0, state: 'open' }, 'begun'],
	[{ answers: 9, bestPercent: 49, state: 'open' }, 'begun'],
	[{ answers: 9, bestPercent: 50, state: 'open' }, 'fair'],
	[{ answers: 9, bestPercent: 80, state: 'solved' }, 'solved'],
	[{ answers: 9, bestPercent: 10, state: 'unclear' }, 'unclear']
] as const)('%o is %s', (standing, state) => expect(cellState(standing)).toBe(state));
