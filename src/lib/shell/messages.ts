// What pages say to the service worker.

export type ToServiceWorker =
	/** The player wants the new version that waits. */
	| { type: 'take-over' }
	/** A page runs now and holds its version's lock: time to take unused versions away. */
	| { type: 'started' }
	/** Which version are you? Answered on the port that comes along. */
	| { type: 'which' };
