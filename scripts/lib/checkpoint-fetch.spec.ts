import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { FetchError, fetchCheckpoint } from './checkpoint-fetch.ts';
import type { CheckpointManifest } from './checkpoint-manifest.ts';
import {
	answerStatus,
	closedPortUrl,
	cutLine,
	serveFirst,
	serveSlowly,
	serveWhole,
	startHub,
	type LoopbackHub
} from './testing/loopback-hub.ts';
import { seededRandom } from '../../src/lib/util/seeded-random.ts';

const random = seededRandom(3);
const WEIGHTS = Buffer.from(Uint8Array.from({ length: 300_000 }, () => random() * 256));
const FILES = new Map([
	['config.json', Buffer.from('{"model_type":"gpt2"}')],
	['tokenizer.json', Buffer.from(`{"words":"${'x'.repeat(5000)}"}`)],
	['model.safetensors', WEIGHTS]
]);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const MANIFEST: CheckpointManifest = {
	id: 'tiny',
	title: 'Tiny',
	licence: 'MIT',
	layer: 0,
	hub: { repository: 'acme/tiny', revision: '0123456789'.repeat(4) },
	files: [...FILES].map(([name, content]) => ({
		name: name as 'config.json',
		// The hub's page gives no size for tokenizer.json; a manifest may lack it.
		sizeBytes: name === 'tokenizer.json' ? undefined : content.length,
		sha256: sha256(content)
	}))
};
const BOTH_WAYS =
	/npm run model -- tiny`.*fetch acme\/tiny elsewhere.*npm run model -- tiny --checkpoint DIR`/;

let folder: string;
let dir: string;
let hub: LoopbackHub;
const formerEndpoint = process.env.HF_ENDPOINT;

beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'checkpoint-fetch-'));
});
beforeEach(async () => {
	dir = path.join(mkdtempSync(path.join(folder, 'case-')), 'tiny');
	hub = await startHub(FILES);
	process.env.HF_ENDPOINT = hub.url;
});
afterEach(() => hub.close());
afterAll(() => {
	if (formerEndpoint === undefined) delete process.env.HF_ENDPOINT;
	else process.env.HF_ENDPOINT = formerEndpoint;
	rmSync(folder, { recursive: true, force: true });
});

const fetchIt = (options: { stallMs?: number; quiet?: boolean } = {}) =>
	fetchCheckpoint(MANIFEST, dir, { quiet: true, retryMs: 1, ...options });
const weightsRequests = () => hub.requests.filter(({ file }) => file === 'model.safetensors');

function expectWhole(): void {
	expect(readdirSync(dir).sort()).toEqual([...FILES.keys()].sort());
	for (const [name, content] of FILES) expect(readFileSync(path.join(dir, name)).equals(content)).toBe(true);
}

describe('a sound hub', () => {
	it('gives all files, each asked for once, at the manifest’s revision', async () => {
		expect(await fetchIt()).toBe(dir);
		expectWhole();
		expect(hub.requests.map(({ file, range }) => [file, range])).toEqual(
			[...FILES.keys()].map((name) => [name, undefined])
		);
	});

	it('is not asked for what is there already', async () => {
		await fetchIt();
		rmSync(path.join(dir, 'tokenizer.json'));
		hub.requests.length = 0;
		await fetchIt();
		expectWhole();
		expect(hub.requests.map(({ file }) => file)).toEqual(['tokenizer.json']);
	});

	it('is shown as progress with the name of each file', async () => {
		const written: string[] = [];
		const spy = vi
			.spyOn(process.stderr, 'write')
			.mockImplementation((text) => written.push(String(text)) > 0);
		try {
			await fetchIt({ quiet: false });
		} finally {
			spy.mockRestore();
		}
		for (const name of FILES.keys()) {
			expect(written.join('')).toMatch(new RegExp(`Fetching tiny ${name}: done in`));
		}
	});

	it('may send elsewhere, and Range goes along', async () => {
		const redirect = (_: unknown, response: ServerResponse) =>
			void response.writeHead(302, { location: '/cdn/model.safetensors' }).end();
		hub.script('model.safetensors', redirect, serveFirst(100_000, cutLine), redirect);
		await fetchIt();
		expectWhole();
		expect(weightsRequests().at(-1)!.range).toMatch(/^bytes=\d+-$/);
	});
});

describe('a cut line', () => {
	it('is taken up where it broke: no byte comes twice', async () => {
		hub.script('model.safetensors', serveFirst(100_000, cutLine), serveFirst(50_000, cutLine));
		await fetchIt();
		expectWhole();
		const ranges = weightsRequests().map(({ range }) => range);
		expect(ranges).toEqual([undefined, 'bytes=100000-', 'bytes=150000-']);
	});

	it('is taken up from the start when the server ignores Range', async () => {
		hub.script('model.safetensors', serveFirst(100_000, cutLine), serveWhole);
		await fetchIt();
		expectWhole();
		expect(weightsRequests().map(({ range }) => range)).toEqual([undefined, 'bytes=100000-']);
	});

	it('keeps what came when it stays cut, and a later run goes on from there', async () => {
		hub.script('model.safetensors', ...Array.from({ length: 4 }, () => serveFirst(10_000, cutLine)));
		await expect(fetchIt()).rejects.toThrow(BOTH_WAYS);
		expect(existsSync(path.join(dir, 'model.safetensors'))).toBe(false);
		expect(statSync(path.join(dir, 'model.safetensors.part')).size).toBe(40_000);
		await fetchIt();
		expectWhole();
		expect(weightsRequests().at(-1)!.range).toBe('bytes=40000-');
	});

	it('that only hangs is given up after the stall time', async () => {
		hub.script('model.safetensors', serveFirst(20_000), serveFirst(0));
		await fetchIt({ stallMs: 100 });
		expectWhole();
		expect(weightsRequests().map(({ range }) => range)).toEqual([undefined, 'bytes=20000-', 'bytes=20000-']);
	});

	it('is not what a slow one is: as long as bytes come, it is waited for', async () => {
		hub.script('model.safetensors', serveSlowly(8, 50));
		await fetchIt({ stallMs: 200 });
		expectWhole();
		expect(weightsRequests().length).toBe(1);
	});

	it('of a file of unknown size is taken up too', async () => {
		hub.script('tokenizer.json', serveFirst(1000, cutLine));
		await fetchIt();
		expectWhole();
		expect(hub.requests.filter(({ file }) => file === 'tokenizer.json')[1]!.range).toBe('bytes=1000-');
	});
});

describe('a part left from before', () => {
	const leavePart = (name: string, content: Buffer) => {
		mkdirSync(dir, { recursive: true });
		writeFileSync(path.join(dir, `${name}.part`), content);
	};

	it('that is whole is only checked, not fetched', async () => {
		leavePart('model.safetensors', WEIGHTS);
		await fetchIt();
		expectWhole();
		expect(weightsRequests()).toEqual([]);
	});

	it.each([
		['longer than the file (416)', Buffer.concat([WEIGHTS, Buffer.from('more')])],
		['full of other bytes', Buffer.alloc(WEIGHTS.length, 1)],
		['beginning with other bytes', Buffer.alloc(1000, 1)]
	])('%s is fetched anew', async (_, content) => {
		leavePart('model.safetensors', content);
		await fetchIt();
		expectWhole();
	});

	it('whole, of a file of unknown size (416), is fetched anew', async () => {
		leavePart('tokenizer.json', FILES.get('tokenizer.json')!);
		await fetchIt();
		expectWhole();
	});

	it('by a killed process is resumed', async () => {
		hub.script('model.safetensors', serveFirst(120_000));
		const module = path.join(import.meta.dirname, 'checkpoint-fetch.ts');
		const code = `const { fetchCheckpoint } = await import(${JSON.stringify(module)});
			await fetchCheckpoint(${JSON.stringify(MANIFEST)}, ${JSON.stringify(dir)}, { quiet: true });`;
		const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' });
		const part = path.join(dir, 'model.safetensors.part');
		const hasAll = () => existsSync(part) && statSync(part).size === 120_000;
		await vi.waitFor(() => expect(hasAll()).toBe(true), { timeout: 20_000, interval: 20 });
		child.kill('SIGKILL');
		await new Promise((resolve) => child.once('exit', resolve));
		await fetchIt();
		expectWhole();
		expect(weightsRequests().map(({ range }) => range)).toEqual([undefined, 'bytes=120000-']);
	});
});

describe('a hub that fails', () => {
	it.each([500, 503, 429])('with %i once is asked again', async (status) => {
		hub.script('config.json', answerStatus(status));
		await fetchIt();
		expectWhole();
	});

	it.each([401, 403, 404])(
		'with %i is not asked again; the error says so and names both ways',
		async (status) => {
			hub.script('config.json', answerStatus(status));
			const error = await fetchIt().catch((caught: unknown) => caught);
			expect(error).toBeInstanceOf(FetchError);
			expect((error as Error).message).toContain(`config.json: the server answered ${status}`);
			expect((error as Error).message).toMatch(BOTH_WAYS);
			expect(hub.requests.length).toBe(1);
			expect(existsSync(dir)).toBe(false);
		}
	);

	it('with wrong bytes once gets another try; always, and nothing of it stays', async () => {
		const wrong = (_: unknown, response: ServerResponse) =>
			void response.end(Buffer.alloc(WEIGHTS.length, 7));
		hub.script('model.safetensors', wrong);
		await fetchIt();
		expectWhole();
		rmSync(dir, { recursive: true });
		hub.script('model.safetensors', wrong, wrong, wrong, wrong);
		await expect(fetchIt()).rejects.toThrow(/model\.safetensors: what came is damaged .*SHA-256/);
		expect(readdirSync(dir).sort()).toEqual(['config.json', 'tokenizer.json']);
	});

	it('with a body that is too long is refused, and nothing of it stays', async () => {
		const long = (_: unknown, response: ServerResponse) =>
			void response.end(Buffer.alloc(WEIGHTS.length + 1, 7));
		hub.script('model.safetensors', long);
		await expect(fetchIt()).rejects.toThrow(/model\.safetensors: the server sends more than it should/);
		expect(readdirSync(dir).sort()).toEqual(['config.json', 'tokenizer.json']);
		await fetchIt();
		expectWhole();
	});

	it('by not being there: the error names both ways and nothing stays', async () => {
		process.env.HF_ENDPOINT = await closedPortUrl();
		const error = await fetchIt().catch((caught: unknown) => caught);
		expect(error).toBeInstanceOf(FetchError);
		expect((error as Error).message).toMatch(/^no connection to 127\.0\.0\.1:\d+\. /);
		expect((error as Error).message).toMatch(BOTH_WAYS);
		expect(existsSync(dir)).toBe(false);
	});

	it('by an address that is none: the error names HF_ENDPOINT', async () => {
		process.env.HF_ENDPOINT = 'not an address';
		const error = await fetchIt().catch((caught: unknown) => caught);
		expect(error).toBeInstanceOf(FetchError);
		expect((error as Error).message).toContain('HF_ENDPOINT');
	});

	it('ends the line of its progress, so that the error starts on a fresh one', async () => {
		hub.script('config.json', answerStatus(404));
		const written: string[] = [];
		const spy = vi
			.spyOn(process.stderr, 'write')
			.mockImplementation((text) => written.push(String(text)) > 0);
		const { isTTY } = process.stderr;
		process.stderr.isTTY = true;
		try {
			await expect(fetchIt({ quiet: false })).rejects.toThrow(/404/);
		} finally {
			process.stderr.isTTY = isTTY;
			spy.mockRestore();
		}
		expect(written.at(-1)).toBe('\n');
	});
});

it.skipIf(!existsSync('/dev/full'))('says that the disk is full, and by which file', async () => {
	mkdirSync(dir, { recursive: true });
	symlinkSync('/dev/full', path.join(dir, 'config.json.part'));
	const error = await fetchIt().catch((caught: unknown) => caught);
	expect(error).toBeInstanceOf(FetchError);
	expect((error as Error).message).toMatch(/The disk is full: .*config\.json\.part could not be written/);
});
