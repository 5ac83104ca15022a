// The list of the app's own files that a device keeps for offline use, written beside them when the app is built
// (src/lib/shell/shell-list.ts says what is in it). Owns which files those are.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SHELL_LIST_PATH, type ShellFile, type ShellList } from '../../src/lib/shell/shell-list.ts';

/** What pages load; everything else (screenshots, compressed forms, the worker itself) is left out. */
const KEPT =
	/^\/_app\/immutable\/.+\.(?:js|mjs|css|wasm|woff2)$|^\/icons\/|^\/favicon\.svg$|^\/manifest\.webmanifest$/;
/** The engine: 15 MB that only advanced mode needs, so that nobody gets them unasked. */
const ASKED = /^\/_app\/immutable\/workers\//;
/** The runtime for WebGPU is another 27 MB; offline, WebAssembly computes. */
const LEFT_OUT = /\.asyncify[.-][^/]*$/;

function filesBelow(dir: string): string[] {
	return readdirSync(dir, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => `/${path.relative(dir, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/')}`)
		.filter((file) => KEPT.test(file) && !LEFT_OUT.test(file))
		.sort();
}

function listed(dir: string, file: string): ShellFile {
	const bytes = readFileSync(path.join(dir, file));
	return {
		path: file,
		sizeBytes: bytes.length,
		sha256: createHash('sha256').update(bytes).digest('hex'),
		keep: ASKED.test(file) ? 'asked' : 'always'
	};
}

/** Writes the list of the built files below `dir`. Returns it. */
export function writeShellFiles(dir: string): ShellList {
	const { version } = JSON.parse(readFileSync(path.join(dir, '_app/version.json'), 'utf8')) as {
		version: string;
	};
	const list = { version, files: filesBelow(dir).map((file) => listed(dir, file)) };
	writeFileSync(path.join(dir, SHELL_LIST_PATH), `${JSON.stringify(list)}\n`);
	return list;
}
