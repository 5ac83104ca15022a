// What the embedded store promises of its data: nothing acknowledged is lost by SIGKILL, and backups come back.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { killRounds } from '../../../testing/kill-rounds.ts';
import { newPlayer, publishSample } from '../../../testing/players.ts';
import { submitExplanation } from '../../data/explanations.ts';
import { openBackend } from './backend.ts';
import { backUpIfDue, listBackups, makeBackup, restoreBackup } from './backups.ts';
import { bundledSchema } from './bundled-schema.ts';
import type { Database, DatabaseError } from './database.ts';
import { LEAST_FREE_BYTES } from './disk-guard.ts';
import { loadKeys } from './keys.ts';
import { openPglite } from './pglite.ts';
import { statusOf } from './rest-errors.ts';

const scripts = path.resolve(import.meta.dirname, '../../../../scripts');

/** What `npm run backup` or `npm run restore` prints for this folder; rejects with its complaint. */
async function command(script: string, DATA_DIR: string, ...args: string[]): Promise<string> {
	const env = { ...process.env, DATA_DIR, DATABASE_URL: '' };
	const run = promisify(execFile)(process.execPath, [path.join(scripts, script), ...args], { env });
	return (await run).stdout;
}

let dataDir: string;
beforeEach(() => {
	dataDir = mkdtempSync(path.join(tmpdir(), 'neuronpedia-durability-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

it('loses no acknowledged vote when the process is killed', async () => {
	const report = await killRounds(dataDir, 2, 600);
	expect(report).toMatchObject({ lost: 0, miscounted: 0 });
	expect(report.acknowledged).toBeGreaterThan(50);
});

it('restores a backup with its players; what came later is kept aside', async () => {
	let backend = await openBackend({ schema: bundledSchema, dataDir });
	const campaignId = await publishSample(backend, 5);
	const player = await newPlayer(backend);
	await submitExplanation(player.store, { campaignId, index: 0, text: 'before the backup' });
	const name = await makeBackup(backend.database, dataDir);
	await submitExplanation(player.store, { campaignId, index: 1, text: 'after the backup' });
	await expect(restoreBackup(dataDir, name!)).rejects.toThrow('is in use by process');
	await backend.close();

	await expect(restoreBackup(dataDir, '2020-01-01T000000Z')).rejects.toThrow('no backup');
	const aside = await restoreBackup(dataDir, name!);
	expect(await readdir(aside!)).toContain('PG_VERSION');
	backend = await openBackend({ schema: bundledSchema, dataDir });
	const rows = await backend.database.run('select text from game.explanations');
	expect(rows).toEqual([{ text: 'before the backup' }]);
	// The same keys: the player's token is still good on the restored store.
	const { data } = await player.client.auth.getSession();
	const answer = await backend.fetch('http://localhost:3000/rest/v1/rpc/me', {
		method: 'POST',
		headers: {
			apikey: 'sb_publishable_embedded',
			authorization: `Bearer ${data.session!.access_token}`,
			'content-type': 'application/json'
		},
		body: '{}'
	});
	expect(await answer.json()).toMatchObject({ answered: 1 });
	await backend.close();

	// The commands of the stopped store.
	expect(await command('backup.ts', dataDir)).toMatch(/^Made the backup \S+Z in /);
	expect(await listBackups(dataDir)).toHaveLength(2);
	expect(await command('restore.ts', dataDir)).toMatch(/^Restored \S+Z\. What was there is now /);
	await expect(command('restore.ts', dataDir, '2020-01-01T000000Z')).rejects.toThrow('no backup');
	await expect(command('backup.ts', path.join(dataDir, 'nowhere'))).rejects.toThrow('no embedded store');
});

it.skipIf(process.platform !== 'linux')('leaves no half backup on a full disk', async () => {
	await loadKeys(dataDir);
	const database: Database = {
		run: async () => [],
		dump: async () => new Uint8Array(1000),
		close: async () => {}
	};
	const first = await makeBackup(database, dataDir, new Date('2026-01-01T00:00:00Z'));
	// Whatever is written to this one finds no room.
	await symlink('/dev/full', path.join(dataDir, 'backups', '2026-01-02T000000Z.tar.gz.part'));
	await expect(makeBackup(database, dataDir, new Date('2026-01-02T00:00:00Z'))).rejects.toThrow('ENOSPC');
	expect(await listBackups(dataDir)).toEqual([first]);
	expect((await readdir(path.join(dataDir, 'backups'))).filter((name) => name.includes('part'))).toEqual([]);
});

it('stops writing before the disk is full, can be read meanwhile, and goes on when there is room', async () => {
	let free = 2 * LEAST_FREE_BYTES;
	const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
	const folder = path.join(dataDir, 'pglite');
	const database = await openPglite(folder, { freeBytes: async () => free, lookEveryMs: 10 });
	try {
		const write = () =>
			database.run('insert into public.kept values (1)').then(
				() => 'ok',
				(error: DatabaseError) => error.code
			);
		const count = async () =>
			Number((await database.run('select count(*)::text as n from public.kept'))[0]!.n);
		await database.run('create table public.kept (n int)');
		expect(await write()).toBe('ok');
		free = LEAST_FREE_BYTES - 1;
		await vi.waitUntil(async () => (await write()) === '53100');
		const kept = await count();
		expect(statusOf('53100', false)).toBe(503);
		expect(await write()).toBe('53100');
		expect(await count()).toBe(kept);
		// What a read-only call may not do is no matter of the disk once there is room.
		free = LEAST_FREE_BYTES;
		await vi.waitUntil(async () => (await write()) === 'ok');
		expect(await count()).toBe(kept + 1);
		const refused = await database
			.run('set local transaction_read_only = on; delete from public.kept')
			.catch((error: DatabaseError) => error.code);
		expect(refused).toBe('25006');
		expect(warn.mock.calls.map(([text]) => String(text).includes('nearly full'))).toEqual([true, false]);
	} finally {
		warn.mockRestore();
		await database.close();
	}
});

it('makes one backup a day and keeps the newest seven', async () => {
	await loadKeys(dataDir);
	// What is in the file does not matter here, and a real one takes seconds.
	const database: Database = {
		run: async () => [],
		dump: async () => new Uint8Array([1]),
		close: async () => {}
	};
	const made: (string | undefined)[] = [];
	for (let hour = 0; hour < 24 * 9; hour += 6) {
		made.push(await backUpIfDue(database, dataDir, new Date(Date.UTC(2026, 0, 1, hour))));
	}
	expect(made.filter(Boolean)).toHaveLength(9);
	const names = await listBackups(dataDir);
	expect(names).toHaveLength(7);
	expect(names[0]).toBe('2026-01-09T000000Z');
	expect(names.at(-1)).toBe('2026-01-03T000000Z');
	expect(await readdir(path.join(dataDir, 'backups'))).toHaveLength(14);
	const { dump: _none, ...server } = database;
	expect(await makeBackup(server, dataDir)).toBeUndefined();
});
