// The outbox: every write that may wait goes through it, online and off. A write is first kept on this device under an id
// made here, then sent in order by one tab at a time, and stays until the server has answered; so a tab that dies or an
// answer that gets lost costs nothing, and the server does each write once (api.deliver). What the server refuses
// becomes the player's again, with the reason.
import { err, type Result } from '../util/result.ts';
import type { Store } from './client.ts';
import { DELIVERABLE, type Deliverable, type DeviceDb, type Returned, type Waiting } from './device-db.ts';
import type { StoreError } from './nouns.ts';
import { storeError } from './store-errors.ts';

/** So long somebody waits at the screen; what takes longer is sent without them. */
const PATIENCE_MS = 8_000;
/** A request that brings nothing for so long is given up and sent again later, under the same id. */
const SILENCE_MS = 30_000;
const FIRST_RETRY_MS = 3_000;
const LAST_RETRY_MS = 60_000;
/** A write on which the server itself fails so often must not hold up those behind it for ever. */
const MAX_FAILURES = 5;
/** Errors that say nothing about the write: it is sent again. */
const NOT_NOW: readonly StoreError['code'][] = ['offline', 'server', 'rate_limited', 'signed_out'];

const LOCK = 'neuronpedia-outbox';
const queued = () => err(storeError('queued'));

export interface OutboxState {
	waiting: number;
	returned: number;
	/** The last attempt found no server. */
	isAway: boolean;
}

export interface OutboxOptions {
	/** The way to the server; never this outbox itself. */
	store: Pick<Store, 'write'>;
	/** Undefined where nothing can be kept: then every write is sent at once or fails. */
	db: () => Promise<DeviceDb | undefined>;
	/** Tests make them short. */
	patienceMs?: number;
	firstRetryMs?: number;
}

/** A random UUID, also where crypto.randomUUID is missing (pages over plain http). */
function newId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	bytes[6] = (bytes[6]! & 0x0f) | 0x40; // version 4, RFC 9562
	bytes[8] = (bytes[8]! & 0x3f) | 0x80;
	const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
	return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export const isDeliverable = (name: string): name is Deliverable =>
	(DELIVERABLE as readonly string[]).includes(name);

export class Outbox {
	readonly #options: OutboxOptions;
	readonly #listeners = new Set<(state: OutboxState) => void>();
	readonly #channel = globalThis.BroadcastChannel && new BroadcastChannel(LOCK);
	/** Answers to writes whose callers in this tab still wait. */
	readonly #answers = new Map<string, Result<unknown, StoreError> | undefined>();
	#flushing: Promise<'done' | 'stopped'> | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#retryMs = 0;
	#isAway = false;
	#waiting = 0;

	constructor(options: OutboxOptions) {
		this.#options = options;
		if (this.#channel) this.#channel.onmessage = () => void this.#tell();
	}

	/** Hears of every change, in other tabs too; the returned function stops it. */
	onChange(listener: (state: OutboxState) => void): () => void {
		this.#listeners.add(listener);
		void this.#tell();
		return () => this.#listeners.delete(listener);
	}

	async #tell(): Promise<void> {
		const db = await this.#options.db();
		const [waiting, returned] = db ? await Promise.all([db.count('outbox'), db.count('returned')]) : [0, 0];
		if (waiting < this.#waiting) this.#isAway = false; // another tab has found the server
		this.#waiting = waiting;
		for (const listener of this.#listeners) listener({ waiting, returned, isAway: this.#isAway });
	}

	#changed(): void {
		this.#channel?.postMessage('changed');
		void this.#tell();
	}

	/** Keeps the write and has it sent. Gives the server's answer or refusal; error 'queued' when it has to wait. */
	async write(call: Deliverable, args: Record<string, unknown>): Promise<Result<unknown, StoreError>> {
		const entry: Waiting = { id: newId(), call, args, queuedAt: new Date().toISOString(), failures: 0 };
		const db = await this.#options.db();
		const isKept = await db?.add('outbox', entry).then(
			() => true,
			() => false // no room left
		);
		if (!db || !isKept) return this.#send(entry);
		this.#answers.set(entry.id, undefined);
		this.#changed();
		return this.#outcome(db, entry);
	}

	/** What becomes of a write, as long as its caller has patience. */
	#outcome(db: DeviceDb, entry: Waiting): Promise<Result<unknown, StoreError>> {
		return new Promise((resolve) => {
			const settle = (result: Result<unknown, StoreError>) => {
				clearTimeout(timer);
				this.#answers.delete(entry.id); // from here on a refusal is kept for later
				resolve(result);
			};
			const timer = setTimeout(() => settle(queued()), this.#options.patienceMs ?? PATIENCE_MS);
			const isWaiting = async () => (await db.getFromIndex('outbox', 'id', entry.id)) !== undefined;
			const follow = async () => {
				while ((await this.flush()) === 'done' && (await isWaiting()));
				if (!this.#answers.has(entry.id)) return; // nobody waits any more
				const answer = this.#answers.get(entry.id);
				if (answer) return settle(answer);
				// Another tab has sent it: the server gives the same answer again.
				return settle((await isWaiting()) ? queued() : await this.#fromOtherTab(db, entry));
			};
			follow().catch(() => settle(queued()));
		});
	}

	async #fromOtherTab(db: DeviceDb, entry: Waiting): Promise<Result<unknown, StoreError>> {
		const returned = (await db.getAll('returned')).find(({ id }) => id === entry.id);
		if (!returned) return this.#send(entry);
		await this.dismiss(returned.seq);
		return err(returned.reason);
	}

	async #send({ id, call, args }: Waiting): Promise<Result<unknown, StoreError>> {
		const silence = new Promise<Result<unknown, StoreError>>((resolve) =>
			setTimeout(() => resolve(err(storeError('offline'))), SILENCE_MS)
		);
		return Promise.race([this.#options.store.write('deliver', { delivery_id: id, call, args }), silence]);
	}

	/** Sends all that waits, in order. Resolves to 'stopped' when something has to wait longer. */
	flush(): Promise<'done' | 'stopped'> {
		clearTimeout(this.#timer);
		this.#flushing ??= this.#inTurn(() => this.#sendAll())
			.catch(() => 'stopped' as const) // a newer version of the app has taken the database
			.finally(() => (this.#flushing = undefined));
		return this.#flushing;
	}

	/** One tab at a time sends. */
	#inTurn<T>(task: () => Promise<T>): Promise<T> {
		return navigator.locks ? navigator.locks.request(LOCK, task) : task();
	}

	async #sendAll(): Promise<'done' | 'stopped'> {
		const db = await this.#options.db();
		for (;;) {
			const entry = (await db?.transaction('outbox').store.openCursor())?.value as Returned | undefined;
			if (!db || !entry) return this.#rest();
			const answer = await this.#send(entry);
			if (!answer.ok && (await this.#mustWait(db, entry, answer.error)))
				return this.#retryLater(answer.error);
			await this.#finish(db, entry, answer);
			this.#retryMs = 0;
			this.#isAway = false;
			this.#changed();
		}
	}

	async #mustWait(db: DeviceDb, entry: Waiting, { code }: StoreError): Promise<boolean> {
		if (!NOT_NOW.includes(code)) return false;
		if (code !== 'server') return true;
		const failures = entry.failures + 1;
		if (failures >= MAX_FAILURES) return false;
		await db.put('outbox', { ...entry, failures });
		return true;
	}

	/** The write leaves the outbox; a refusal goes to its caller, or where the player finds it. */
	async #finish(db: DeviceDb, entry: Returned, answer: Result<unknown, StoreError>): Promise<void> {
		const isAwaited = this.#answers.has(entry.id);
		if (isAwaited) this.#answers.set(entry.id, answer);
		const both = db.transaction(['outbox', 'returned'], 'readwrite');
		if (!answer.ok && !isAwaited) await both.objectStore('returned').put({ ...entry, reason: answer.error });
		await both.objectStore('outbox').delete(entry.seq);
		await both.done;
	}

	/** Nothing is left, so nothing is known to be away either. */
	#rest(): 'done' {
		this.#retryMs = 0;
		this.#isAway = false;
		return 'done';
	}

	#retryLater({ code }: StoreError): 'stopped' {
		const first = this.#options.firstRetryMs ?? FIRST_RETRY_MS;
		this.#retryMs = Math.min(LAST_RETRY_MS, Math.max(first, 2 * this.#retryMs));
		this.#timer = setTimeout(() => void this.flush(), this.#retryMs);
		this.#isAway = code === 'offline';
		this.#changed();
		return 'stopped';
	}

	/** What waits, in the order of sending. */
	async waiting(): Promise<Waiting[]> {
		return (await (await this.#options.db())?.getAll('outbox')) ?? [];
	}

	/** What the server refused, oldest first. */
	async returned(): Promise<Returned[]> {
		return (await (await this.#options.db())?.getAll('returned')) ?? [];
	}

	/** The player has seen what came back. */
	async dismiss(seq: number): Promise<void> {
		await (await this.#options.db())?.delete('returned', seq);
		this.#changed();
	}

	/** Forgets everything: the player has left for good. */
	async clear(): Promise<void> {
		const db = await this.#options.db();
		await Promise.all([db?.clear('outbox'), db?.clear('returned'), db?.clear('answered')]);
		this.#changed();
	}

	/** Ends retries and listening; tests do. */
	close(): void {
		clearTimeout(this.#timer);
		this.#channel?.close();
	}
}

/** A store whose writes that may wait go through the outbox. */
export function throughOutbox(store: Store, outbox: Outbox): Store {
	return {
		...store,
		write: (name, args) => (isDeliverable(name) ? outbox.write(name, args) : store.write(name, args))
	};
}
