// Copies of the embedded database and its keys in {dataDir}/backups, and the way back. A copy is one consistent moment
// of the whole database (PGlite answers nothing else meanwhile).
import { PGlite } from '@electric-sql/pglite';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Database } from './database.ts';
import { acquireLock } from './lock.ts';

/** One a day for a week. */
const KEPT = 7;
const EVERY_MS = 24 * 3_600_000;
const NAME = /^(\d{4}-\d{2}-\d{2}T\d{6}Z)\.tar\.gz$/;

const folderOf = (dataDir: string) => path.join(dataDir, 'backups');

/** Writes a file so that it is there whole and on the disk, or not at all. */
async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
	const part = `${file}.part`;
	const handle = await open(part, 'w', 0o600);
	try {
		await handle.writeFile(bytes);
		await handle.sync();
	} catch (error) {
		await rm(part, { force: true }); // on a full disk above all
		throw error;
	} finally {
		await handle.close();
	}
	await rename(part, file);
}

/** Names of the backups in a data folder, newest first. */
export async function listBackups(dataDir: string): Promise<string[]> {
	const names = await readdir(folderOf(dataDir)).catch(() => [] as string[]);
	return names
		.flatMap((name) => NAME.exec(name)?.[1] ?? [])
		.sort()
		.reverse();
}

/** Names sort by time: 2026-01-31T235959Z. */
const nameOf = (at: Date) => `${at.toISOString().slice(0, 19).replaceAll(':', '')}Z`;

/** Makes a backup of an open PGlite database and takes the oldest ones away. Returns its name, or undefined when the
 *  database is no PGlite (a PostgreSQL server has its own ways). */
export async function makeBackup(
	database: Database,
	dataDir: string,
	now = new Date()
): Promise<string | undefined> {
	const bytes = await database.dump?.();
	if (!bytes) return undefined;
	const name = nameOf(now);
	await mkdir(folderOf(dataDir), { recursive: true, mode: 0o700 });
	const base = path.join(folderOf(dataDir), name);
	await writeWhole(`${base}.keys.json`, await readFile(path.join(dataDir, 'keys.json')));
	await writeWhole(`${base}.tar.gz`, bytes);
	for (const old of (await listBackups(dataDir)).slice(KEPT)) {
		for (const ending of ['.tar.gz', '.keys.json'])
			await rm(path.join(folderOf(dataDir), old + ending), { force: true });
	}
	return name;
}

/** Makes a backup when the newest one is older than a day. */
export async function backUpIfDue(
	database: Database,
	dataDir: string,
	now = new Date()
): Promise<string | undefined> {
	const [newest] = await listBackups(dataDir);
	const due = nameOf(new Date(now.getTime() - EVERY_MS));
	return newest !== undefined && newest > due ? undefined : makeBackup(database, dataDir, now);
}

/** Puts a backup in the place of the database and the keys; what was there is kept beside it (its folder is returned).
 *  Throws, in words for people, while a server uses the database, and when there is no such backup. */
export async function restoreBackup(
	dataDir: string,
	name: string,
	now = Date.now()
): Promise<string | undefined> {
	const base = path.join(folderOf(dataDir), name);
	if (!existsSync(`${base}.tar.gz`)) throw new Error(`There is no backup ${name} in ${folderOf(dataDir)}.`);
	const current = path.join(dataDir, 'pglite');
	const lock = acquireLock(`${current}.lock`, current);
	const fresh = `${current}.restoring`;
	try {
		await rm(fresh, { recursive: true, force: true });
		const restored = await PGlite.create({
			dataDir: fresh,
			loadDataDir: new Blob([await readFile(`${base}.tar.gz`)])
		});
		await restored.close();
		const aside = existsSync(current) ? `${current}.before-${now}` : undefined;
		if (aside) await rename(current, aside);
		await rename(fresh, current);
		await copyFile(`${base}.keys.json`, path.join(dataDir, 'keys.json'));
		return aside;
	} finally {
		await rm(fresh, { recursive: true, force: true });
		lock.release();
	}
}
