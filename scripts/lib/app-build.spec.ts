import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureBuild, hashSources, isBuilt } from './app-build.ts';

const SOURCES = {
	'src/app.html': '<html></html>',
	'src/lib/a.ts': 'a',
	'supabase/migrations/1.sql': 'create table a ();',
	'static/favicon.svg': '<svg/>',
	'package-lock.json': '{}',
	'svelte.config.js': 'export default {}',
	'vite.config.ts': 'export default {}'
};

let root: string;
const write = (file: string, content: string) => {
	mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
	writeFileSync(path.join(root, file), content);
};
beforeEach(() => {
	root = mkdtempSync(path.join(tmpdir(), 'app-build-'));
	for (const [file, content] of Object.entries(SOURCES)) write(file, content);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('hashSources', () => {
	it.each(Object.keys(SOURCES))('changes with %s', (file) => {
		const before = hashSources(root);
		write(file, `${SOURCES[file as 'src/lib/a.ts']} `);
		expect(hashSources(root)).not.toBe(before);
		write(file, SOURCES[file as 'src/lib/a.ts']);
		expect(hashSources(root)).toBe(before);
	});

	it.each([
		['a new file', () => write('src/lib/b.ts', '')],
		['a file gone', () => rmSync(path.join(root, 'src/lib/a.ts'))],
		['content moved to another file', () => (write('src/lib/a.ts', ''), write('src/lib/b.ts', 'a'))],
		['a file like a generated folder', () => write('static/models.svg', '')],
		['a folder of generated files’ name elsewhere', () => write('src/static/models/a.ts', '')]
	])('changes with %s', (_, change) => {
		const before = hashSources(root);
		change();
		expect(hashSources(root)).not.toBe(before);
	});

	it.each([
		['a spec', () => write('src/lib/a.spec.ts', 'x')],
		['a component’s spec', () => write('src/lib/A.svelte.spec.ts', 'x')],
		['a journey', () => write('src/routes/a.e2e.ts', 'x')],
		['what tests share', () => write('src/testing/a.ts', 'x')],
		['a model', () => write('static/models/starter/manifest.json', '{}')],
		['a campaign', () => write('static/campaigns/starter/manifest.json', '{}')],
		['a script', () => write('scripts/start.ts', 'x')],
		['a document', () => write('README.md', 'x')],
		['a file’s time', () => utimesSync(path.join(root, 'src/app.html'), 1, 1)]
	])('does not change with %s', (_, change) => {
		const before = hashSources(root);
		change();
		expect(hashSources(root)).toBe(before);
	});
});

/** Puts a stand-in where Vite lies: the real one takes many seconds. */
const VITE = 'node_modules/vite/bin/vite.js';
const writesBuild = `const fs = require('node:fs');
	fs.mkdirSync('build/client/models', { recursive: true });
	fs.writeFileSync('build/client/models/weights.bin', 'a copy');
	fs.writeFileSync('build/client/app.js', 'x'.repeat(2000));
	fs.mkdirSync('build/client/_app/immutable/workers', { recursive: true });
	fs.writeFileSync('build/client/_app/version.json', '{"version":"7"}');
	fs.writeFileSync('build/client/_app/immutable/start.AbC.js', 'start');
	fs.writeFileSync('build/client/_app/immutable/workers/ort.wasm', 'engine');
	fs.writeFileSync('build/client/_app/immutable/workers/ort.asyncify-x.wasm', 'for WebGPU');
	fs.appendFileSync('build/handler.js', 'built;');
	console.log('one\\ntwo'); console.error(process.env.NODE_ENV);`;

describe('ensureBuild', () => {
	it('builds once for the same sources, again for others, and tells each line', async () => {
		write(VITE, writesBuild);
		const lines: string[] = [];
		expect(isBuilt(root)).toBe(false);
		expect(await ensureBuild(root, (line) => lines.push(line))).toBe(true);
		expect(lines.sort()).toEqual(['one', 'production', 'two']);
		expect(isBuilt(root)).toBe(true);
		expect(existsSync(path.join(root, 'build/client/app.js.br'))).toBe(true);
		expect(existsSync(path.join(root, 'build/client/models'))).toBe(false);
		expect(await ensureBuild(root)).toBe(false);
		write('src/lib/a.ts', 'b');
		expect(isBuilt(root)).toBe(false);
		expect(await ensureBuild(root)).toBe(true);
	});

	it('lists what a device keeps of the app, each file with its hash', async () => {
		write(VITE, writesBuild);
		await ensureBuild(root);
		const list = JSON.parse(readFileSync(path.join(root, 'build/client/shell-files.json'), 'utf8'));
		const hash = (text: string) => createHash('sha256').update(text).digest('hex');
		expect(list).toEqual({
			version: '7',
			files: [
				{ path: '/_app/immutable/start.AbC.js', sizeBytes: 5, sha256: hash('start'), keep: 'always' },
				{ path: '/_app/immutable/workers/ort.wasm', sizeBytes: 6, sha256: hash('engine'), keep: 'asked' }
			]
		});
	});

	it('builds again when the build is gone or was never finished', async () => {
		write(VITE, writesBuild);
		await ensureBuild(root);
		rmSync(path.join(root, 'build/handler.js'));
		expect(await ensureBuild(root)).toBe(true);
		rmSync(path.join(root, 'build/.sources-sha256'));
		expect(await ensureBuild(root)).toBe(true);
	});

	it('fails with the last lines of the build, and does not take it for done', async () => {
		write(VITE, `${writesBuild} console.error('a.ts is wrong'); process.exit(3);`);
		await expect(ensureBuild(root)).rejects.toThrow(/Building the app failed.*a\.ts is wrong/s);
		expect(isBuilt(root)).toBe(false);
	});
});
