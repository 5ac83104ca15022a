// Every sentence of the pages that are played, beside texts.ts and in its style.
import type { Verdict } from '../game/verdict.ts';

const number = new Intl.NumberFormat('en');
const count = (n: number, one: string, many: string): string => `${number.format(n)} ${n === 1 ? one : many}`;
const percent = (share: number): string => `${Math.round(100 * share)}%`;

const verdicts: Record<Verdict, string> = {
	untested: 'Not tested yet',
	proven: 'Proven in tests',
	promising: 'Does well in tests',
	unsure: 'The tests cannot tell yet',
	poor: 'Fails in tests'
};

export const playTexts = {
	nav: {
		label: 'Games',
		play: 'Explain',
		daily: 'Daily',
		check: 'Check',
		light: 'Light it up',
		progress: 'You'
	},
	clues: {
		more: (n: number) => count(n, 'more clue', 'more clues'),
		longer: 'Show more of this text',
		shorter: 'Show less of this text'
	},
	answer: {
		noPattern: 'No clear pattern',
		noPatternHint: 'Some neurons really have none. Saying so is a good answer too.'
	},
	score: {
		verdict: (verdict: Verdict) => verdicts[verdict],
		/** Advanced: posterior mean of balanced accuracy with its 90 % interval. */
		exact: (score: number, low: number, high: number, rounds: number) =>
			`score ${score.toFixed(2)} (90% interval ${low.toFixed(2)} to ${high.toFixed(2)}, n = ${rounds})`,
		spoken: (score: number, low: number, high: number) =>
			`${percent(score)}, most likely between ${percent(low)} and ${percent(high)}; guessing gives 50%`,
		rounds: (n: number) => count(n, 'test round', 'test rounds')
	},
	reveal: {
		crowd: (answers: number, noPattern: number) =>
			answers <= 1
				? 'You are the first player to answer here.'
				: `${count(answers, 'player', 'players')} answered. ${
						noPattern === 0
							? 'Nobody says there is no pattern.'
							: `${number.format(noPattern)} of them ${noPattern === 1 ? 'says' : 'say'} there is no clear pattern.`
					}`,
		noPatternTitle: 'You see no clear pattern',
		solved: 'Players agree: this neuron is explained.',
		unclear: 'Many players agree: no clear pattern here.',
		pointsVote: (points: number) =>
			`If tests by other players prove your choice right, you earn about ${count(points, 'point', 'points')}. The fewer others believed it, the more.`,
		pointsOwn:
			'Other players will now test your words. The better they predict where it lights up, the more points: up to 100.',
		pointsNoPattern: (points: number) =>
			`If others come to see no pattern either, you earn about ${count(points, 'point', 'points')}.`,
		gained: (points: number) => `+${count(points, 'point', 'points')}`,
		breakIt: 'Find a text that proves one of these wrong'
	},
	daily: {
		title: 'Daily neuron',
		intro:
			'One neuron a day, the same for everyone. Five quick rounds: which text lights it up most? You get one clue more each time.',
		round: (round: number, all: number) => `Round ${round} of ${all}`,
		clues: (n: number) => (n === 1 ? 'Your clue' : `Your ${n} clues`),
		question: 'Which of these four lights it up most?',
		won: 'Yes! That one is the brightest.',
		lost: 'Not this time. The brightest one has the star.',
		strength: (percent: number) => `lights up ${Math.max(0, percent)}%`,
		yours: 'Your pick',
		brightest: 'Brightest',
		next: 'Next round',
		toAnswer: 'What is it, then?',
		answerTitle: 'One thing is left: say what makes today’s neuron light up.',
		toResult: 'See my result',
		result: (won: number, all: number) => `${won} of ${all}`,
		resultHint: 'rounds won today',
		strip: (won: readonly boolean[]) => `Your rounds: ${won.map((is) => (is ? 'won' : 'missed')).join(', ')}`,
		dateOf: (day: string) =>
			new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' }).format(
				new Date(`${day}T00:00Z`)
			),
		nextIn: 'Next neuron in',
		nextReady: 'The next neuron is here',
		reload: 'Play it',
		streak: 'Days in a row',
		freezes: 'Freezes',
		freezeHint:
			'A freeze saves your streak when you miss one day. Every seventh day in a row brings it back.',
		streakHint: 'Any answer or finished round counts for your streak, here or anywhere in the game.',
		statistics: 'Your daily neurons on this device',
		played: 'Played',
		average: 'Average',
		best: 'Longest streak',
		days: (n: number) => count(n, 'day', 'days'),
		share: 'Share it without giving anything away',
		copy: 'Copy the result',
		copied: 'Copied',
		image: 'Share as an image',
		saveImage: 'Save as an image',
		shareFailed: 'This browser would not let the result out.',
		missing: 'There is no daily neuron here today. Come back tomorrow, or play any other neuron.',
		elsewhere: 'Play another neuron'
	},
	tutorial: {
		title: 'Learn it in a minute',
		offer: 'New here? Learn how to read a neuron in one minute.',
		offerStart: 'Show me how',
		offerDismiss: 'Not now',
		skip: 'Skip the tutorial',
		step: (step: number, all: number) => `Step ${step} of ${all}`,
		intruderQuestion: 'Three of these texts light up the same tiny cell of an AI. Which one does not?',
		intruderHint: 'Look for a word that three of them share. Tap the odd one out.',
		intruderRight: 'Right! Here are the lights: the brighter a word, the more the cell reacts.',
		intruderWrong: 'Not that one. The dark one has the dashed frame: the cell finds nothing there.',
		choiceQuestion: 'Another cell. What do its glowing words have in common?',
		choiceOption: (word: string) => `the word “${word}”`,
		choiceRight: 'Exactly. That is an explanation: it says when the cell lights up.',
		choiceWrong: (word: string) => `Look at the brightest words again: they are “${word}”.`,
		ownQuestion: 'Your turn: what lights up this one?',
		ownLabel: 'It lights up on …',
		ownSend: 'That is it',
		ownDone: (word: string) =>
			`We would say: the word “${word}”. Did you mean the same? Most cells are harder: a topic, a kind of word, half a word. Your own words are what counts.`,
		next: 'Go on',
		doneTitle: 'You can do it!',
		done: 'Real cells come now. Other players will vote on your words and test them, and together you find out what an AI is made of.',
		play: 'Play',
		again: 'Once more',
		missing: 'There is nothing to practise on here yet. Just play: the first cells are easy.'
	},
	check: {
		title: 'Check an explanation',
		intro:
			'You see what one player wrote about a neuron, and six texts without any colours. Tap the texts that you think make it light up. Then the lights go on. That is how we find out which explanations are any good.',
		introAdvanced:
			'A blind detection round: six unmarked passages, two to four of which reach a quarter of the neuron’s corpus maximum. Balanced accuracy over many players ranks the explanation.',
		start: 'Start a round',
		rounds: (n: number) => `${count(n, 'round', 'rounds')} played so far.`,
		claim: 'One player says: this neuron lights up on',
		question: 'If that is true, which of these texts light it up? Tap as many as you like.',
		done: (picked: number) => (picked === 0 ? 'None of them' : picked === 1 ? 'This one' : `These ${picked}`),
		verdict: (fires: boolean, picked: boolean) =>
			fires
				? picked
					? 'It lights up: you found it'
					: 'It lights up: you missed it'
				: picked
					? 'It stays dark: not this one'
					: 'It stays dark: rightly left out',
		right: (right: number, all: number) => `${right} of ${all} right`,
		points: ({
			points,
			isCalibration,
			isGold
		}: {
			points: number;
			isCalibration: boolean;
			isGold: boolean;
		}) => {
			const earned = points > 0 ? `+${count(points, 'point', 'points')}. ` : '';
			if (isGold) return `${earned}This explanation is well known: the round was to see how well you judge.`;
			if (isCalibration) return 'Your first three rounds are for practice: they count for nobody’s score.';
			return points > 0
				? `${earned}Your round told us something new about this explanation.`
				: 'Your round counts. It told us what we knew already, so it brings no points.';
		},
		exact: (accuracy: number, rating: number) =>
			`balanced accuracy ${accuracy.toFixed(2)}, your rating ${Math.round(rating)} (Glicko-2)`,
		next: 'Next round',
		none: 'There is nothing for you to check right now: no other player has explained a neuron that you could judge.',
		explainInstead: 'Explain one yourself'
	},
	light: {
		title: 'Light it up',
		intro: (words: number) =>
			`Write at most ${words} words that make this neuron glow as brightly as you can. The AI runs on your own device: watch the meter while you type.`,
		label: 'Your words',
		placeholder: 'Start from the glowing words of a clue …',
		words: (used: number, most: number) => `${used} of ${most} words`,
		tooMany: (over: number) => `${count(over, 'word', 'words')} too many.`,
		meter: (percent: number) => `${Math.max(0, percent)}% of the brightest text we know`,
		meterExact: (peak: string, max: string) => `activation ${peak}, corpus maximum ${max}`,
		toBeat: (percent: number) => `To beat: ${percent}%`,
		empty: 'Type, and the meter moves.',
		send: 'Enter my record',
		checking: 'Measuring it again on the server …',
		record: 'It is a record! Measured again on the server, and kept.',
		beatsCorpus: 'Brighter than all texts we know. That is rare.',
		notQuite: 'The server measured a little less than the record. Try a bit more.',
		records: 'Records of this neuron',
		noRecords: 'No records yet. The first one must reach half of the brightest text we know.',
		by: (name: string | null) => name ?? 'a player',
		other: 'Another neuron',
		hints: 'Clues to start from'
	},
	break: {
		title: 'Break it',
		intro:
			'Find a text that proves an explanation wrong: one that it says should light the neuron up but does not, or the other way round. The AI on your device answers at each key press; the server measures again before it counts.',
		choose: '1. Which explanation?',
		none: 'Nobody has explained this neuron yet, so there is nothing to break.',
		write: '2. Your text',
		placeholder: 'A text that it gets wrong …',
		says: '3. What does the explanation say about your text?',
		saysFires: 'It should light up',
		saysDark: 'It should stay dark',
		fires: (percent: number) => `The neuron lights up (${percent}%).`,
		dark: (percent: number) => `The neuron stays dark (${Math.max(0, percent)}%).`,
		threshold: 'It counts as lit from a quarter of the brightest text we know.',
		broken: 'That breaks it! Send it in, and the server measures again.',
		fits: 'The explanation is right about this text. Try another one.',
		send: 'Send the proof',
		checking: 'Measuring it again on the server …',
		confirmed: 'Confirmed. Your text now stands beside the explanation as proof against it.',
		known: 'Confirmed, but this very text was sent in before.',
		refuted:
			'The server measured differently: for it the explanation is right about this text. Nothing was counted.',
		back: 'Explain a neuron'
	},
	history: {
		title: 'Your progress',
		answers: 'Your answers',
		none: 'Nothing yet. Your first neuron is one tap away.',
		play: 'Play a neuron',
		later: 'Older answers are kept, but not listed here.',
		kind: {
			vote: 'you voted',
			explanation: 'you wrote an explanation',
			'no-pattern': 'you saw no clear pattern'
		},
		on: (date: string) => new Intl.DateTimeFormat('en', { dateStyle: 'medium' }).format(new Date(date)),
		figures: {
			points: 'Points',
			answered: 'Neurons answered',
			rounds: 'Test rounds',
			streak: 'Days in a row',
			streakBest: 'Longest streak',
			freezes: 'Freezes',
			rating: 'Rating (Glicko-2)'
		},
		rating: (rating: number, deviation: number, isProvisional: boolean) =>
			`${rating} ± ${2 * deviation}${isProvisional ? ', provisional' : ''}`,
		badges: 'Badges',
		earned: (date: string) => `earned ${date}`,
		toEarn: 'not yet'
	},
	badges: {
		'first-answer': 'First answer',
		'ten-neurons': 'Ten neurons',
		'hundred-neurons': 'A hundred neurons',
		'ten-rounds': 'Ten test rounds',
		'hundred-rounds': 'A hundred test rounds',
		'week-in-a-row': 'A week in a row',
		'month-in-a-row': 'A month in a row',
		solver: 'Your words solved a neuron',
		'light-maker': 'Brighter than every known text',
		quest: 'A quest reached'
	},
	progress: {
		level: (level: number) => `Level ${level}`,
		points: (n: number) => count(n, 'point', 'points'),
		streak: (days: number) =>
			days === 0 ? 'No days in a row yet' : `${count(days, 'day', 'days')} in a row`,
		toNext: (gained: number, span: number) =>
			`${number.format(gained)} of ${number.format(span)} to the next level`
	}
};
