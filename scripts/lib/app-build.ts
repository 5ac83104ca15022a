// Builds the SvelteKit app when its sources have changed since the last build, and only then.
// Owns build/ and the stamp in it; must not run while a server uses the folder.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { precompress } from './precompress.ts';
import { writeShellFiles } from './shell-files.ts';

const STAMP = 'build/.sources-sha256';
/** Everything the build reads; generated models and campaigns are served from static/ directly. */
const SOURCES = [
	'src',
	'supabase/migrations',
	'static',
	'package-lock.json',
	'svelte.config.js',
	'vite.config.ts'
];
/** What only tests read changes nothing. */
const ONLY_TESTS = /\.(spec|e2e)\.ts$|^src\/testing\//;
const GENERATED = new Set(['static/models', 'static/campaigns']);

/** Files below `entry`, in a fixed order, generated folders left out. */
function filesBelow(root: string, entry: string): string[] {
	if (GENERATED.has(entry)) return [];
	const children = readdirSync(path.join(root, entry), { withFileTypes: true });
	return children
		.toSorted((a, b) => (a.name < b.name ? -1 : 1))
		.flatMap((child) => {
			const childPath = `${entry}/${child.name}`;
			return child.isDirectory() ? filesBelow(root, childPath) : [childPath];
		});
}

/** SHA-256 over names and contents of all sources of the build. */
export function hashSources(root: string): string {
	const hash = createHash('sha256');
	for (const source of SOURCES) {
		const files = source.includes('.') ? [source] : filesBelow(root, source);
		for (const file of files) {
			if (ONLY_TESTS.test(file)) continue;
			const content = readFileSync(path.join(root, file));
			hash.update(`${file}\0${content.length}\0`).update(content);
		}
	}
	return hash.digest('hex');
}

/** True when build/ was made from exactly these sources. */
export function isBuilt(root: string, sourcesHash = hashSources(root)): boolean {
	const stamp = path.join(root, STAMP);
	const handler = path.join(root, 'build/handler.js');
	return existsSync(handler) && existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === sourcesHash;
}

/**
 * Runs `vite build` unless build/ is up to date. `onLine` gets the build's output line by line.
 * The stamp is written last, so an interrupted build is simply done again. Returns whether it built.
 */
export async function ensureBuild(root: string, onLine: (line: string) => void = () => {}): Promise<boolean> {
	const sourcesHash = hashSources(root);
	if (isBuilt(root, sourcesHash)) return false;
	rmSync(path.join(root, STAMP), { force: true });
	const output: string[] = [];
	const vite = path.join(root, 'node_modules/vite/bin/vite.js');
	const child = spawn(process.execPath, [vite, 'build'], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, NODE_ENV: 'production' }
	});
	const collect = (chunk: Buffer) => {
		for (const line of chunk.toString().split('\n').filter(Boolean)) {
			output.push(line);
			onLine(line);
		}
	};
	child.stdout.on('data', collect);
	child.stderr.on('data', collect);
	const exitCode = await new Promise<number | null>((resolve, reject) => {
		child.on('error', reject);
		child.on('close', resolve);
	});
	if (exitCode !== 0) {
		throw new Error(
			`Building the app failed. The last lines of \`vite build\`:\n${output.slice(-30).join('\n')}`
		);
	}
	// The server takes generated files from static/ itself; copies would only go stale.
	for (const entry of GENERATED) {
		rmSync(path.join(root, 'build/client', path.basename(entry)), { recursive: true, force: true });
	}
	writeShellFiles(path.join(root, 'build/client'));
	await precompress(path.join(root, 'build/client'));
	writeFileSync(path.join(root, STAMP), `${sourcesHash}\n`);
	return true;
}
