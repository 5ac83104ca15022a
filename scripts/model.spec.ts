import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closedPortUrl } from './lib/testing/loopback-hub.ts';
import { randomCheckpoint, writeCheckpoint } from './lib/testing/random-checkpoint.ts';

const root = path.resolve(import.meta.dirname, '..');
const fetched = path.join(root, '.cache/models/gpt2-small');
const TINY = { n_layer: 1, n_head: 1, n_embd: 4, n_inner: 4, n_positions: 4, vocab_size: 4 };
let folder: string;

beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'model-command-'));
	writeCheckpoint(path.join(folder, 'random'), TINY, randomCheckpoint(TINY, 1));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command as `npm run model -- ARGS` does. */
async function model(args: string[], env: Record<string, string> = {}) {
	const script = path.join(root, 'scripts/model.ts');
	const child = spawn(process.execPath, [script, ...args], { cwd: root, env: { ...process.env, ...env } });
	let [stdout, stderr] = ['', ''];
	child.stdout.on('data', (chunk) => (stdout += chunk));
	child.stderr.on('data', (chunk) => (stderr += chunk));
	const exitCode = await new Promise((resolve) => child.once('close', resolve));
	return { exitCode, stdout, stderr };
}

describe('npm run model', () => {
	it.skipIf(existsSync(fetched)).concurrent(
		'names both ways without network, and leaves nothing',
		async () => {
			const { exitCode, stderr } = await model(['gpt2-small'], { HF_ENDPOINT: await closedPortUrl() });
			expect(exitCode).toBe(1);
			expect(stderr).toMatch(/no connection to 127\.0\.0\.1:\d+/);
			expect(stderr).toContain('connect to the network and run `npm run model -- gpt2-small` again');
			expect(stderr).toContain('npm run model -- gpt2-small --checkpoint DIR');
			expect(stderr).not.toMatch(/^\s+at /m); // words, no stack
			expect(existsSync(fetched)).toBe(false);
		}
	);

	it.concurrent('refuses another checkpoint as gpt2-small by its hash', async () => {
		const { exitCode, stderr } = await model(['gpt2-small', '--checkpoint', path.join(folder, 'random')]);
		expect(exitCode).toBe(1);
		expect(stderr).toMatch(/is not gpt2-small's: its SHA-256 is [0-9a-f]{64}, not [0-9a-f]{64}/);
		expect(stderr).not.toMatch(/^\s+at /m);
	});

	it.concurrent.each([
		['no id', [], /npm run model -- ID/],
		['two ids', ['starter', 'gpt2-small'], /npm run model -- ID/],
		['an option that it does not have', ['starter', '--fast'], /--fast/],
		[
			'a layer that is no number',
			['starter', '--layer', 'two'],
			/--layer must be a number from 0, not "two"/
		],
		['an unknown id', ['llama'], /There is no model "llama"/],
		['a folder that is none', ['mine', '--checkpoint', '/nowhere'], /no config\.json/]
	])('with %s ends with 1 and says why', async (_, args, message) => {
		const { exitCode, stdout, stderr } = await model(args);
		expect(exitCode).toBe(1);
		expect(stdout + stderr).toMatch(message);
		expect(stderr).not.toMatch(/^\s+at /m);
	});

	it.concurrent('explains itself', async () => {
		const { exitCode, stdout } = await model(['--help']);
		expect(exitCode).toBe(0);
		expect(stdout).toContain('--checkpoint DIR');
	});
});
