// Every sentence of the pages that one reads: neurons, the map, boards, quests, profiles, settings, moderation. In one
// place, so that a translation replaces this file and nothing else; the style is that of texts.ts.

const number = new Intl.NumberFormat('en');
const count = (n: number, one: string, many: string): string => `${number.format(n)} ${n === 1 ? one : many}`;
const percent = (share: number, digits = 0): string => `${(100 * share).toFixed(digits)}%`;
const date = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' });
const dateTime = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

export const readTexts = {
	title: (page: string) => `${page} · Neuronpedia`,
	number: (n: number) => number.format(n),
	date: (iso: string) => date.format(new Date(iso)),
	dateTime: (iso: string) => `${dateTime.format(new Date(iso))} UTC`,
	nav: {
		label: 'Pages',
		menu: 'Menu',
		play: 'Play',
		explore: 'Explore',
		quests: 'Quests',
		leaderboard: 'Leaderboard',
		profile: 'Profile',
		settings: 'Settings',
		offline: 'Play offline',
		about: 'About',
		feedback: 'Feedback',
		api: 'API'
	},
	neuron: {
		title: (index: number) => `Neuron ${index}`,
		intro: (title: string) => `One tiny cell of an AI, from the collection “${title}”.`,
		explanations: 'What players say it likes',
		explanationsAdvanced: 'Explanations',
		none: 'Nobody has explained this neuron yet.',
		noneAction: 'Play, and you may be the first.',
		solved: (at: string) => `Solved on ${at}`,
		unclear: 'Players see no clear pattern here',
		open: (answers: number) =>
			answers === 0
				? 'Not answered yet'
				: `Still open · ${count(answers, 'player has', 'players have')} answered`,
		standing: (answers: number, noPattern: number, rating: number, deviation: number) =>
			`${count(answers, 'answer', 'answers')}, ${number.format(noPattern)} of them “no clear pattern” · Glicko-2 rating ${number.format(rating)} ± ${number.format(deviation)}`,
		score: (score: number, rounds: number) =>
			rounds === 0
				? 'Not tested yet'
				: `Right ${Math.round(100 * score)} times in 100 · tested in ${count(rounds, 'round', 'rounds')}`,
		votes: (up: number, down: number) => `${number.format(up)} up, ${number.format(down)} down`,
		by: (name: string) => `by ${name}`,
		best: 'Best so far',
		mine: 'Yours',
		hidden: 'Hidden until a moderator has looked. Only you see it.',
		removed: 'Removed by a moderator. Only you see it.',
		previous: 'Previous neuron',
		next: 'Next neuron',
		random: 'Any neuron',
		jump: 'Neuron number',
		go: 'Go',
		cells: 'Other neurons',
		layerAndModel: (layer: number, model: string) => `layer ${layer} of ${model}`,
		flag: {
			dead: 'dead: never above 0 on the corpus',
			noise: 'noise: its top passages have no more in common than passages drawn by chance',
			dense: 'dense: fires on so many tokens that passages can hardly tell what for',
			'few-exhibits': 'few exhibits: too few passages for full blind rounds'
		}
	},
	clues: {
		title: 'Clues',
		group: (key: string) =>
			({
				top: 'Where it glows most',
				'band-0': 'Bright',
				'band-1': 'Less bright',
				'band-2': 'Just glowing',
				'near-miss': 'Looks alike, but stays dark'
			})[key] ?? '',
		groupExact: (key: string, range: { from: number; to: number } | null) =>
			range
				? `${percent(range.from)} to ${percent(range.to)} of the maximum`
				: key === 'top'
					? 'Top activating passages'
					: 'Near misses: similar passages below 5% of the maximum',
		tokenShare: (tokens: number, total: number) =>
			`${count(tokens, 'token', 'tokens')} of ${number.format(total)} (${percent(total ? tokens / total : 0, 3)})`,
		more: (n: number) => `Show ${count(n, 'more', 'more')}`,
		fewer: 'Show fewer',
		remix: 'Change this text',
		remixNamed: (n: number) => `Change this text: passage ${n}`,
		meta: (peak: string, source: string, passage: number) =>
			`peak ${peak} · from ${source} · passage ${passage}`,
		filters: 'Filter the clues',
		group_: 'Band',
		source: 'Corpus file',
		word: 'Contains',
		all: 'All',
		found: (n: number) => count(n, 'clue', 'clues'),
		nothing: 'No clue passes these filters.',
		clear: 'Clear filters',
		dead: 'This neuron never lights up on our texts, so there are no clues.'
	},
	histogram: {
		title: 'Histogram of activations',
		caption: 'All tokens of the corpus in 50 equal bins; the height is the logarithm of the count.',
		label: (total: number, min: string, max: string, top: number) =>
			`Histogram of ${number.format(total)} tokens from ${min} to ${max}; ${count(top, 'token', 'tokens')} in the highest bin.`,
		fires: 'fires',
		yours: 'your text'
	},
	statistics: {
		title: 'Statistics',
		corpus: (tokens: number, passages: number) =>
			`Over ${count(tokens, 'token', 'tokens')} in ${count(passages, 'passage', 'passages')}; the first position of each passage is left out.`,
		max: 'Maximum',
		min: 'Minimum',
		mean: 'Mean',
		deviation: 'Standard deviation',
		skewness: 'Skewness',
		kurtosis: 'Kurtosis (normal: 3)',
		firingTokens: 'Tokens at 25% of the maximum or more',
		firingPassages: 'Passages that fire',
		quietPassages: 'Quiet passages (below 5%)',
		coherence: 'Coherence of the top passages (0 to 1)',
		difficulty: 'Difficulty before play (0 to 1)',
		of: (n: number, total: number) =>
			`${number.format(n)} (${percent(total ? n / total : 0, n / (total || 1) < 0.01 ? 3 : 1)})`,
		sources: 'Firing passages by corpus file'
	},
	tokens: {
		top: 'Tokens by mean activation',
		topHint: 'Tokens that the corpus holds at least three times.',
		token: 'Token',
		mean: 'Mean',
		times: 'Times',
		cosine: 'Cosine',
		effect: 'Effect',
		reads: 'Reads',
		readsHint: 'Cosine between the neuron’s input direction and token embeddings.',
		writes: 'Writes',
		writesHint:
			'The neuron’s output direction times the unembedding: next tokens it makes likelier or less likely.',
		highest: 'Highest',
		lowest: 'Lowest'
	},
	similar: {
		title: 'Similar neurons',
		byInput: 'By input weights (cosine)',
		byActivation: 'By activation on the corpus (Pearson)',
		peak: 'top token',
		none: 'None.'
	},
	reuse: {
		title: 'Use it elsewhere',
		copy: 'Copy as JSON',
		copied: 'Copied',
		copyFailed: 'Copying did not work. Open the file instead.',
		open: 'Open as JSON',
		cite: 'Cite this neuron',
		copyCitation: 'Copy citation',
		citation: (entry: {
			campaign: string;
			layer: number;
			index: number;
			model: string;
			url: string;
			root: string;
			year: number;
		}) =>
			`@misc{neuronpedia-${entry.campaign}-${entry.layer}-${entry.index},
  title  = {Neuron ${entry.index} of layer ${entry.layer}, ${entry.model}},
  author = {{Neuronpedia players}},
  year   = {${entry.year}},
  url    = {${entry.url}},
  note   = {Campaign ${entry.campaign}, files ${entry.root}. CC0 1.0}
}`
	},
	missing: {
		neuronTitle: 'No neuron lives here',
		neuron: 'There is no neuron with this number in this collection.',
		explore: 'Look at the map'
	}
};
