// The database on the player's device (IndexedDB): what waits to be sent, what came back, puzzles kept for offline
// play. Owns its schema. Steps are only ever added: whatever version of the app wrote the store, the rest of the steps
// bring it up to date with everything that is in it.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { DailyPuzzle } from './boards.ts';
import type { Choice, StoreError } from './nouns.ts';

/** Calls that api.deliver takes: the writes that may wait. */
export const DELIVERABLE = [
	'cast_vote',
	'submit_explanation',
	'answer_no_pattern',
	'finish_check',
	'finish_intruder'
] as const;
export type Deliverable = (typeof DELIVERABLE)[number];

/** A write that waits for the server. */
export interface Waiting {
	/** Order of sending; the database counts. */
	seq?: number;
	/** Made here (a UUID), so that the server does it once however often it is sent. */
	id: string;
	call: Deliverable;
	args: Record<string, unknown>;
	/** ISO 8601. */
	queuedAt: string;
	/** How often the server failed on it; not how often it did not answer. */
	failures: number;
}

/** A write that the server refused: it is the player's again, with the reason. */
export type Returned = Waiting & { seq: number; reason: StoreError };

/** A neuron with what to choose from, dealt ahead. */
export interface KeptPuzzle {
	campaignId: string;
	index: number;
	explanations: Choice[];
}

/** The daily neuron as the server told it. */
export type KeptDaily = DailyPuzzle & {
	campaignId: string;
	/** The build of the campaign that its rounds are made of. */
	root: string;
};

interface DeviceSchema extends DBSchema {
	outbox: { key: number; value: Waiting; indexes: { id: string } };
	returned: { key: number; value: Returned };
	puzzles: { key: [string, number]; value: KeptPuzzle; indexes: { campaignId: string } };
	/** Neurons answered on this device, so that they are not dealt again offline. */
	answered: { key: [string, number]; value: { campaignId: string; index: number } };
	/** Each campaign's latest. */
	dailies: { key: string; value: KeptDaily };
}
export type DeviceDb = IDBPDatabase<DeviceSchema>;

export const DB_NAME = 'neuronpedia';

/** Step n leads from version n to n + 1. */
export const STEPS: ((db: DeviceDb) => unknown)[] = [
	(db) => {
		const outbox = db.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true });
		outbox.createIndex('id', 'id', { unique: true });
	},
	(db) => {
		db.createObjectStore('returned', { keyPath: 'seq' });
		const puzzles = db.createObjectStore('puzzles', { keyPath: ['campaignId', 'index'] });
		puzzles.createIndex('campaignId', 'campaignId');
		db.createObjectStore('answered', { keyPath: ['campaignId', 'index'] });
	},
	(db) => db.createObjectStore('dailies', { keyPath: 'campaignId' })
];

/** Opens the database, brought up to date. Rejects where nothing can be kept, and when a newer version of the app has
 *  written it. */
export function openDeviceDb(steps = STEPS, name = DB_NAME): Promise<DeviceDb> {
	return openDB<DeviceSchema>(name, steps.length, {
		upgrade: (db, from) => steps.slice(from).forEach((step) => step(db)),
		// A page of an older version must not keep a newer one from opening the store.
		blocking: (_now, _wanted, event) => (event.target as IDBDatabase).close()
	});
}

let opening: Promise<DeviceDb | undefined> | undefined;

/** The tab's database; undefined where nothing can be kept (private windows). */
export function deviceDb(): Promise<DeviceDb | undefined> {
	opening ??= openDeviceDb().catch((error) => {
		console.warn('Nothing can be kept on this device:', error);
		return undefined;
	});
	return opening;
}
