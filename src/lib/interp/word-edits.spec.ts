import { describe, expect, it } from 'vitest';
import { changesOf, chipsOf, edited, peakOf, type WordEdit } from './word-edits.ts';

const texts = ['The', ' old', ' sail', 'or', '.'];

describe('chips', () => {
	it('join the tail of a character to the token that it begins in', () => {
		const record = { tokens: ['a', ' 🌊', '', '', 'b'], activations: [0, 1, 3, 2, -0.1] };
		expect(chipsOf(record)).toEqual([
			{ text: 'a', activation: 0 },
			{ text: ' 🌊', activation: 3 },
			{ text: 'b', activation: -0.1 }
		]);
		expect(peakOf(chipsOf(record))).toBe(3);
		expect(peakOf([])).toBeNull();
	});
});

describe('an edit', () => {
	it.each<[WordEdit, string, (number | null)[]]>([
		[{ kind: 'delete', at: 1 }, 'The sailor.', [0, 2, 3, 4]],
		[{ kind: 'delete', at: 0 }, 'old sailor.', [1, 2, 3, 4]],
		[{ kind: 'delete', at: 4 }, 'The old sailor', [0, 1, 2, 3]],
		[{ kind: 'duplicate', at: 1 }, 'The old old sailor.', [0, 1, null, 2, 3, 4]],
		[{ kind: 'duplicate', at: 0 }, 'The The old sailor.', [0, null, 1, 2, 3, 4]],
		[{ kind: 'duplicate', at: 4 }, 'The old sailor..', [0, 1, 2, 3, 4, null]],
		[{ kind: 'swap', at: 0 }, 'old The sailor.', [1, 0, 2, 3, 4]],
		[{ kind: 'swap', at: 2 }, 'The old orsail.', [0, 1, 3, 2, 4]],
		[{ kind: 'swap', at: 4 }, 'The old sailor.', [0, 1, 2, 3, 4]],
		[{ kind: 'delete', at: 9 }, 'The old sailor.', [0, 1, 2, 3, 4]],
		[{ kind: 'delete', at: -1 }, 'The old sailor.', [0, 1, 2, 3, 4]]
	])('%j', (edit, text, origins) => {
		const result = edited(texts, edit);
		expect(result.texts.join('')).toBe(text);
		expect(result.origins).toEqual(origins);
	});

	it('leaves a token of spaces alone as it is', () => {
		expect(edited(['a', '  ', 'b'], { kind: 'swap', at: 1 }).texts).toEqual(['a', 'b', '  ']);
		expect(edited(['a'], { kind: 'delete', at: 0 })).toEqual({ texts: [], origins: [] });
	});
});

describe('the change', () => {
	const before = [1, 2, 3, 4, 5].map((activation, i) => ({ text: texts[i]!, activation }));

	it('is told for each token that is still there', () => {
		const edit = edited(texts, { kind: 'delete', at: 1 });
		const after = ['The', ' sail', 'or', '.'].map((text, i) => ({ text, activation: i }));
		expect(changesOf(before, edit, after)).toEqual([-1, -2, -2, -2]);
	});

	it('follows tokens that changed places and knows nothing of copies', () => {
		const swap = edited(texts, { kind: 'swap', at: 0 });
		const after = swap.texts.map((text) => ({ text, activation: 10 }));
		expect(changesOf(before, swap, after)).toEqual([8, 9, 7, 6, 5]);
		const copy = edited(texts, { kind: 'duplicate', at: 1 });
		expect(
			changesOf(
				before,
				copy,
				copy.texts.map((text) => ({ text, activation: 0 }))
			)
		).toEqual([-1, -2, null, -3, -4, -5]);
	});

	it('is not told where the text is cut in another way', () => {
		const edit = edited(texts, { kind: 'delete', at: 0 });
		const after = ['old', ' sailor', '.'].map((text) => ({ text, activation: 1 }));
		expect(changesOf(before, edit, after)).toEqual([-1, null, -4]);
	});
});
