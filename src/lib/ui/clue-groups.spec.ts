import { expect, it } from 'vitest';
import { filterGroups, groupsOf, NO_FILTER, sourcesOf, type GroupedClue } from './clue-groups.ts';

const clue = (passageId: number, source: string, text: string): GroupedClue => ({
	passageId,
	source,
	peak: 1,
	firstToken: 0,
	passageTokens: 2,
	tokens: text.split(/(?= )/),
	activations: [0, 1]
});
const groups = groupsOf({
	clues: [clue(1, 'poems', 'The sea'), clue(2, 'recipes', 'Hot soup')],
	bands: [
		{ from: 0.75, to: 1, tokenCount: 3, clues: [] },
		{ from: 0.5, to: 0.75, tokenCount: 9, clues: [clue(3, 'poems', 'soup of stars')] }
	],
	nearMisses: [clue(4, 'letters', 'Dear Ann')]
});
const passages = (filter: Partial<typeof NO_FILTER>) =>
	filterGroups(groups, { ...NO_FILTER, ...filter }).flatMap(({ clues }) =>
		clues.map(({ passageId }) => passageId)
	);

it('keeps groups in their order and leaves empty ones out', () => {
	expect(groups.map(({ key }) => key)).toEqual(['top', 'band-0', 'band-1', 'near-miss']);
	expect(filterGroups(groups, NO_FILTER).map(({ key }) => key)).toEqual(['top', 'band-1', 'near-miss']);
	expect(groups[2]!.range).toEqual({ from: 0.5, to: 0.75, tokenCount: 9 });
});

it('filters by group, file and words over borders of tokens, all at once', () => {
	expect(passages({ source: 'poems' })).toEqual([1, 3]);
	expect(passages({ word: ' SOUP ' })).toEqual([2, 3]);
	expect(passages({ word: 'p of s' })).toEqual([3]);
	expect(passages({ word: 'soup', source: 'poems', group: 'band-1' })).toEqual([3]);
	expect(passages({ word: 'soup', group: 'near-miss' })).toEqual([]);
});

it('names the files once each', () => {
	expect(sourcesOf(groups)).toEqual(['letters', 'poems', 'recipes']);
});
