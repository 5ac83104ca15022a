// PGlite: PostgreSQL as WebAssembly inside this process, in a folder or in memory. It has no background processes,
// so this driver also does the checkpoints and the vacuum.
import { PGlite } from '@electric-sql/pglite';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { toDatabaseError, type Database, type Row } from './database.ts';
import { guardDisk, type DiskGuardOptions } from './disk-guard.ts';
import { identifier } from './literal.ts';
import { acquireLock } from './lock.ts';

const CHECKPOINT_EVERY_MS = 60_000;
const VACUUM_EVERY_MS = 10 * 60_000;
// Small on purpose: the default doubles the process, and without a checkpointer the log would grow without end.
const SETTINGS = ['shared_buffers=32MB', 'max_wal_size=64MB', 'standard_conforming_strings=on'];

/** Opens (or makes) the database in `folder`; null keeps it in memory. Throws when another process has it open. `disk` is
 *  for tests. */
export async function openPglite(folder: string | null, disk?: DiskGuardOptions): Promise<Database> {
	if (folder === null) return driver(await openWasm('memory://'));
	await mkdir(path.dirname(folder), { recursive: true });
	const lock = acquireLock(`${folder}.lock`, folder);
	try {
		return driver(await openWasm(folder), { folder, disk, release: lock.release });
	} catch (error) {
		lock.release();
		throw error;
	}
}

function openWasm(dataDir: string): Promise<PGlite> {
	const startParams = [...PGlite.defaultStartParams, ...SETTINGS.flatMap((setting) => ['-c', setting])];
	return PGlite.create({ dataDir, startParams });
}

interface OnDisk {
	folder: string;
	disk?: DiskGuardOptions;
	release: () => void;
}

function driver(wasm: PGlite, onDisk?: OnDisk): Database {
	let lastCall: Promise<unknown> = Promise.resolve();
	let callsSinceCheckpoint = 0;
	let callsSinceVacuum = 0;
	let closing: Promise<void> | undefined;

	// A call into WebAssembly never yields. One call for each turn of the event loop lets connections be served in
	// between, and is faster in sum.
	function inTurn<T>(call: () => Promise<T>): Promise<T> {
		const result = lastCall.then(() => nextTurn()).then(call);
		lastCall = result.catch(() => {});
		return result;
	}
	const execute = async (sql: string): Promise<Row[]> => {
		try {
			return (await wasm.exec(sql)).at(-1)?.rows ?? [];
		} catch (error) {
			throw toDatabaseError(error, 'XX000');
		}
	};
	async function checkpoint(): Promise<void> {
		if (callsSinceCheckpoint === 0) return;
		callsSinceCheckpoint = 0;
		await inTurn(() => execute('checkpoint'));
	}
	async function vacuum(): Promise<void> {
		if (callsSinceVacuum === 0) return;
		callsSinceVacuum = 0;
		const tables = await inTurn(() =>
			execute("select schemaname, tablename from pg_tables where schemaname in ('game', 'auth')")
		);
		for (const { schemaname, tablename } of tables) {
			const table = `${identifier(String(schemaname))}.${identifier(String(tablename))}`;
			await inTurn(() => execute(`vacuum (analyze) ${table}`));
		}
	}
	const warn = (error: Error) => console.warn(`Upkeep of the database failed: ${error.message}`);
	const guard = onDisk && guardDisk(onDisk.folder, (sql) => inTurn(() => execute(sql)), onDisk.disk);
	const timers = [
		setInterval(() => void checkpoint().catch(warn), CHECKPOINT_EVERY_MS).unref(),
		setInterval(() => void vacuum().catch(warn), VACUUM_EVERY_MS).unref()
	];
	async function close(): Promise<void> {
		timers.forEach((timer) => clearInterval(timer));
		guard?.stop();
		await vacuum().catch(warn);
		callsSinceCheckpoint++; // the vacuum wrote too
		await checkpoint().catch(warn);
		await inTurn(() => wasm.close());
		onDisk?.release();
	}
	return {
		run: (sql) => {
			if (closing) return Promise.reject(toDatabaseError(new Error('The store is closing.'), '57P03'));
			callsSinceCheckpoint++;
			callsSinceVacuum++;
			const result = inTurn(() => execute(sql));
			return guard ? result.catch((error) => Promise.reject(guard.explain(error))) : result;
		},
		dump: async () => {
			await checkpoint();
			const file = await inTurn(() => wasm.dumpDataDir('gzip'));
			return new Uint8Array(await file.arrayBuffer());
		},
		close: () => (closing ??= close())
	};
}
