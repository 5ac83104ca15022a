// The sentences about playing without a connection, keeping things on the device and new versions; the style is that
// of texts.ts.

const number = new Intl.NumberFormat('en');
const count = (n: number, one: string, many: string): string => `${number.format(n)} ${n === 1 ? one : many}`;
/** Megabytes, one digit after the point below a hundred; gigabytes from a thousand of them. */
const megabytes = (bytes: number): string =>
	bytes < 1e9 ? `${(bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;

export const offlineTexts = {
	title: 'Play offline',
	intro:
		'Keep the game on this device, and it works without the internet: on a train, on a farm, in a cellar.',
	needsServerTitle: 'This page needs the internet',
	needsServer: 'You are offline, and this page comes from the server. The kept puzzles still work.',
	damagedTitle: 'A kept file is damaged',
	nothingKept: 'Nothing is kept on this device yet. Once you are online, choose “Play offline” in the menu.',
	queued: {
		title: 'Your answer is safe',
		hint: 'The server does not answer, so your answer waits on this device. It is sent by itself later, and then you will find it under “Your answers”.',
		check: 'Your round waits on this device. It counts once the server has it.',
		vote: 'Your vote waits on this device. It counts once the server has it.'
	},
	daily: {
		kept: 'You are offline: this is today’s neuron as it was kept here. Your answer is sent later.',
		unknown:
			'Only the server knows which neuron is today’s, and it does not answer. The kept puzzles can be played as ever.',
		streak:
			'Your streak is kept by the server: it counts the day on which your answer reaches it, so come online before the day is over.'
	},
	checkNeedsServer:
		'The server deals each round, so that nobody knows the truth before, and it does not answer now. Rounds that you have finished are safe.',
	/** On a neuron's page. */
	explanationsUnknown: 'What players say of this neuron comes from the server, which does not answer now.',
	/** The header's sign. */
	state: {
		label: 'Offline and waiting',
		offline: 'Offline',
		offlineWaiting: (n: number) => `Offline: ${count(n, 'thing waits', 'things wait')} to be sent`,
		waiting: (n: number) => `${count(n, 'thing waits', 'things wait')} to be sent`,
		returned: (n: number) => `${count(n, 'answer', 'answers')} came back`
	},
	keep: {
		title: 'Keep for offline',
		what: 'Kept are the neurons with their texts, a stock of answers to choose from, and the AI itself, so that your own text works too.',
		phase: {
			looking: 'Looking …',
			unsupported:
				'This browser cannot keep the game: it may be a private window, or a page that did not come over https.',
			unknown: 'The server does not answer, so its size is not known now.',
			absent: 'Not on this device.',
			part: 'A part of it is on this device.',
			keeping: 'Fetching …',
			waiting: 'The line is gone. It goes on by itself when the line is back.',
			kept: 'On this device. You can play it offline.',
			full: 'There is no room left on this device. Remove something, then go on.',
			failed: 'That did not work.'
		},
		size: (bytes: number) => `It takes ${megabytes(bytes)}.`,
		missing: (bytes: number) => `${megabytes(bytes)} are missing.`,
		takes: (bytes: number) => `It takes ${megabytes(bytes)}.`,
		free: (bytes: number) => `This browser has room for ${megabytes(bytes)}.`,
		tooLarge: (bytes: number) => `That is more than this browser has room for (${megabytes(bytes)}).`,
		mayBeCleared: 'When this device runs out of room, the browser may clear it. An installed game is safer.',
		progress: (kept: number, total: number) => `${megabytes(kept)} of ${megabytes(total)}`,
		progressLabel: 'Kept so far',
		start: 'Keep for offline',
		goOn: 'Go on',
		pause: 'Pause',
		check: 'Check every file',
		remove: 'Remove',
		damaged: 'These files were damaged. They were taken away and fetched anew:'
	},
	outbox: {
		waitingTitle: 'Waiting to be sent',
		nothing: 'Nothing waits.',
		play: 'Play a neuron',
		returnedTitle: 'Came back',
		returnedHint:
			'The server could not take these. Your words are not lost: copy them if you want to try again.',
		copy: 'Copy my words',
		dismiss: 'I have seen it',
		neuron: (index: number) => `Neuron ${index}`,
		what: {
			cast_vote: 'Your vote',
			submit_explanation: 'Your answer',
			answer_no_pattern: 'Your answer: no clear pattern',
			finish_check: 'Your finished round',
			finish_intruder: 'Your finished round'
		}
	},
	/** The engine could not keep the model's files. */
	modelFull:
		'There is no room on this device to keep the AI, so it is loaded anew each time. Free some room, or remove something under “Play offline”.',
	version: { ready: 'There is a new version of the game.', reload: 'New version: reload' },
	megabytes
};
