// Every sentence of explanation pages, shared links, embeds and offline play, in one place, so that a translation
// replaces this file and nothing else; the style is that of texts.ts.
import type { EvidenceItem } from './evidence-item.ts';

const number = new Intl.NumberFormat('en');
const count = (n: number, one: string, many: string): string => `${number.format(n)} ${n === 1 ? one : many}`;
const percent = (share: number): string => `${Math.round(100 * share)}%`;

const game =
	'A game: look at the words that make one tiny cell of an AI light up, and say what they have in common.';
const pageHeads: Record<string, { title: string; description: string }> = {
	'/': { title: 'Neuronpedia', description: game },
	'/tutorial': {
		title: 'Learn it in a minute · Neuronpedia',
		description: `Three short rounds to begin with. ${game}`
	},
	'/check': {
		title: 'Check an explanation · Neuronpedia',
		description:
			'On which of six texts does the neuron light up? So explanations are tested, blind, by people.'
	},
	'/daily': {
		title: 'Daily neuron · Neuronpedia',
		description: 'Five quick rounds, the same for everyone today. Which passage lights the neuron up most?'
	},
	'/light': {
		title: 'Light it up · Neuronpedia',
		description: 'Beat the brightest text known to light up a neuron, in at most twelve words.'
	},
	'/light/[index]': {
		title: 'Light it up · Neuronpedia',
		description: 'Beat the brightest text known to light up this neuron, in at most twelve words.'
	},
	'/break/[index]': {
		title: 'Break it · Neuronpedia',
		description:
			'Find a text that an explanation of this neuron gets wrong. Your own device proves it at once.'
	},
	'/explore': {
		title: 'Explore · Neuronpedia',
		description: 'The map of all neurons, coloured by how well they are explained, with lists and search.'
	},
	'/quests': {
		title: 'Quests · Neuronpedia',
		description: 'Contests with a goal and a last day, for all who play.'
	},
	'/leaderboard': {
		title: 'Leaderboard · Neuronpedia',
		description: 'Who found out most about the neurons of an AI: by day, week and month, region and country.'
	},
	'/about': {
		title: 'About · Neuronpedia',
		description:
			'What a neuron is, why explaining neurons helps to make AI safe, how scores are computed, and what is kept of you.'
	},
	'/api': {
		title: 'API · Neuronpedia',
		description: 'Neurons, explanations, scores and evidence for programs: addresses, formats and limits.'
	},
	'/feedback': { title: 'Feedback · Neuronpedia', description: 'Tell us what is broken, unclear or missing.' }
};

export const linkTexts = {
	explanation: {
		title: (text: string) => `“${text}”`,
		lead: (index: number) => `What players say neuron ${index} likes`,
		leadExact: (layer: number, index: number, model: string) =>
			`Explanation of blocks.${layer}.mlp.hook_post #${index}, ${model}`,
		toNeuron: (index: number) => `All about neuron ${index}`,
		facts: 'How good is it?',
		votes: (up: number, down: number) =>
			`${count(up, 'player agrees', 'players agree')}, ${number.format(down)} do not`,
		by: (name: string) => `by ${name}`,
		mine: 'This one is yours.',
		hidden: 'Hidden until a moderator has looked. Only you see it.',
		removed: 'Removed by a moderator. Only you see it.',
		agree: 'I agree',
		disagree: 'I do not agree',
		agreed: 'You agree',
		disagreed: 'You do not agree',
		breakIt: 'Can you break it?',
		covers: (n: number) => `It speaks of ${count(n, 'clue', 'clues')} only: the neuron may have other sides.`
	},
	evidence: {
		title: 'Put to the test',
		titleAdvanced: 'Evidence',
		none: 'Nobody has put it to the test yet.',
		intro: (fits: number, all: number) =>
			`Texts that players tried and the server measured: ${number.format(fits)} fit, ${number.format(all - fits)} break it.`,
		stance: ({ stance }: Pick<EvidenceItem, 'stance'>) => (stance === 'for' ? 'Fits' : 'Breaks it'),
		said: ({ predictsFiring, fires }: Pick<EvidenceItem, 'predictsFiring' | 'fires'>) =>
			`It should ${predictsFiring ? 'glow' : 'stay dark'}, and it ${fires ? 'glows' : 'stays dark'}`,
		peak: (peak: number) => `peak ${peak.toFixed(4)}`,
		run: 'Run it again here',
		/** Begins with the words that are seen, for those who speak to their device. */
		runNamed: (seen: string, text: string) => `${seen}: “${text}”`,
		runAll: (n: number) => (n === 1 ? 'Run it on this device' : `Run all ${number.format(n)} on this device`),
		running: 'Running …',
		here: (fires: boolean, recorded: boolean) =>
			fires === recorded
				? `Your device finds the same: it ${fires ? 'glows' : 'stays dark'}.`
				: `Your device finds something else: it ${fires ? 'glows' : 'stays dark'}.`,
		difference: (peak: number, most: number | null) =>
			`peak here ${peak.toFixed(4)} · ` +
			(most === null
				? 'other tokens than recorded'
				: `largest difference over all tokens ${most.toExponential(1)}`)
	},
	history: {
		title: 'How it came to be',
		written: 'Written',
		was: 'It was',
		betters: 'It betters'
	},
	report: {
		open: 'Report',
		done: 'Reported',
		/** Begins with the words that are seen, for those who speak to their device. */
		named: (seen: string, text: string) => `${seen}: “${text}”`,
		title: 'Report this explanation',
		question: 'What is wrong with it?',
		reason: {
			spam: 'It is advertising',
			offensive: 'It is hurtful',
			nonsense: 'It means nothing',
			personal: 'It is about a private person',
			other: 'Something else'
		},
		note: 'Anything to add? (You need not.)',
		send: 'Send the report',
		sending: 'Sending …',
		sentTitle: 'Thank you',
		sent: 'A moderator will look at it.',
		close: 'Close'
	},
	share: {
		title: 'Show it to others',
		sheet: 'Share …',
		copy: 'Copy link',
		qr: 'QR code',
		qrTitle: 'Scan it',
		qrLabel: (url: string) => `QR code of ${url}`,
		embed: 'Embed',
		embedTitle: 'Show it on your site',
		embedHint:
			'These lines show a small version of this page. It follows the colours of your site, light or dark.',
		embedLabel: 'HTML for your site',
		embedCopy: 'Copy the HTML',
		shareText: 'Share this text …',
		copyText: 'Copy link with this text',
		textTitle: 'Try this text on a neuron',
		textHint:
			'The text is in the link itself, behind the #: no server sees it. Who opens the link runs it on their own device.'
	},
	embed: { open: 'Open on Neuronpedia' },
	feeds: {
		explanations: (campaign: string) => `Neuronpedia: new explanations, ${campaign}`,
		entry: (index: number, text: string) => `Neuron ${index}: ${text}`,
		quests: 'Neuronpedia: quests',
		follow: 'Follow as a feed',
		explanationsHint: 'New explanations in your news reader (Atom).',
		questsHint: 'New quests in your news reader (Atom).'
	},
	head: {
		site: 'Neuronpedia',
		title: (text: string) => `${text} · Neuronpedia`,
		explanation: (index: number, rounds: number, score: number, votes: number) =>
			`What players say neuron ${index} of a language model lights up on. ` +
			(rounds > 0 ? `Right ${percent(score)} in ${count(rounds, 'test round', 'test rounds')}. ` : '') +
			`${count(votes, 'vote', 'votes')}.`,
		neuron: (index: number, best: string | undefined) =>
			best
				? `Neuron ${index} of a language model lights up on: ${best}`
				: `Neuron ${index} of a language model. Look at its clues and say what makes it light up.`,
		/** By route; those that are missing here have heads of their own, or none. */
		pages: pageHeads,
		siteImageAlt: 'A passage whose words glow where a neuron fires. What makes this neuron light up?',
		sitePlace: 'a game about the cells of an AI',
		siteFacts: 'Look at the glowing words and say what they share',
		playerDescription: (answered: number, rounds: number) =>
			`${count(answered, 'neuron', 'neurons')} answered, ${count(rounds, 'test round', 'test rounds')} played on Neuronpedia.`,
		neuronContents: 'With the passages that it fires on, token by token, and what players say of it.',
		imageAlt: (sentence: string) => `“${sentence}”, with a passage whose words glow where the neuron fires.`,
		question: 'What makes this neuron light up?',
		place: (model: string, layer: number, index: number) => `${model} · layer ${layer} · neuron ${index}`,
		facts: (score: number, rounds: number, votes: number) =>
			rounds > 0
				? `${percent(score)} right · ${count(rounds, 'test round', 'test rounds')} · ${count(votes, 'vote', 'votes')}`
				: `${count(votes, 'vote', 'votes')} · not tested yet`,
		unexplained: 'Nobody has explained it yet'
	}
};
