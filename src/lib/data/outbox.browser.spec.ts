// The outbox over the real IndexedDB and Web Locks, two of them as two tabs have; the server is one that does each id
// once, as api.deliver does (supabase/tests/deliveries.spec.ts), and that can be away or die in mid-answer.
import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { err, ok, type Result } from '../util/result.ts';
import type { Store } from './client.ts';
import { openDeviceDb, STEPS, type DeviceDb } from './device-db.ts';
import type { StoreError } from './nouns.ts';
import { Outbox, throughOutbox, type OutboxState } from './outbox.ts';
import { storeError } from './store-errors.ts';

const PATIENCE_MS = 400;
let name: string;
let dbs: DeviceDb[];
let boxes: Outbox[];
let done: string[];
let sent: string[];
/** What the server does with the next deliveries, one each; it answers when there is nothing here. */
let moods: ('dies' | 'fails' | 'refuses' | 'slow' | 'refuses slowly')[];
let isDown: boolean;
const answers = new Map<string, unknown>();

async function deliver(args: Record<string, unknown>): Promise<Result<unknown, StoreError>> {
	const id = args.delivery_id as string;
	const text = (args.args as { text: string }).text;
	sent.push(text);
	const mood = moods.shift();
	if (isDown) return err(storeError('offline'));
	if (mood === 'fails') return err(storeError('server'));
	if (mood?.includes('slow')) await new Promise((resolve) => setTimeout(resolve, 2 * PATIENCE_MS));
	if (mood?.startsWith('refuses')) return err({ code: 'unfit', message: `Not this: ${text}` });
	if (!answers.has(id)) {
		answers.set(id, { done: text });
		done.push(text);
	}
	return mood === 'dies' ? err(storeError('offline')) : ok(answers.get(id));
}

function newTab(): Outbox {
	const box = new Outbox({
		store: { write: (_, args) => deliver(args) },
		db: async () => {
			const db = await openDeviceDb(STEPS, name);
			dbs.push(db);
			return db;
		},
		patienceMs: PATIENCE_MS,
		firstRetryMs: 50
	});
	boxes.push(box);
	return box;
}
const submit = (box: Outbox, text: string) => box.write('submit_explanation', { text });

beforeEach(() => {
	name = `outbox-${crypto.randomUUID()}`;
	[dbs, boxes, done, sent, moods] = [[], [], [], [], []];
	isDown = false;
	answers.clear();
});
afterEach(async () => {
	boxes.forEach((box) => box.close());
	dbs.forEach((db) => db.close());
	await deleteDB(name);
});

describe('the outbox', () => {
	it('gives the answer when the server is there, and keeps nothing', async () => {
		const box = newTab();
		expect(await submit(box, 'words')).toEqual(ok({ done: 'words' }));
		expect(await box.waiting()).toEqual([]);
		expect(sent).toEqual(['words']);
	});

	it('keeps what cannot be sent, and sends it in order once the server is back', async () => {
		const box = newTab();
		isDown = true;
		for (const text of ['one', 'two', 'three']) {
			expect(await submit(box, text)).toMatchObject({ error: { code: 'queued' } });
		}
		expect((await box.waiting()).map(({ args }) => args.text)).toEqual(['one', 'two', 'three']);
		isDown = false;
		await expect.poll(() => done).toEqual(['one', 'two', 'three']);
		expect(await box.waiting()).toEqual([]);
	});

	it('does each write once although the server dies in mid-answer and the tab with it', async () => {
		const first = newTab();
		moods = ['dies'];
		expect(await submit(first, 'once')).toMatchObject({ error: { code: 'queued' } });
		first.close();
		const second = newTab();
		await second.flush();
		expect(done).toEqual(['once']);
		expect(sent.length).toBeGreaterThan(1);
		expect(await second.waiting()).toEqual([]);
	});

	it('sends from one of two tabs, and both callers hear their answer', async () => {
		const [a, b] = [newTab(), newTab()];
		const texts = ['a1', 'b1', 'a2', 'b2'];
		const found = await Promise.all(texts.map((text, i) => submit(i % 2 ? b : a, text)));
		expect(found).toEqual(texts.map((text) => ok({ done: text })));
		expect(done.toSorted()).toEqual(texts.toSorted());
	});

	it('tells the caller why the server refused, and keeps nothing', async () => {
		const box = newTab();
		moods = ['refuses'];
		expect(await submit(box, 'rude')).toEqual(err({ code: 'unfit', message: 'Not this: rude' }));
		expect(await box.returned()).toEqual([]);
		expect(await box.waiting()).toEqual([]);
	});

	it('gives back what is refused later, with its words and the reason, and goes on with the rest', async () => {
		const box = newTab();
		isDown = true;
		await submit(box, 'rude');
		await submit(box, 'kind');
		box.close();
		isDown = false;
		moods = ['refuses'];
		const later = newTab();
		const states: OutboxState[] = [];
		later.onChange((state) => states.push(state));
		await later.flush();
		expect(done).toEqual(['kind']);
		const [returned] = await later.returned();
		expect(returned).toMatchObject({ args: { text: 'rude' }, reason: { code: 'unfit' } });
		await expect.poll(() => states.at(-1)).toEqual({ waiting: 0, returned: 1, isAway: false });
		await later.dismiss(returned!.seq);
		expect(await later.returned()).toEqual([]);
	});

	it('lets nobody wait for a slow server, and a refusal that comes late is kept', async () => {
		const box = newTab();
		moods = ['slow'];
		expect(await submit(box, 'slow')).toMatchObject({ error: { code: 'queued' } });
		await expect.poll(() => done).toEqual(['slow']);
		await expect.poll(() => box.waiting()).toEqual([]);
		moods = ['refuses slowly'];
		expect(await submit(box, 'rude')).toMatchObject({ error: { code: 'queued' } });
		await expect.poll(() => box.returned()).toMatchObject([{ args: { text: 'rude' } }]);
	});

	it('is not held up for ever by a write on which the server fails', async () => {
		const box = newTab();
		moods = ['fails', 'fails', 'fails', 'fails', 'fails'];
		await Promise.all([submit(box, 'poison'), submit(box, 'after')]);
		await expect.poll(() => done, { timeout: 4_000 }).toEqual(['after']);
		expect(await box.returned()).toMatchObject([{ args: { text: 'poison' }, reason: { code: 'server' } }]);
	});

	it('sends at once where nothing can be kept', async () => {
		const box = new Outbox({ store: { write: (_, args) => deliver(args) }, db: async () => undefined });
		boxes.push(box);
		expect(await submit(box, 'private')).toEqual(ok({ done: 'private' }));
		isDown = true;
		expect(await submit(box, 'lost')).toMatchObject({ error: { code: 'offline' } });
	});

	it('takes the writes that may wait, and lets the others pass', async () => {
		const calls: string[] = [];
		const direct = {
			read: async () => ok(null),
			isSignedIn: async () => true,
			write: async (called: string) => {
				calls.push(called);
				return ok('direct');
			}
		};
		const store = throughOutbox(direct as unknown as Store, newTab());
		expect(await store.write('update_profile', {})).toEqual(ok('direct'));
		expect(await store.write('submit_explanation', { text: 'kept' })).toEqual(ok({ done: 'kept' }));
		expect(calls).toEqual(['update_profile']);
	});
});

/** The stores as each version of the app that is out there made them; never changed, as those devices are not. */
const WRITTEN_BY: ((db: IDBDatabase) => void)[] = [
	(db) =>
		db
			.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true })
			.createIndex('id', 'id', { unique: true }),
	(db) => {
		db.createObjectStore('returned', { keyPath: 'seq' });
		db.createObjectStore('puzzles', { keyPath: ['campaignId', 'index'] }).createIndex(
			'campaignId',
			'campaignId'
		);
		db.createObjectStore('answered', { keyPath: ['campaignId', 'index'] });
	}
];

/** Writes the database as the app of `version` did, with a vote that waits. */
async function writeAs(version: number): Promise<void> {
	const request = indexedDB.open(name, version);
	request.onupgradeneeded = () => WRITTEN_BY.slice(0, version).forEach((make) => make(request.result));
	await new Promise((resolve, reject) => {
		request.onsuccess = resolve;
		request.onerror = reject;
	});
	const writing = request.result.transaction('outbox', 'readwrite');
	const args = { text: `written by version ${version}` };
	writing
		.objectStore('outbox')
		.add({ id: crypto.randomUUID(), call: 'cast_vote', args, queuedAt: '2026-11-25', failures: 0 });
	await new Promise((resolve) => (writing.oncomplete = resolve));
	request.result.close();
}

describe('the device’s database', () => {
	it.each([1, 2])(
		'written by version %i of the app is opened, and what waits in it is sent',
		async (version) => {
			await writeAs(version);
			const box = newTab();
			await box.flush();
			expect(done).toEqual([`written by version ${version}`]);
			expect([...dbs[0]!.objectStoreNames]).toEqual(['answered', 'dailies', 'outbox', 'puzzles', 'returned']);
			expect([...dbs[0]!.transaction('puzzles').store.indexNames]).toEqual(['campaignId']);
		}
	);

	it('opens what an older version of the app has written, with all that is in it', async () => {
		const entry = { id: 'x', call: 'cast_vote', args: { value: 1 }, queuedAt: '2026-11-25', failures: 0 };
		for (const known of STEPS.keys()) {
			const db = await openDeviceDb(STEPS.slice(0, known + 1), name);
			if (known === 0) await db.add('outbox', entry as never);
			expect(db.version).toBe(known + 1);
			expect(await db.getAll('outbox')).toMatchObject([entry]);
			db.close();
		}
		const db = await openDeviceDb(STEPS, name);
		dbs.push(db);
		await db.put('answered', { campaignId: 'sample', index: 3 });
		expect(await db.getAllKeys('answered')).toEqual([['sample', 3]]);
	});

	it('does not keep a newer version of the app from its work', async () => {
		await openDeviceDb(STEPS.slice(0, 1), name); // an old tab that is left open
		const db = await openDeviceDb(STEPS, name);
		expect(db.version).toBe(STEPS.length);
		dbs.push(db);
		await expect(openDeviceDb(STEPS.slice(0, 1), name)).rejects.toThrow();
	});
});
