// The sentences of groups of friends; the style is that of texts.ts.

const number = new Intl.NumberFormat('en');
const count = (n: number, one: string, many: string): string => `${number.format(n)} ${n === 1 ? one : many}`;
const list = new Intl.ListFormat('en');

export const friendTexts = {
	lead: 'Play with friends',
	title: 'Friends',
	intro: 'Make a group, send the link to your friends, and see who finds out most. No sign-up needed.',
	make: 'Make a group',
	making: 'Making it …',
	mine: 'Your groups',
	none: 'You are in no group yet.',
	/** A group has no name of its own: it is called by who is in it. */
	name: (names: readonly string[], members: number) => {
		const others = members - 1;
		if (others === 0) return 'Only you so far';
		const unnamed = others - names.length;
		const rest = unnamed > 0 ? [count(unnamed, 'other player', 'other players')] : [];
		return `You, ${list.format([...names, ...rest])}`;
	},
	members: (n: number) => count(n, 'member', 'members'),
	board: 'Your group',
	boardHint: 'All members, whether they are on the public boards or not.',
	invite: 'Invite friends',
	inviteHint: 'Whoever has this link can join: send it only to people you want to play with.',
	link: 'Link to your group',
	copy: 'Copy the link',
	nameHint: 'You have no name yet, so your friends cannot tell who you are.',
	nameAction: 'Choose a name',
	leave: 'Leave this group',
	leaveSure: 'Yes, leave',
	leaveNot: 'No, stay',
	all: 'All your groups',
	invitation: 'You are invited',
	invited: (names: readonly string[], members: number) => {
		const unnamed = members - names.length;
		const rest = unnamed > 0 ? [count(unnamed, 'player', 'players')] : [];
		return `${list.format([...names, ...rest])} ${members === 1 ? 'compares' : 'compare'} points here.`;
	},
	joinHint:
		'If you join, the members see your name, your picture and your points. You can leave at any time.',
	join: 'Join',
	joining: 'Joining …',
	gone: 'This invitation leads nowhere: its group is gone, or the link is cut short.'
};
