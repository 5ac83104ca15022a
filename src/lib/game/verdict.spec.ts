import { expect, it } from 'vitest';
import { verdictOf } from './verdict.ts';

it.each([
	[0.9, 0.8, 0, 'untested'],
	[0.8, 0.7, 5, 'proven'],
	[0.8, 0.7, 4, 'promising'],
	[0.8, 0.69, 50, 'promising'],
	[0.64, 0.5, 3, 'unsure'],
	[0.45, 0.2, 3, 'unsure'],
	[0.44, 0.2, 3, 'poor']
])('a score of %f, at least %f, over %i rounds is %s', (score, scoreLow, rounds, verdict) => {
	expect(verdictOf({ score, scoreLow, rounds })).toBe(verdict);
});
