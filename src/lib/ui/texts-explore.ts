// The sentences of the map, the lists and the search; the style is that of texts.ts.

const number = new Intl.NumberFormat('en');
const count = (n: number, one: string, many: string): string => `${number.format(n)} ${n === 1 ? one : many}`;

export const exploreTexts = {
	number: (n: number) => number.format(n),
	title: 'Explore',
	intro: 'Every square is one neuron. The fuller the square, the better players have explained it.',
	facts: (title: string, neurons: number) => `${title}: ${count(neurons, 'neuron', 'neurons')}.`,
	map: {
		title: 'The map',
		role: 'map of neurons',
		label: (n: number) => `Map of ${count(n, 'neuron', 'neurons')}`,
		how: 'Tap a square to see which neuron it is. With a keyboard: arrow keys move, plus and minus zoom, Enter opens.',
		in: 'Zoom in',
		out: 'Zoom out',
		chosen: (index: number, state: string) => `Neuron ${index}: ${state.toLowerCase()}`,
		open: 'Open this neuron',
		state: {
			new: 'Not answered yet',
			begun: 'Begun',
			fair: 'Good idea found',
			solved: 'Solved',
			unclear: 'No clear pattern',
			dead: 'Never lights up'
		},
		failed: 'The map could not be drawn.'
	},
	lists: {
		title: 'Lists',
		kind: {
			unsolved: 'Easy and unsolved',
			contested: 'Contested',
			solved: 'Solved lately',
			funny: 'Funniest'
		},
		hint: {
			unsolved: 'Clear patterns that nobody has nailed yet.',
			contested: 'Players disagree: two explanations are close.',
			solved: 'Explanations that held up when players tested them.',
			funny: 'Explanations that made most players laugh. Being right is another matter.'
		},
		empty: {
			unsolved: 'Everything here is solved. Wow!',
			contested: 'No quarrels at the moment.',
			solved: 'Nothing is solved yet. The first one could be yours.',
			funny: 'Nobody has laughed yet. Somebody must begin.'
		},
		neuron: (index: number) => `Neuron ${index}`,
		none: 'no explanation yet',
		more: (n: number) => `${number.format(n)} more`,
		answers: (n: number) => count(n, 'answer', 'answers')
	},
	search: {
		title: 'Search in explanations',
		label: 'Words to look for',
		placeholder: 'sea, colours, names …',
		go: 'Search',
		found: (n: number, words: string) => `${count(n, 'explanation', 'explanations')} with “${words}”`,
		nothing: (words: string) => `No explanation has the words “${words}”. Try fewer or other words.`
	}
};
