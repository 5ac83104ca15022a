import { expect, it } from 'vitest';
import { recordBar, wordCount } from './light.ts';

it.each([
	['', 0],
	['  \n ', 0],
	['one', 1],
	[' two  words\n', 2],
	['it’s twenty-one o’clock', 3]
])('%j has %i words', (text, words) => {
	expect(wordCount(text)).toBe(words);
});

it('sets the first bar at half of the corpus maximum, the next at the best record', () => {
	expect(recordBar(null, 4)).toBe(2);
	expect(recordBar(3.5, 4)).toBe(3.5);
	expect(recordBar(null, -0.1)).toBe(0);
});
