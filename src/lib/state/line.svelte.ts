// Whether the server answers, what waits to be sent and what came back, for the header and the page about it. Looks for
// the server again while it is away.
import type { DB_NAME } from '../data/device-db.ts';
import type { OutboxState } from '../data/outbox.ts';

/** Small, and never answered by the service worker. */
const PROBE = '/_app/version.json';
const FIRST_PROBE_MS = 3_000;
const LAST_PROBE_MS = 60_000;
/** Dealing ahead must not be in the way of a page that has just opened. */
const RESTOCK_AFTER_MS = 10_000;

/** Loaded after the page, which most often has no use for it; undefined when it does not arrive. */
const loadOutbox = () =>
	import('../data/browser-store.ts').then(
		({ browserOutbox }) => browserOutbox(),
		() => undefined
	);

/** The database in which writes wait; of its module only the type is wanted here, which holds the two names together. */
const DEVICE_DB: typeof DB_NAME = 'neuronpedia';

/** What comes before anything can be written; a click alone is what some assistive technology sends. */
const TOUCHES = ['pointerdown', 'keydown', 'click'];

/** Resolves with the first touch or key. */
function firstTouch(): Promise<void> {
	const heard = new AbortController();
	return new Promise((resolve) => {
		const hear = () => {
			heard.abort();
			resolve();
		};
		for (const type of TOUCHES) addEventListener(type, hear, { capture: true, signal: heard.signal });
	});
}

/** Resolves once there may be something in the outbox: at once where this device has kept something before (or does
 *  not say), else with the first touch. */
async function untilNeeded(): Promise<void> {
	const known = await globalThis.indexedDB?.databases?.().catch(() => undefined);
	if (known && !known.some(({ name }) => name === DEVICE_DB)) await firstTouch();
}

export class Line {
	/** The server does not answer. */
	isAway = $state(false);
	/** Writes of this device that wait to be sent. */
	waiting = $state(0);
	/** Writes that the server refused. */
	returned = $state(0);
	/** Called when the server answers again. */
	onback: () => void = () => {};
	#probeMs = FIRST_PROBE_MS;
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** Begins to listen, and sends what waits from before. Returns the way to stop. */
	start(): () => void {
		const look = () => {
			if (document.visibilityState === 'visible') void this.look();
		};
		const lost = () => this.lost();
		addEventListener('online', look);
		addEventListener('offline', lost);
		document.addEventListener('visibilitychange', look);
		const following = this.#follow();
		const restock = setTimeout(() => void this.#restock(), RESTOCK_AFTER_MS);
		return () => {
			void following.then((stop) => stop());
			clearTimeout(restock);
			clearTimeout(this.#timer);
			removeEventListener('online', look);
			removeEventListener('offline', lost);
			document.removeEventListener('visibilitychange', look);
		};
	}

	async #follow(): Promise<() => void> {
		await untilNeeded();
		let outbox = await loadOutbox();
		while (!outbox) {
			await firstTouch();
			outbox = await loadOutbox();
		}
		const stop = outbox.onChange((state) => this.#take(state));
		void outbox.flush();
		return stop;
	}

	/** Deals puzzles of the kept campaigns ahead, in place of those that were played, and the day's. */
	async #restock(): Promise<void> {
		await untilNeeded();
		if (this.isAway) return;
		const [{ keptCampaigns }, { restock }] = await Promise.all([
			import('../kept/campaign-copy.ts'),
			import('./stock.ts')
		]);
		for (const id of await keptCampaigns()) await restock(id);
	}

	#take({ waiting, returned, isAway }: OutboxState): void {
		const wasSent = waiting < this.waiting;
		[this.waiting, this.returned] = [waiting, returned];
		if (isAway) this.lost();
		else if (wasSent) this.#found();
	}

	/** Something found no server: looks for it from time to time. */
	lost(): void {
		if (this.isAway) return;
		this.isAway = true;
		this.#probeMs = FIRST_PROBE_MS;
		this.#lookLater();
	}

	#lookLater(): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.look(), this.#probeMs);
		this.#probeMs = Math.min(LAST_PROBE_MS, 2 * this.#probeMs);
	}

	/** Looks now whether the server answers, and has sent what waits. */
	async look(): Promise<void> {
		if (!this.isAway && this.waiting === 0) return;
		const found = await fetch(PROBE, { cache: 'no-store' }).catch(() => undefined);
		if (!found?.ok) return this.#lookLater();
		this.#found();
		void (await loadOutbox())?.flush();
	}

	#found(): void {
		clearTimeout(this.#timer);
		if (!this.isAway) return;
		this.isAway = false;
		this.onback();
	}
}
