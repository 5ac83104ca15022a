import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../util/seeded-random.ts';
import { download, type DownloadOptions } from './download.ts';
import { noStore } from './part-store.ts';
import {
	sendCut,
	sendRange,
	sendSlowly,
	startFaultyServer,
	type FaultyServer,
	type Respond
} from './testing/faulty-server.ts';
import { MemoryStore } from './testing/memory-store.ts';

const random = seededRandom(1);
const content = Uint8Array.from({ length: 50_000 }, () => random() * 256);
const file = {
	path: 'file.bin',
	sizeBytes: content.length,
	sha256: createHash('sha256').update(content).digest('hex')
};

let server: FaultyServer | undefined;
afterEach(() => server?.close());

async function get(respond: Respond, options: Partial<DownloadOptions> = {}) {
	server = await startFaultyServer(respond);
	let counted = 0;
	const bytes = await download(server.url, file, {
		store: noStore,
		retryMs: 1,
		onBytes: (change) => (counted += change),
		...options
	});
	expect(Buffer.from(bytes).equals(content)).toBe(true);
	expect(counted).toBe(content.length);
	return server.requests;
}

const wrong = () => content.map((byte, i) => (i === 30_000 ? byte ^ 1 : byte));

describe('a download', () => {
	it('from a good server takes one request', async () => {
		expect(await get((response, from) => sendRange(response, content, from))).toEqual(['']);
	});

	it('goes on by Range after each cut', async () => {
		const requests = await get((response, from, request) =>
			request <= 6 ? sendCut(response, content, from, 7_000) : sendRange(response, content, from)
		);
		expect(requests).toEqual(['', ...[1, 2, 3, 4, 5, 6].map((n) => `bytes=${n * 7_000}-`)]);
	});

	it('starts anew where a server ignores Range', async () => {
		const requests = await get((response, from, request) =>
			request === 1 ? sendCut(response, content, 0, 7_000) : sendRange(response, content, 0)
		);
		expect(requests.length).toBe(2);
	});

	it('starts anew where a server answers another range', async () => {
		const requests = await get((response, from, request) => {
			if (request === 1) sendCut(response, content, 0, 7_000);
			else sendRange(response, content, request === 2 ? from + 10 : 0, request === 2);
		});
		expect(requests.length).toBe(3);
	});

	it.each([500, 503, 429])('is tried again after %i', async (status) => {
		const requests = await get((response, from, request) => {
			if (request > 2) return sendRange(response, content, from);
			response.writeHead(status).end('busy');
		});
		expect(requests.length).toBe(3);
	});

	it('gives a silent connection up and goes on', async () => {
		const requests = await get(
			(response, from, request) => {
				if (request > 1) return sendRange(response, content, from);
				response.writeHead(200, { 'content-length': content.length });
				response.write(content.subarray(0, 9_000));
			},
			{ stallMs: 100 }
		);
		expect(requests).toEqual(['', 'bytes=9000-']);
	});

	it('is patient with a slow connection that brings something all the time', async () => {
		const stallMs = 300; // half of what the whole takes
		const requests = await get((response) => void sendSlowly(response, content, 2_500, 30), { stallMs });
		expect(requests).toEqual(['']);
	});

	it('fetches wrong bytes again, once', async () => {
		const requests = await get((response, from, request) =>
			sendRange(response, request === 1 ? wrong() : content, from)
		);
		expect(requests).toEqual(['', '']);
	});

	it.each([
		['wrong bytes for ever', () => wrong()],
		['more bytes than the file has', () => Uint8Array.from([...content, 1, 2, 3])]
	])('refuses %s as corrupt', async (_, sent) => {
		await expect(get((response) => sendRange(response, sent(), 0))).rejects.toMatchObject({
			code: 'corrupt'
		});
		expect(server!.requests.length).toBe(2);
	});

	it.each([
		[
			'a file that ends too early',
			(response, from) => sendRange(response, content.slice(0, 100), Math.min(from, 50))
		],
		['a line that is always cut', (response) => response.destroy()],
		['a server that always fails', (response) => response.writeHead(500).end()]
	] as [string, Respond][])('gives up on %s as a network error', async (_, respond) => {
		await expect(get(respond)).rejects.toMatchObject({ code: 'network' });
	});

	it('names a file that is not there at once', async () => {
		const missing = get((response) => response.writeHead(404).end());
		await expect(missing).rejects.toMatchObject({ code: 'not-found' });
		expect(server!.requests.length).toBe(1);
	});
});

describe('what is kept', () => {
	it('whole, is not asked for again', async () => {
		const store = new MemoryStore();
		await get((response, from) => sendRange(response, content, from), { store });
		expect(store.files.get(file.path)!.length).toBe(content.length);
		await server!.close();
		expect(await get(() => expect.unreachable(), { store })).toEqual([]);
	});

	it('in part, is gone on from after a closed tab', async () => {
		const store = new MemoryStore();
		store.files.set(file.path, content.slice(0, 20_000));
		const requests = await get((response, from) => sendRange(response, content, from), { store });
		expect(requests).toEqual(['bytes=20000-']);
		expect(Buffer.from(store.files.get(file.path)!).equals(content)).toBe(true);
	});

	it.each([
		['damaged', wrong()],
		['another file’s beginning', wrong().slice(0, 40_000)],
		['too long', new Uint8Array(60_000)]
	])('%s, is replaced', async (_, kept) => {
		const store = new MemoryStore();
		store.files.set(file.path, kept);
		await get((response, from) => sendRange(response, content, from), { store });
		expect(Buffer.from(store.files.get(file.path)!).equals(content)).toBe(true);
	});

	it('and damaged, is told of, dropped, and named while nobody answers', async () => {
		const store = new MemoryStore();
		store.files.set(file.path, wrong());
		let damaged = 0;
		const options = { store, onDamaged: () => void damaged++ };
		const lost = get((response) => response.destroy(), options);
		await expect(lost).rejects.toMatchObject({
			code: 'network',
			message: expect.stringContaining(file.path)
		});
		expect([damaged, store.files.get(file.path)?.length ?? 0]).toEqual([1, 0]);
		await server!.close();
		await get((response, from) => sendRange(response, content, from), options);
		expect(damaged).toBe(1);
		expect(Buffer.from(store.files.get(file.path)!).equals(content)).toBe(true);
	});

	it('and no longer fits the server (416), is dropped', async () => {
		const store = new MemoryStore();
		store.files.set(file.path, content.slice(0, 20_000));
		const requests = await get(
			(response, from) => {
				if (from > 0) response.writeHead(416).end();
				else sendRange(response, content, 0);
			},
			{ store }
		);
		expect(requests).toEqual(['bytes=20000-', '']);
	});

	it('may fill the device: the download goes on in memory and says so', async () => {
		let isFull = false;
		await get((response, from) => sendRange(response, content, from), {
			store: new MemoryStore(10_000),
			onFull: () => (isFull = true)
		});
		expect(isFull).toBe(true);
	});
});
