// The sentences of the tools around one's own text: which neurons fire on it, and changing it word by word; the style
// is that of texts.ts.

const number = new Intl.NumberFormat('en');
const count = (n: number, one: string, many: string): string => `${number.format(n)} ${n === 1 ? one : many}`;

export const toolTexts = {
	firing: {
		title: 'Which neurons fire on this text?',
		hint: 'All neurons of this layer at once, each by its share of its own corpus maximum.',
		go: 'Rank all neurons',
		busy: 'Ranking …',
		searchTitle: 'Search with your own text',
		searchHint:
			'Type anything. Your device runs the AI and finds the neurons that light up most. Your text stays with you.',
		label: 'A text to search with',
		placeholder: 'The cat sat on the mat …',
		search: 'Find the neurons',
		searching: 'Looking through all neurons …',
		found: (n: number) => `${count(n, 'neuron lights', 'neurons light')} up on it`,
		nothing: 'No neuron lights up clearly on this text. Try a longer or another one.',
		older: 'The list is for an earlier text.',
		on: 'lights up on',
		share: (percent: number) => `${percent}%`,
		shareSpoken: (percent: number) => `${percent}% of the brightest we know`,
		none: 'no explanation yet',
		neuron: (index: number) => `Neuron ${index}`
	},
	words: {
		title: 'Word by word',
		hint: 'Tap a token, then move, duplicate or delete it. Keys: arrows choose, Shift and an arrow moves, Delete deletes, Ctrl+Z undoes.',
		actions: 'Change the chosen token',
		/** Read out before the values that are seen. */
		chip: (word: string) => `“${word}”, activation`,
		changed: 'changed by ',
		left: 'Move left',
		right: 'Move right',
		duplicate: 'Duplicate',
		delete: 'Delete',
		undo: 'Undo',
		peak: (before: string, after: string, change: string) => `Peak ${before} → ${after} (${change})`
	}
};

export const laughTexts = {
	press: 'Made me laugh',
	count: (n: number) => `${number.format(n)} laughed`,
	/** Begins with the words that are seen, for those who speak to their device. */
	named: (text: string, n: number) =>
		n > 0 ? `${laughTexts.count(n)}: “${text}”. ${laughTexts.press}` : `${laughTexts.press}: “${text}”`
};

export const passageTexts = {
	whole: 'Show the whole passage',
	less: 'Hide the rest of the passage',
	failed: 'The passage could not be fetched.'
};

export const soundTexts = {
	title: 'Sound',
	on: 'Play sounds',
	hint: 'Short tones for right, wrong and a new level. Only on this device.'
};

export const senseTexts = {
	/** Of an explanation that speaks of some clues only. */
	covers: (words: readonly string[], n: number) =>
		words.length
			? `One sense of several: ${words.map((word) => `“${word}”`).join(', ')}`
			: `One sense of several: ${count(n, 'clue', 'clues')}`,
	choose: 'It fits only some of the clues',
	chooseHint: 'Some neurons have several senses. Tick the clues that your words are about.',
	clue: (n: number, word: string) => `Clue ${n}: “${word}”`,
	history: 'How it came to be',
	was: 'Was',
	written: 'Written',
	betters: 'Betters',
	better: 'Say it better',
	betterLabel: 'Your words',
	betterHint:
		'Within 15 minutes, and while nobody has judged it, the new words replace the old ones. Later they stand beside them.',
	save: 'Save',
	cancel: 'Cancel'
};
