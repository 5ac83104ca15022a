// A neuron's clues in groups by how strongly it fires, and the filters over them. Pure.
import type { ActivationRecord } from '../interp/neuron.ts';

/** A clue as the campaign's reader gives it; see Clue there. */
export interface GroupedClue extends ActivationRecord {
	passageId: number;
	source: string;
	peak: number;
	firstToken: number;
	passageTokens: number;
}

export type GroupKey = 'top' | 'band-0' | 'band-1' | 'band-2' | 'near-miss';

export interface ClueGroup {
	key: GroupKey;
	/** Shares of the maximum that the group lies between; null for the top and the near misses. */
	range: { from: number; to: number; tokenCount: number } | null;
	clues: GroupedClue[];
}

export interface ClueFilter {
	/** A group's key, a corpus file, a piece of text; '' for all. */
	group: string;
	source: string;
	word: string;
}

export const NO_FILTER: ClueFilter = { group: '', source: '', word: '' };

interface Grouped {
	clues: GroupedClue[];
	bands: { from: number; to: number; tokenCount: number; clues: GroupedClue[] }[];
	nearMisses: GroupedClue[];
}

/** All groups, strongest first. */
export function groupsOf({ clues, bands, nearMisses }: Grouped): ClueGroup[] {
	return [
		{ key: 'top', range: null, clues },
		...bands.map(({ clues, ...range }, i): ClueGroup => ({ key: `band-${i}` as GroupKey, range, clues })),
		{ key: 'near-miss', range: null, clues: nearMisses }
	];
}

function matches(clue: GroupedClue, { source, word }: ClueFilter): boolean {
	if (source && clue.source !== source) return false;
	return clue.tokens.join('').toLowerCase().includes(word.trim().toLowerCase());
}

/** The groups with only those clues that the filter lets through; groups that lose all are left out. */
export function filterGroups(groups: ClueGroup[], filter: ClueFilter): ClueGroup[] {
	return groups
		.filter(({ key }) => !filter.group || key === filter.group)
		.map((group) => ({ ...group, clues: group.clues.filter((clue) => matches(clue, filter)) }))
		.filter(({ clues }) => clues.length > 0);
}

/** The corpus files that clues come from, in the order of the alphabet. */
export function sourcesOf(groups: ClueGroup[]): string[] {
	return [...new Set(groups.flatMap(({ clues }) => clues.map(({ source }) => source)))].sort();
}
