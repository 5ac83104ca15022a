// The sentences about playing without a connection, keeping things on the device and new versions; the style is that
// of texts.ts.

const number = new Intl.NumberFormat('en');
const count = (n: number, one: string, many: string): string => `${number.format(n)} ${n === 1 ? one : many}`;
/** Megabytes, one digit after the point below a hundred. */
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0)} MB`;

export const offlineTexts = {
	title: 'Play offline',
	intro:
		'Keep the game on this device, and it works without the internet: on a train, on a farm, in a cellar.',
	needsServerTitle: 'This page needs the internet',
	needsServer: 'You are offline, and this page comes from the server. The kept puzzles still work.',
	nothingKept: 'Nothing is kept on this device yet. Once you are online, choose “Play offline” in the menu.',
	/** The header's sign. */
	state: {
		label: 'Offline and waiting',
		offline: 'Offline',
		offlineWaiting: (n: number) => `Offline: ${count(n, 'thing waits', 'things wait')} to be sent`,
		waiting: (n: number) => `${count(n, 'thing waits', 'things wait')} to be sent`,
		returned: (n: number) => `${count(n, 'answer', 'answers')} came back`
	},
	version: { ready: 'There is a new version of the game.', reload: 'New version: reload' },
	megabytes
};
