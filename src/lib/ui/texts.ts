// Every sentence the player reads, in one place, so that a translation replaces this file and nothing else.
// Simple mode's words are meant for a twelve-year-old; what only advanced mode shows may be exact.

const number = new Intl.NumberFormat('en');
const count = (n: number, one: string, many: string): string => `${number.format(n)} ${n === 1 ? one : many}`;

export const texts = {
	site: {
		name: 'Neuronpedia',
		description:
			'A game: look at the words that make one tiny cell of an AI light up, and say what they have in common.',
		home: 'Neuronpedia, home',
		skipToContent: 'Skip to the content',
		noScript: 'You can read this page as it is. To play, turn on JavaScript.'
	},
	dialog: { close: 'Close' },
	mode: { label: 'Mode', simple: 'Simple', advanced: 'Advanced' },
	puzzle: {
		title: 'What makes this neuron light up?',
		intro:
			'A neuron is one tiny cell inside an AI. It glows on some words and stays dark on others. What do the glowing words have in common?',
		introAdvanced:
			'Each token is coloured by this neuron’s activation, as a share of its maximum over the corpus.',
		clues: 'Clues',
		clueNumber: (n: number) => `Clue ${n}`,
		legendDark: 'dark',
		legendBright: 'glowing',
		legendNegative: 'below zero',
		moreClues: (n: number) => `${count(n, 'more clue', 'more clues')}`,
		fewerClues: 'Fewer clues',
		wholePassage: 'Show the whole passage',
		shortPassage: 'Show less',
		tryText: 'Try this text',
		noClues: 'This neuron has no clues yet. Take the next one.',
		loading: 'Finding a neuron …'
	},
	activation: {
		passage: (peakWord: string, value: string) => `Passage. Brightest word: “${peakWord}”, glow ${value}.`,
		passageAdvanced: (peakWord: string, value: string) =>
			`Passage. Peak token: “${peakWord}”, activation ${value}.`,
		quietPassage: 'Passage. No word glows.',
		howTo: 'Use the arrow keys to read the value of each word.',
		glow: (value: string, percent: number) => `glow ${value} · ${percent}%`,
		exact: (value: string, percent: number, index: number) =>
			`${value} · ${percent}% of max · token ${index}`,
		peak: 'peak',
		token: 'token',
		source: 'from'
	},
	answer: {
		question: 'Which one fits best?',
		questionHint: 'Tap the one that fits. That is your vote, and you can change it.',
		yours: 'Yours',
		ownTitle: 'None of these? Write your own.',
		firstTitle: 'Be the first to explain it',
		firstHint: 'Nobody has explained this neuron yet.',
		fieldLabel: 'It lights up on …',
		placeholder: 'words about the sea',
		send: 'Send my answer',
		sending: 'Sending …',
		tooShort: 'A little more, please: at least 3 letters.',
		tooLong: (over: number) => `Too long by ${count(over, 'letter', 'letters')}.`,
		length: (used: number, max: number) => `${used} / ${max}`,
		lengthSpoken: (used: number, max: number) => `${used} of ${max} letters used`,
		skip: 'Skip',
		toAnswer: 'Answer'
	},
	reveal: {
		title: 'Here is what others think',
		titleFirst: 'You are the first here!',
		firstHint: 'Your answer now waits for the next players.',
		yourVote: 'Your vote',
		yours: 'Yours',
		votes: (n: number) => count(n, 'vote', 'votes'),
		votesExact: (up: number, down: number) => `${up} up, ${down} down`,
		choose: 'Vote for this instead',
		chooseFirst: 'I agree',
		/** Begins with the words that are seen, for those who speak to their device. */
		chooseNamed: (seen: string, text: string) => `${seen}: “${text}”`,
		writeOwn: 'Write my own too',
		next: 'Next neuron',
		nextHint: 'or press Enter'
	},
	progress: {
		answered: (n: number) => (n === 0 ? 'Your first neuron' : `${count(n, 'neuron', 'neurons')} answered`)
	},
	history: { title: 'Your answers', neuron: (index: number) => `Neuron ${index}` },
	custom: {
		title: 'Try your own text',
		hint: 'The model runs on your own device. Nothing you type here is sent.',
		label: 'Your text',
		placeholder: 'Type something this neuron might like …',
		loading: 'Loading the AI',
		bytes: (loaded: string, total: string) => `${loaded} of ${total} MB`,
		starting: 'Starting the model …',
		computing: 'Computing …',
		runtimeWasm: (threads: number) => `WASM, ${count(threads, 'thread', 'threads')}`,
		runtimeWebgpu: 'WebGPU',
		elapsed: (ms: number) => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`,
		tokens: (n: number) => count(n, 'token', 'tokens'),
		cut: (kept: number, total: number) =>
			`Cut to the first ${number.format(kept)} of ${number.format(total)} tokens: the model reads no more at once.`,
		meter: 'Highest activation of your text',
		meterValue: (value: string, percent: number, max: string) =>
			`${value}, ${percent}% of the corpus maximum ${max}`,
		record: 'Brighter than the whole corpus!',
		clear: 'Clear',
		retry: 'Load again',
		exact: 'Exact values (larger download)',
		selfTest: 'Self-test',
		selfTestRunning: 'Testing …',
		selfTestPassed: (texts: number, error: string, tolerance: string) =>
			`Passed: ${count(texts, 'text', 'texts')}, largest difference from the reference ${error} (allowed ${tolerance})`,
		selfTestFailed: (error: string, tolerance: string) =>
			`Failed: this browser is ${error} off where ${tolerance} is allowed. Do not trust its values.`,
		evidence: 'Save as evidence'
	},
	neuron: {
		name: (layer: number, index: number) => `blocks.${layer}.mlp.hook_post #${index}`,
		model: 'Model',
		max: 'Max',
		min: 'Min',
		peak: 'Top clue'
	},
	problem: {
		offlineTitle: 'You seem to be offline',
		offline: 'Your answer is still here. Check the connection and try again.',
		serverTitle: 'That did not work',
		dealTitle: 'The next neuron did not arrive',
		deal: 'Check the connection and try again.',
		retry: 'Try again',
		finishedTitle: 'You have seen them all!',
		finished:
			'Every neuron of this collection has been in front of you. That is rare. Come back later for new ones.',
		emptyTitle: 'No puzzles yet',
		empty: 'This server has no neurons to show yet. Prepare a campaign and reload.'
	},
	error: {
		notFoundTitle: 'Nothing lights up here',
		notFound: 'There is no page at this address. It may have moved, or the link has a typo.',
		title: 'A fuse blew',
		text: 'Something went wrong on our side. Reload the page, or play another neuron.',
		home: 'Play a neuron'
	}
};
