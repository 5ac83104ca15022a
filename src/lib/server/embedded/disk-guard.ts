// Keeps the embedded database from filling its disk. PGlite never comes back from a write to its log that found no room,
// so the store stops writing while there still is some, and goes on by itself when there is more again.
import { statfs } from 'node:fs/promises';
import { DatabaseError, type Row } from './database.ts';

/** What one interval of full load and the next checkpoint may write, several times over. */
export const LEAST_FREE_BYTES = 256 * 1024 * 1024;
const LOOK_EVERY_MS = 5_000;
/** SQLSTATE of a write in a read-only transaction, and of a full disk. */
const READ_ONLY = '25006';
const DISK_FULL = '53100';

export interface DiskGuardOptions {
	/** Bytes that may still be written to the folder's disk. */
	freeBytes(folder: string): Promise<number>;
	lookEveryMs: number;
}

const REAL: DiskGuardOptions = {
	freeBytes: async (folder) => {
		const { bavail, bsize } = await statfs(folder);
		return bavail * bsize;
	},
	lookEveryMs: LOOK_EVERY_MS
};

export interface DiskGuard {
	/** Says what a refused write means while the disk is nearly full; other errors stay as they are. */
	explain(error: unknown): unknown;
	stop(): void;
}

/** Watches the disk of `folder`. `execute` runs a statement in the session that all calls share. */
export function guardDisk(
	folder: string,
	execute: (sql: string) => Promise<Row[]>,
	{ freeBytes, lookEveryMs }: DiskGuardOptions = REAL
): DiskGuard {
	let isFull = false;
	let looking: Promise<void> | undefined;

	async function look(): Promise<void> {
		const isFullNow = (await freeBytes(folder)) < LEAST_FREE_BYTES;
		if (isFullNow === isFull) return;
		await execute(`set default_transaction_read_only = ${isFullNow ? 'on' : 'off'}`);
		isFull = isFullNow;
		console.warn(
			isFull
				? `The disk of ${folder} is nearly full: the store can be read, but takes nothing new until there is room.`
				: `There is room again on the disk of ${folder}: the store takes new answers.`
		);
	}
	const warn = (error: Error) => console.warn(`Could not look at the disk of ${folder}: ${error.message}`);
	const timer = setInterval(() => {
		looking ??= look()
			.catch(warn)
			.finally(() => (looking = undefined));
	}, lookEveryMs).unref();
	return {
		explain: (error) =>
			isFull && error instanceof DatabaseError && error.code === READ_ONLY
				? new DatabaseError('The disk is nearly full.', { code: DISK_FULL, cause: error })
				: error,
		stop: () => clearInterval(timer)
	};
}
