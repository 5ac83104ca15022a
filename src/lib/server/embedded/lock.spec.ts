import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { acquireLock } from './lock.ts';

let folder: string;
let file: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'neuronpedia-lock-'));
	file = path.join(folder, 'db.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

const take = (waitForever: boolean) => [
	'--input-type=module',
	'-e',
	`import { acquireLock } from ${JSON.stringify(path.join(import.meta.dirname, 'lock.ts'))};
	acquireLock(${JSON.stringify(file)}, 'the folder');
	console.log('locked');
	${waitForever ? 'setInterval(() => {}, 1000);' : ''}`
];

it('refuses a second process with words, and lets it in after the release', () => {
	const lock = acquireLock(file, 'the folder');
	const refused = spawnSync(process.execPath, take(false), { encoding: 'utf8' });
	expect(refused.status).not.toBe(0);
	expect(refused.stderr).toContain(`The database in the folder is in use by process ${process.pid}`);
	expect(() => acquireLock(file, 'the folder')).toThrow('in use');
	lock.release();
	expect(spawnSync(process.execPath, take(false), { encoding: 'utf8' }).stdout).toBe('locked\n');
});

it('takes over the lock of a killed process', async () => {
	const child = spawn(process.execPath, take(true));
	await once(child.stdout, 'data');
	expect(() => acquireLock(file, 'it')).toThrow(`in use by process ${child.pid}`);
	child.kill('SIGKILL');
	await once(child, 'exit');
	const lock = acquireLock(file, 'it');
	expect(JSON.parse(readFileSync(file, 'utf8')).pid).toBe(process.pid);
	lock.release();
	expect(readdirSync(folder)).toEqual([]);
});

it('knows a later process with the same number', () => {
	const lock = acquireLock(file, 'it');
	const holder = JSON.parse(readFileSync(file, 'utf8'));
	writeFileSync(file, JSON.stringify({ ...holder, startedAt: `${holder.startedAt}0` }));
	const mine = acquireLock(file, 'it');
	lock.release(); // the old holder must not remove what is now another's
	expect(readdirSync(folder)).toEqual(['db.lock']);
	mine.release();
	expect(readdirSync(folder)).toEqual([]);
});

it.each(['', 'nonsense', '{"pid":-1}', '{"pid":0}', '[]', 'null'])('takes over a broken lock: %j', (text) => {
	writeFileSync(file, text);
	acquireLock(file, 'it').release();
	expect(readdirSync(folder)).toEqual([]);
});
