// The sentences of boards, quests, profiles, settings, feedback and moderation; the style is that of texts.ts.

const number = new Intl.NumberFormat('en');
const count = (n: number, one: string, many: string): string => `${number.format(n)} ${n === 1 ? one : many}`;
const points = (n: number): string => count(n, 'point', 'points');

export const playerTexts = {
	points,
	board: {
		title: 'Leaderboard',
		intro:
			'Points come from testing and explaining neurons well. Only players who want to be listed are here.',
		period: { day: 'Today', week: 'This week', month: 'This month', all: 'All time' },
		periods: 'Time',
		place: 'Where',
		world: 'The whole world',
		regions: 'Parts of the world',
		countries: 'Countries',
		show: 'Show',
		rank: 'Rank',
		player: 'Player',
		points: 'Points',
		nobody: 'No name yet',
		you: 'you',
		mine: (rank: number, isExact: boolean, total: number) =>
			`You: place ${isExact ? '' : 'about '}${number.format(rank)}, ${points(total)}`,
		notListed: 'You are not listed. Turn it on in the settings if you like.',
		empty: 'Nobody is on this board yet. One good round, and you lead it.',
		emptyAction: 'Play'
	},
	region: {
		africa: 'Africa',
		asia: 'Asia',
		europe: 'Europe',
		'north-america': 'North America',
		oceania: 'Oceania',
		'south-america': 'South America'
	},
	quests: {
		title: 'Quests',
		intro: 'Contests with an end. Reach the goal and the badge is yours for good.',
		theme: {
			'blind-rounds': 'Test explanations',
			explanations: 'Find the meaning',
			evidence: 'Bring proof',
			'all-round': 'A bit of everything'
		} as Record<string, string>,
		how: {
			'blind-rounds': 'Points from test rounds count: guess where a neuron lights up.',
			explanations: 'Points from explaining and from good votes count.',
			evidence: 'Points from proofs and light records count.',
			'all-round': 'All points count.'
		} as Record<string, string>,
		kind: { week: 'This week', month: 'This month', special: 'Special' },
		until: (date: string) => `until ${date}`,
		over: (date: string) => `ended ${date}`,
		progress: (mine: number, goal: number) => `${number.format(mine)} of ${points(goal)}`,
		reached: 'Goal reached!',
		board: 'Who leads',
		boardEmpty: 'Nobody on this board yet.',
		empty: 'No quest runs right now. New ones begin every Monday.'
	},
	profile: {
		title: 'Your profile',
		none: 'You have not played yet. Your first answer makes you a player; nothing is asked.',
		noneAction: 'Play a neuron',
		noName: 'No name yet',
		guest: 'You play as a guest: your progress lives in this browser.',
		since: (date: string) => `Player since ${date}`,
		answered: 'Neurons answered',
		rounds: 'Test rounds',
		points: 'Points',
		streak: 'Days in a row',
		streakBest: 'Best streak',
		freezes: 'Streak freezes',
		rating: 'Rating (Glicko-2)',
		ratingValue: (rating: number, deviation: number, isProvisional: boolean) =>
			`${number.format(rating)} ± ${number.format(deviation)}${isProvisional ? ' (provisional)' : ''}`,
		reliability: 'Reliability (0 to 1)',
		badges: 'Badges',
		answers: 'Your answers',
		settings: 'Settings',
		moderation: 'Moderation',
		publicPage: 'Your public page',
		explanations: 'Explanations',
		explanationsNone: 'No signed explanations.'
	},
	settings: {
		title: 'Settings',
		saved: 'Saved',
		save: 'Save',
		you: 'You',
		name: 'Name',
		nameHint:
			'2 to 24 letters. Others see it only where you say so below. Leave it empty to stay without a name.',
		avatar: 'Picture',
		avatarNumber: (n: number) => `Picture ${n + 1}`,
		country: 'Country',
		region: 'Part of the world',
		placeHint: 'Only for the leaderboards, only if you like.',
		none: 'Rather not say',
		listed: 'Show me on leaderboards and give me a public page',
		credited: 'Show my name beside what I write, here and in the published collection',
		look: 'Look',
		theme: 'Colours',
		themes: { system: 'As my device', light: 'Light', dark: 'Dark' },
		yours: 'Your stuff',
		take: 'Take it with you',
		takeHint: 'A file with everything that is kept of you.',
		download: 'Download my data',
		leave: 'Leave for good',
		leaveHint: 'Deletes your profile, votes, points and streak. This cannot be undone.',
		keep: 'Keep my explanations, unsigned: they help others',
		leaveButton: 'Delete my profile …',
		leaveSure: 'Yes, delete everything',
		leaveNot: 'No, stay',
		left: 'Your profile is gone. Thank you for having played.',
		nothingYet: 'Nothing is kept of you yet: you have not played.'
	},
	feedback: {
		title: 'Feedback',
		intro: 'Something broken, unclear, or an idea? The makers read every message.',
		label: 'Your message',
		privacy: 'Do not write anything private. No e-mail address is asked, so there is no answer by mail.',
		about: (page: string) => `About the page ${page}`,
		send: 'Send',
		sending: 'Sending …',
		sent: 'Thank you! Your message has arrived.',
		another: 'Write another',
		length: (used: number, most: number) => `${number.format(used)} / ${number.format(most)}`
	},
	moderation: {
		title: 'Moderation',
		forbidden: 'This page is for moderators.',
		forbiddenText: 'If you are one, play once on this device or sign in, then come back.',
		reviews: 'Hidden explanations',
		reviewsEmpty: 'Nothing to review. All is calm.',
		neuron: (campaign: string, index: number) => `Neuron ${index} of ${campaign}`,
		reports: (n: number) => count(n, 'report', 'reports'),
		reason: {
			spam: 'spam',
			offensive: 'offensive',
			nonsense: 'nonsense',
			personal: 'personal data',
			other: 'other'
		} as Record<string, string>,
		note: 'Note for the log',
		keep: 'Show again',
		remove: 'Remove',
		ban: 'Remove and ban the author',
		banSure: (text: string) => `Ban the author of “${text}” from writing?`,
		unban: 'Lift the ban',
		unbanNamed: (id: string) => `Lift the ban on the author of explanation ${id}`,
		named: (action: string, text: string) => `${action}: “${text}”`,
		messages: 'Messages',
		messagesEmpty: 'No messages wait.',
		from: (page: string) => `from ${page}`,
		handled: 'Done',
		trail: 'Latest decisions',
		trailEmpty: 'No decisions yet.',
		by: (name: string) => `by ${name}`,
		action: {
			keep: 'Shown again',
			remove: 'Removed',
			ban: 'Removed, author banned',
			unban: 'Ban lifted',
			moderator: 'Made a moderator',
			player: 'No longer a moderator',
			feedback: 'Message handled'
		} as Record<string, string>
	}
};
