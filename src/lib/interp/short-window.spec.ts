import { expect, it } from 'vitest';
import { shortWindow } from './short-window.ts';

it.each([
	[50, 61, 32, 59],
	[0, 61, 0, 9],
	[60, 61, 42, 61],
	[5, 10, 0, 10],
	// Five tokens less would save nothing.
	[10, 24, 0, 24],
	[10, 25, 0, 19]
])('around token %i of %i: %i to %i', (peakIndex, tokenCount, start, end) => {
	expect(shortWindow(peakIndex, tokenCount)).toEqual({ start, end });
});
