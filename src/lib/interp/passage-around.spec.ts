import { expect, it } from 'vitest';
import { aroundWindow, isCut } from './passage-around.ts';

const passage = ['The', ' old', ' sailor', ' sings', '.'];
const window = (firstToken: number, count: number) => ({
	firstToken,
	tokens: passage.slice(firstToken, firstToken + count),
	passageTokens: passage.length
});

it('tells what a window leaves out', () => {
	expect(aroundWindow(passage, window(1, 2))).toEqual({ before: 'The', after: ' sings.' });
	expect(aroundWindow(passage, window(0, 5))).toEqual({ before: '', after: '' });
	expect([window(1, 2), window(0, 4), window(2, 3), window(0, 5)].map(isCut)).toEqual([
		true,
		true,
		true,
		false
	]);
});

it('refuses the window of another passage', () => {
	expect(() => aroundWindow(['some', 'thing', 'else'], window(1, 2))).toThrow(RangeError);
});
