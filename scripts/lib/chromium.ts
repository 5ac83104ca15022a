// Finds a Chromium for the browser tests, or gets one: the system's own first, then Debian's package when root,
// then Playwright's download. Owns no browser process.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const SYSTEM_PATHS = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/snap/bin/chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium'
];

/** Switches for a headless browser that talks to nobody but the test server. */
export const CHROMIUM_ARGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--no-first-run'
];

function playwrightPath(): string | undefined {
	const executable = chromium.executablePath();
	return existsSync(executable) ? executable : undefined;
}

/** Path of a Chromium already on this machine (CHROMIUM_PATH wins), or undefined. */
export function findChromium(): string | undefined {
	const chosen = process.env.CHROMIUM_PATH;
	if (chosen) return existsSync(chosen) ? chosen : undefined;
	return SYSTEM_PATHS.find((candidate) => existsSync(candidate)) ?? playwrightPath();
}

function run(command: string, args: string[]): boolean {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	return spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env }).status === 0;
}

function installFromDebian(): boolean {
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
	return (
		run('apt-get', ['update', '-qq']) &&
		run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'])
	);
}

/** Path of a Chromium, installed first if there is none. Throws with what to do when none can be had. */
export function ensureChromium(): string {
	const found = findChromium();
	if (found) return found;
	if (process.env.CHROMIUM_PATH) throw new Error(`CHROMIUM_PATH names no file: ${process.env.CHROMIUM_PATH}`);
	console.log('No Chromium found: installing one for the browser tests.');
	if (!installFromDebian()) run('npx', ['playwright', 'install', 'chromium']);
	const installed = findChromium();
	if (installed) return installed;
	throw new Error(
		'The browser tests need Chromium and none could be installed. Install it (Debian: apt install chromium) ' +
			'or name one: CHROMIUM_PATH=/path/to/chrome npm test'
	);
}
