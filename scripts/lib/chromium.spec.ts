import type * as ChildProcess from 'node:child_process';
import type * as Fs from 'node:fs';
import { chromium } from '@playwright/test';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ensureChromium, findChromium } from './chromium.ts';

/** Which files exist; which browsers a machine has cannot be changed for a test. */
let present: string[] = [];
vi.mock('node:fs', async (importOriginal) => ({
	...(await importOriginal<typeof Fs>()),
	existsSync: (file: string) => present.includes(file)
}));
/** Installing is taken away, so that a test can never install a browser. */
const { spawnSync } = vi.hoisted(() => ({ spawnSync: vi.fn((..._command: unknown[]) => ({ status: 1 })) }));
vi.mock('node:child_process', async (importOriginal) => ({
	...(await importOriginal<typeof ChildProcess>()),
	spawnSync
}));

const downloaded = chromium.executablePath();
const commands = () =>
	spawnSync.mock.calls.map(([command, args]) => [command, (args as string[])[0]].join(' '));

beforeEach(() => {
	present = [];
	vi.spyOn(console, 'log').mockImplementation(() => {});
	vi.stubEnv('CHROMIUM_PATH', undefined);
	spawnSync.mockClear();
});
afterEach(() => {
	vi.unstubAllEnvs();
	vi.restoreAllMocks();
});

describe('findChromium', () => {
	it('takes CHROMIUM_PATH, then the system’s, then Playwright’s download', () => {
		vi.stubEnv('CHROMIUM_PATH', '/opt/mine');
		const all = ['/opt/mine', '/usr/bin/chromium', '/usr/bin/google-chrome', downloaded];
		present = [...all];
		expect(findChromium()).toBe('/opt/mine');
		vi.stubEnv('CHROMIUM_PATH', undefined);
		for (const expected of all.slice(1)) {
			expect(findChromium()).toBe(expected);
			present = present.filter((file) => file !== expected);
		}
		expect(findChromium()).toBeUndefined();
	});

	it('takes no other browser when CHROMIUM_PATH names none', () => {
		vi.stubEnv('CHROMIUM_PATH', '/opt/gone');
		present = ['/usr/bin/chromium'];
		expect(findChromium()).toBeUndefined();
	});
});

describe('ensureChromium', () => {
	it('installs nothing when there is one', () => {
		present = ['/usr/bin/chromium'];
		expect(ensureChromium()).toBe('/usr/bin/chromium');
		expect(commands()).toEqual([]);
	});

	it('names a CHROMIUM_PATH that is no file, and installs nothing instead', () => {
		vi.stubEnv('CHROMIUM_PATH', '/opt/gone');
		expect(() => ensureChromium()).toThrow('CHROMIUM_PATH names no file: /opt/gone');
		expect(commands()).toEqual([]);
	});

	it('installs Debian’s package as root', () => {
		vi.spyOn(process, 'getuid').mockReturnValue(0);
		present = ['/usr/bin/apt-get'];
		spawnSync.mockImplementation((_command, args) => {
			if ((args as string[])[0] === 'install') present.push('/usr/bin/chromium');
			return { status: 0 };
		});
		expect(ensureChromium()).toBe('/usr/bin/chromium');
		expect(commands()).toEqual(['apt-get update', 'apt-get install']);
	});

	it.each([
		['not root', 1000, ['/usr/bin/apt-get'], ['npx playwright']],
		['without apt', 0, [], ['npx playwright']],
		['when apt fails', 0, ['/usr/bin/apt-get'], ['apt-get update', 'npx playwright']]
	])('downloads Playwright’s when %s', (_, uid, files, expected) => {
		vi.spyOn(process, 'getuid').mockReturnValue(uid);
		present = [...files];
		spawnSync.mockImplementation((command) => {
			if (command === 'npx') present.push(downloaded);
			return { status: command === 'npx' ? 0 : 1 };
		});
		expect(ensureChromium()).toBe(downloaded);
		expect(commands()).toEqual(expected);
	});

	it('says what to do when nothing works', () => {
		spawnSync.mockImplementation(() => ({ status: 1 }));
		expect(() => ensureChromium()).toThrow(/apt install chromium.*CHROMIUM_PATH=/);
	});
});
