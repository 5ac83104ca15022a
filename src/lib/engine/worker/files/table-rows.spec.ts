import { afterEach, describe, expect, it } from 'vitest';
import { fetchRows, NoRange, runsOf } from './table-rows.ts';
import { startFaultyServer, type FaultyServer, type Respond } from './testing/faulty-server.ts';

const ROW = 10;
const table = Uint8Array.from({ length: 1000 * ROW }, (_, i) => (i * 7) % 251);
const row = (at: number) => table.slice(at * ROW, (at + 1) * ROW);

let server: FaultyServer | undefined;
afterEach(() => server?.close());

const end = (range: string | undefined) => Number(/-(\d+)$/.exec(range ?? '')![1]) + 1;

async function fetchAll(rows: number[], wrap: (respond: Respond) => Respond = (respond) => respond) {
	const running: FaultyServer = await startFaultyServer(
		wrap((response, from) => {
			const to = end(server!.requests.findLast((range) => range.startsWith(`bytes=${from}-`)));
			response.writeHead(206, { 'content-range': `bytes ${from}-${to - 1}/${table.length}` });
			response.end(table.subarray(from, to));
		})
	);
	server = running;
	return fetchRows(running.url, rows, ROW, 1);
}

describe('rows by Range', () => {
	it('lie together in runs when they are near', () => {
		expect(runsOf([500, 3, 9, 4])).toEqual([
			{ first: 3, end: 10 },
			{ first: 500, end: 501 }
		]);
		expect(runsOf([7, 7])).toEqual([{ first: 7, end: 8 }]);
	});

	it('come in the order asked for', async () => {
		const rows = [999, 0, 40, 41, 300, 2];
		expect(await fetchAll(rows)).toEqual(rows.map(row));
		expect(server!.requests.length).toBe(4);
	});

	it('are asked for again after a failure', async () => {
		const found = await fetchAll([5], (respond) => (response, from, request) => {
			if (request < 3) response.writeHead(503).end();
			else respond(response, from, request);
		});
		expect(found).toEqual([row(5)]);
	});

	it.each([
		['ignores Range', (response) => response.writeHead(200).end(table)],
		['answers 416', (response) => response.writeHead(416).end()]
	] as [string, Respond][])('say so when the server %s', async (_, respond) => {
		await expect(fetchAll([5], () => respond)).rejects.toBeInstanceOf(NoRange);
	});

	it('reject in words when the network is gone', async () => {
		await expect(fetchAll([5], () => (response) => response.destroy())).rejects.toMatchObject({
			code: 'network'
		});
	});
});
