// What was acknowledged survives the end of the process, the orderly one and SIGKILL: real child processes on a
// real folder.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openBackend } from './backend.ts';
import { bundledSchema } from './bundled-schema.ts';

let dataDir: string;
beforeEach(() => void (dataDir = mkdtempSync(path.join(tmpdir(), 'neuronpedia-data-'))));
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** A process that opens the store and writes row after row, each number printed once it was acknowledged. */
const WRITER = `
	import { openPglite } from ${JSON.stringify(path.join(import.meta.dirname, 'pglite.ts'))};
	const database = await openPglite(${JSON.stringify('FOLDER')});
	await database.run('create table if not exists public.written (n int)');
	for (let n = Number(process.argv[1]); ; n++) {
		await database.run('insert into public.written values (' + n + ')');
		console.log(n);
	}`;

/** Runs a writer from number `start` on and kills it after some acknowledged rows. Gives the last of them. */
async function writeUntilKilled(start: number, rows: number): Promise<number> {
	const folder = path.join(dataDir, 'pglite');
	const script = WRITER.replace('FOLDER', folder);
	const child = spawn(process.execPath, ['--input-type=module', '-e', script, String(start)]);
	let errors = '';
	child.stderr.on('data', (chunk) => (errors += chunk));
	let last = start - 1;
	for await (const line of createInterface({ input: child.stdout })) {
		last = Number(line);
		if (last === start + rows) child.kill('SIGKILL');
	}
	if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
	expect(child.signalCode, errors).toBe('SIGKILL');
	return last;
}

it('keeps every acknowledged row through SIGKILL', async () => {
	let next = 0;
	const acknowledged: number[] = [];
	for (const rows of [40, 7, 120]) {
		const last = await writeUntilKilled(next, rows);
		for (let n = next; n <= last; n++) acknowledged.push(n);
		next = last + 1000; // a row may have been written that was not acknowledged
	}
	const backend = await openBackend({ schema: bundledSchema, dataDir });
	const stored = await backend.database.run('select n::text from public.written');
	const numbers = new Set(stored.map(({ n }) => Number(n)));
	expect(acknowledged.filter((n) => !numbers.has(n))).toEqual([]);
	await backend.close();
});

it('refuses a second opening, closes in order and opens again with the same keys', async () => {
	const first = await openBackend({ schema: bundledSchema, dataDir });
	await first.database.run('create table public.kept as select 7 as n');
	await expect(openBackend({ schema: bundledSchema, dataDir })).rejects.toThrow('is in use by process');
	const running = first.database.run('insert into public.kept values (8)');
	await Promise.all([first.close(), first.close()]);
	await running;
	await expect(first.database.run('select 1')).rejects.toThrow('closing');
	const second = await openBackend({ schema: bundledSchema, dataDir });
	expect(await second.database.run('select sum(n)::text as n from public.kept')).toEqual([{ n: '15' }]);
	expect(second.serviceKey).toBe(first.serviceKey);
	await second.close();
});
