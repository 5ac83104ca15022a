// The sentences about the player's GitHub account; the style is that of texts.ts.

export const accountTexts = {
	title: 'Play on all your devices',
	nobody: 'You have played on another device and linked GitHub there? Sign in, and you go on where you were.',
	guest:
		'You play as a guest on this device. Link your GitHub account, and you are the same player wherever you sign in.',
	linked: 'Your GitHub account is linked. Sign in with it on your other devices.',
	link: 'Link GitHub',
	signIn: 'Sign in with GitHub',
	taken:
		'This GitHub account plays here already, on another device. Sign in with it: what you did on this device moves into it.',
	bringAlong: 'Sign in and bring it along',
	cancelled: 'You did not sign in. Nothing has changed.',
	/** By what became of the guest of this device. */
	home: {
		none: 'Welcome! You are signed in with GitHub.',
		'taken-over': 'Welcome back! What you did on this device is part of your account now.',
		left: 'You are signed in, but it took too long to bring along what you did on this device.'
	},
	kept: 'Of GitHub we keep nothing but the number of your account: no name, no address.'
};
