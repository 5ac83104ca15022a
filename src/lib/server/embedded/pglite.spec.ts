// What a PostgreSQL server does in the background and PGlite does not: checkpoints and vacuum, here by the driver's clock.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Database } from './database.ts';
import { openPglite } from './pglite.ts';

const MINUTE_MS = 60_000;
let database: Database;
beforeEach(async () => {
	vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
	database = await openPglite(null);
	await database.run('create schema game; create table game.many as select generate_series(1, 1000) as n');
});
afterEach(async () => {
	await database.close();
	vi.useRealTimers();
});
const valueOf = async (expression: string) => (await database.run(`select (${expression})::text as v`))[0]!.v;
const lastCheckpoint = () => valueOf('select checkpoint_lsn from pg_control_checkpoint()');
/** As the last vacuum counted them; -1 before the first. */
const rowsCounted = () => valueOf(`select reltuples::int from pg_class where oid = 'game.many'::regclass`);

it('makes a checkpoint each minute in which something happened', async () => {
	const before = await lastCheckpoint();
	vi.advanceTimersByTime(MINUTE_MS);
	const first = await lastCheckpoint(); // waits its turn behind the checkpoint
	expect(first).not.toBe(before);
	await database.run('insert into game.many values (0)');
	expect(await lastCheckpoint()).toBe(first);
	vi.advanceTimersByTime(MINUTE_MS);
	expect(await lastCheckpoint()).not.toBe(first);
});

it('vacuums the tables of game and auth every ten minutes', async () => {
	expect(await rowsCounted()).toBe('-1');
	vi.advanceTimersByTime(9 * MINUTE_MS);
	expect(await rowsCounted()).toBe('-1');
	vi.advanceTimersByTime(MINUTE_MS);
	await vi.waitUntil(async () => (await rowsCounted()) === '1000');
});
