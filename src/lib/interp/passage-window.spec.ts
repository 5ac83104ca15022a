import { expect, it } from 'vitest';
import { clueWindow } from './passage-window.ts';

it.each([
	[0, 1, 0, 1],
	[0, 200, 0, 11],
	[50, 200, 0, 61],
	[51, 200, 1, 62],
	[199, 200, 149, 200],
	[189, 200, 139, 200],
	[188, 200, 138, 199],
	[5, 8, 0, 8]
])('around token %i of %i runs from %i to %i', (centre, tokenCount, start, end) => {
	expect(clueWindow(centre, tokenCount)).toEqual({ start, end });
});
