import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadKeys } from './keys.ts';

let folder: string;
let dataDir: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'neuronpedia-keys-'));
	dataDir = path.join(folder, 'new', 'data');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('makes keys once, for their owner alone', async () => {
	const keys = await loadKeys(dataDir);
	expect(statSync(path.join(dataDir, 'keys.json')).mode & 0o777).toBe(0o600);
	expect(await loadKeys(dataDir)).toEqual(keys);
	expect((await loadKeys(path.join(folder, 'other'))).serviceKey).not.toBe(keys.serviceKey);
});

it('lets first starts at the same moment agree', async () => {
	const all = await Promise.all(Array.from({ length: 8 }, () => loadKeys(dataDir)));
	for (const keys of all) expect(keys).toEqual(all[0]);
	expect(readdirSync(dataDir)).toEqual(['keys.json']);
});

it.each(['', '{', '{}', '{"serviceKey":"short"}'])('says what to do with a broken file: %j', async (text) => {
	await loadKeys(dataDir);
	const file = path.join(dataDir, 'keys.json');
	writeFileSync(file, text);
	await expect(loadKeys(dataDir)).rejects.toThrow(`${file} is broken. Restore it from a backup`);
});

it('warns when others can read the file', async () => {
	await loadKeys(dataDir);
	chmodSync(path.join(dataDir, 'keys.json'), 0o644);
	const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
	await loadKeys(dataDir);
	expect(warn.mock.calls[0]?.[0]).toContain('should have mode 600');
	warn.mockRestore();
});
