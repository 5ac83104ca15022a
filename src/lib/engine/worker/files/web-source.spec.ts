// Manifest and files of the starter over a real server, as a browser's worker asks for them.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import sirv from 'sirv';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ensureModel } from '../../../../../scripts/lib/model-build.ts';
import type { ModelManifest, TableFile } from '../../../interp/model-manifest.ts';
import { rowBytes } from '../../../interp/table-encoding.ts';
import { folderSource } from '../../node/folder-source.ts';
import { fetchManifest, removeStale } from './fetch-manifest.ts';
import { noStore } from './part-store.ts';
import { MemoryStore } from './testing/memory-store.ts';
import { WebSource } from './web-source.ts';

let server: Server;
let manifestUrl: string;
let dir: string;
let manifest: ModelManifest;
let requests: { path: string; range: string }[] = [];
let isRangeIgnored = false;

beforeAll(async () => {
	({ dir, manifest } = await ensureModel('starter', { quiet: true }));
	const serve = sirv(path.dirname(dir), { dev: true });
	const respond = (request: IncomingMessage, response: ServerResponse) => {
		requests.push({ path: path.basename(request.url!), range: request.headers.range ?? '' });
		if (isRangeIgnored) delete request.headers.range;
		serve(request, response, () => void response.writeHead(404).end());
	};
	server = createServer(respond);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	manifestUrl = `http://127.0.0.1:${port}/starter/manifest.json`;
});
afterAll(() => server.close());
beforeEach(() => {
	requests = [];
	isRangeIgnored = false;
});

/** The starter's embeddings as if they were too large to fetch whole at once. */
const largeTable = (): TableFile => manifest.builds.standard.tokens;
const open = (store = new MemoryStore(), smallTableBytes = 0) =>
	new WebSource({ manifestUrl, store, smallTableBytes, retryMs: 1 });

async function expectRows(source: WebSource, wanted: number[]): Promise<void> {
	const table = largeTable();
	const size = rowBytes(table.columnExponents.length, table.encoding);
	const expected = await folderSource(dir).rows(table)(wanted, size);
	const actual = await source.rows(table)(wanted, size);
	expect(actual.map((row) => Buffer.from(row).toString('hex'))).toEqual(
		expected.map((row) => Buffer.from(row).toString('hex'))
	);
}

describe('a table', () => {
	it('gives rows by Range while it is not here, and from this device once it is', async () => {
		const source = open();
		await expectRows(source, [8000, 3, 5]);
		expect(source.hasLooseRows).toBe(true);
		expect(requests.every(({ range }) => range !== '')).toBe(true);
		await source.keepTables(manifest.builds.standard);
		requests = [];
		await expectRows(source, [17, 8191]);
		expect(requests).toEqual([]);
	});

	it('is had whole where the server ignores Range', async () => {
		isRangeIgnored = true;
		const source = open();
		await expectRows(source, [1, 4000]);
		expect(source.hasLooseRows).toBe(false);
	});

	it('is had whole when it is small, and again without the network when it was kept', async () => {
		const store = new MemoryStore();
		await expectRows(open(store, Infinity), [9]);
		expect(requests.map(({ range }) => range)).toEqual(['']);
		requests = [];
		await expectRows(open(store), [9, 10]);
		expect(requests).toEqual([]);
	});

	it('works where nothing can be kept', async () => {
		const source = new WebSource({ manifestUrl, store: noStore, smallTableBytes: 0 });
		expect(source.keeping).toBe('unavailable');
		await source.keepTables(manifest.builds.standard);
		await expectRows(source, [2, 8000]);
	});

	it('says when this device has no room', async () => {
		const source = open(new MemoryStore(1_000_000));
		await source.keepTables(manifest.builds.standard);
		expect(source.keeping).toBe('full');
		await expectRows(source, [2, 8000]);
	});
});

describe('the manifest', () => {
	it('is asked for each time, and kept for when there is no connection', async () => {
		const store = new MemoryStore();
		expect(await fetchManifest(manifestUrl, store)).toEqual(manifest);
		const offline = manifestUrl.replace(/:\d+/, ':1');
		expect(await fetchManifest(offline, store)).toEqual(manifest);
		await expect(fetchManifest(offline, noStore)).rejects.toMatchObject({ code: 'network' });
		await expect(fetchManifest(manifestUrl.replace('starter', 'none'), store)).rejects.toMatchObject({
			code: 'not-found'
		});
	});

	it('takes away what it does not name, and nothing else', async () => {
		const store = new MemoryStore();
		const { path: stage } = manifest.builds.standard.stages[0]!;
		for (const name of ['manifest.json', 'runtime.json', stage, 'stage-0.older.bin']) {
			store.files.set(name, new Uint8Array(3));
		}
		await removeStale(store, manifest);
		expect((await store.names()).sort()).toEqual([stage, 'manifest.json', 'runtime.json'].sort());
	});
});
