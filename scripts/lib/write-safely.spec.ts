import { spawn, spawnSync } from 'node:child_process';
import {
	closeSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
	writeSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { writeSafely } from './write-safely.ts';

let folder: string;
let dir: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'write-safely-'));
	dir = path.join(folder, 'model');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (content: string) => async (building: string) => {
	writeFileSync(path.join(building, content), content);
	return content;
};
const here = () => readdirSync(folder).sort();

/** Number of a process that has ended. */
const deadPid = () => spawnSync(process.execPath, ['--version']).pid;

function leave(name: string): string {
	const leftover = path.join(folder, name);
	mkdirSync(leftover);
	writeFileSync(path.join(leftover, 'half'), 'half');
	return name;
}

it('makes the folder, and the folders above it, and gives back what was returned', async () => {
	const deep = path.join(folder, 'a/b/model');
	expect(await writeSafely(deep, write('one'))).toBe('one');
	expect(readFileSync(path.join(deep, 'one'), 'utf8')).toBe('one');
	expect(readdirSync(path.dirname(deep))).toEqual(['model']);
});

it('replaces the former folder whole', async () => {
	await writeSafely(dir, write('one'));
	await writeSafely(dir, write('two'));
	expect(readdirSync(dir)).toEqual(['two']);
	expect(here()).toEqual(['model']);
});

it('shows nothing of the new folder before it is whole', async () => {
	await writeSafely(dir, async (building) => {
		writeFileSync(path.join(building, 'half'), '');
		expect(existsSync(dir)).toBe(false);
	});
	expect(readdirSync(dir)).toEqual(['half']);
});

function throwAtOnce(): never {
	throw new Error('no');
}

it.each([
	['fails', () => Promise.reject(new Error('no'))],
	['throws', throwAtOnce]
])('leaves the former folder and nothing else when the writer %s', async (_, fail) => {
	await writeSafely(dir, write('one'));
	await expect(writeSafely(dir, fail)).rejects.toThrow('no');
	expect(readdirSync(dir)).toEqual(['one']);
	expect(here()).toEqual(['model']);
});

it('leaves nothing when the first writer fails', async () => {
	await expect(writeSafely(dir, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
	expect(here()).toEqual([]);
});

it('brings the former folder back when the new one cannot be moved in', async () => {
	await writeSafely(dir, write('one'));
	await expect(writeSafely(dir, async (building) => rmSync(building, { recursive: true }))).rejects.toThrow();
	expect(readdirSync(dir)).toEqual(['one']);
	expect(here()).toEqual(['model']);
});

it.skipIf(!existsSync('/dev/full'))('says which folder the disk had no room for', async () => {
	const fill = async () => {
		const full = openSync('/dev/full', 'w');
		try {
			writeSync(full, 'x');
		} finally {
			closeSync(full);
		}
	};
	await expect(writeSafely(dir, fill)).rejects.toThrow(`The disk is full: ${dir} could not be written`);
});

it('keeps the former folder when its process is killed, and the next call clears up', async () => {
	await writeSafely(dir, write('one'));
	const module = path.join(import.meta.dirname, 'write-safely.ts');
	const code = `const { writeSafely } = await import(${JSON.stringify(module)});
		await writeSafely(${JSON.stringify(dir)}, async (building) => {
			(await import('node:fs')).writeFileSync(building + '/half', 'half');
			await new Promise((resolve) => setTimeout(resolve, 60_000));
		});`;
	const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' });
	const building = path.join(folder, `.building-model-${child.pid}`);
	await vi.waitFor(() => expect(existsSync(path.join(building, 'half'))).toBe(true), { timeout: 20_000 });
	child.kill('SIGKILL');
	await new Promise((resolve) => child.once('exit', resolve));
	expect(readdirSync(dir)).toEqual(['one']);
	expect(existsSync(building)).toBe(true);
	await writeSafely(dir, write('two'));
	expect(readdirSync(dir)).toEqual(['two']);
	expect(here()).toEqual(['model']);
});

it('removes what dead processes left of this folder, and of no other', async () => {
	const pid = deadPid();
	leave(`.building-model-${pid}`);
	leave(`.building-model-${pid}.former`);
	const others = [
		leave(`.building-model-${process.ppid}`), // still running
		leave(`.building-model-l2-${pid}`),
		leave(`.building-model-${pid}-l2`),
		leave('.building-model-')
	];
	await writeSafely(dir, write('one'));
	expect(here()).toEqual([...others, 'model'].sort());
});

it('is not stopped by leftovers of an earlier process with its own number', async () => {
	await writeSafely(dir, write('one'));
	leave(`.building-model-${process.pid}`);
	leave(`.building-model-${process.pid}.former`);
	await writeSafely(dir, write('two'));
	expect(readdirSync(dir)).toEqual(['two']);
	expect(here()).toEqual(['model']);
});
