// One campaign's offline copy under the player's hands: its size, keeping it (with pause, and going on by itself after a
// lost line or a closed tab), checking and removing it.
import { version } from '$app/environment';
import { forgetDealt } from '../data/kept-puzzles.ts';
import { EngineError } from '../engine/errors.ts';
import { keepAll, offlineAmount, removeAll, type Amount } from '../kept/offline-parts.ts';
import { HOME_KEY } from './away-pages.ts';
import { keep, readKept } from './device-store.ts';
import { restock } from './stock.ts';

/** Campaigns whose keeping was begun and neither finished nor paused: it goes on with the next visit. */
const BEGUN_KEY = 'neuronpedia-keeping';
const AGAIN_AFTER_MS = 4_000;

const isIds = (value: unknown): value is string[] => Array.isArray(value);
const begun = (): string[] => readKept(BEGUN_KEY, isIds) ?? [];

/** 'looking' until it is known; 'part': something is here, the rest is not; 'waiting': the line was lost, it goes on by
 *  itself; 'full': this device has no room; 'unsupported': this browser keeps nothing (or the page came over http). */
export type CopyPhase =
	| 'looking'
	| 'unsupported'
	| 'unknown'
	| 'absent'
	| 'part'
	| 'keeping'
	| 'waiting'
	| 'kept'
	| 'full'
	| 'failed';

const canKeep = (): boolean =>
	'serviceWorker' in navigator && 'caches' in globalThis && 'getDirectory' in (navigator.storage ?? {});

export class OfflineCopy {
	phase = $state<CopyPhase>('looking');
	amount = $state.raw<Amount>({ keptBytes: 0, totalBytes: 0 });
	/** Bytes that this browser still gives; null when it does not say. */
	freeBytes = $state<number | null>(null);
	/** The browser promised not to clear the copy by itself. */
	isPersistent = $state<boolean | null>(null);
	/** Files that were found damaged, and fetched anew. */
	damaged = $state.raw<string[]>([]);
	problem = $state<string | null>(null);
	readonly #campaignId: string;
	readonly #isHome: boolean;
	#work: AbortController | undefined;

	constructor(campaignId: string, isHome: boolean) {
		this.#campaignId = campaignId;
		this.#isHome = isHome;
	}

	get missingBytes(): number {
		return Math.max(0, this.amount.totalBytes - this.amount.keptBytes);
	}

	/** There is less room than is missing. */
	get isTooLarge(): boolean {
		return this.freeBytes !== null && this.freeBytes < this.missingBytes;
	}

	/** Looks at what is here; goes on with what was begun. */
	async look(): Promise<void> {
		if (!canKeep()) {
			this.phase = 'unsupported';
			return;
		}
		try {
			this.amount = await offlineAmount(this.#campaignId, version);
			await this.#lookAtRoom();
			this.phase = this.missingBytes === 0 ? 'kept' : this.amount.keptBytes > 0 ? 'part' : 'absent';
		} catch {
			this.phase = 'unknown'; // neither the server nor this device tells
			return;
		}
		if (this.phase !== 'kept' && begun().includes(this.#campaignId)) void this.start();
	}

	async #lookAtRoom(): Promise<void> {
		const { quota, usage } = await navigator.storage.estimate();
		this.freeBytes = quota === undefined ? null : Math.max(0, quota - (usage ?? 0));
		this.isPersistent = (await navigator.storage.persisted?.()) ?? null;
	}

	/** Keeps what is missing and checks what is here. Asks the browser not to clear it by itself. */
	async start(): Promise<void> {
		if (this.#work) return;
		const work = (this.#work = new AbortController());
		keep(BEGUN_KEY, [...begun().filter((id) => id !== this.#campaignId), this.#campaignId]);
		this.#set('keeping');
		this.isPersistent = (await navigator.storage.persist?.()) ?? null;
		while (!work.signal.aborted && (await this.#attempt(work.signal)) === 'waiting')
			await this.#lineOrTime(work.signal);
		if (this.#work === work) this.#work = undefined;
	}

	#set(phase: CopyPhase, problem: string | null = null): CopyPhase {
		this.phase = phase;
		this.problem = problem;
		return phase;
	}

	async #attempt(signal: AbortSignal): Promise<CopyPhase> {
		this.#set('keeping');
		try {
			await navigator.serviceWorker.ready;
			// Another tab that keeps the same is waited for: then all is here.
			const outcome = await navigator.locks.request(`${BEGUN_KEY}-${this.#campaignId}`, { signal }, () =>
				keepAll(this.#campaignId, {
					version,
					signal,
					onAmount: (amount) => (this.amount = amount),
					onDamaged: (path) => (this.damaged = [...this.damaged, path])
				})
			);
			if (outcome === 'full') return await this.#end('full');
			if (this.#isHome) keep(HOME_KEY, this.#campaignId);
			await restock(this.#campaignId);
			return await this.#end('kept');
		} catch (error) {
			if (signal.aborted) return this.phase;
			if (isLost(error)) return this.#set('waiting');
			console.error(error);
			return this.#end('failed', error instanceof Error ? error.message : String(error));
		}
	}

	async #end(phase: 'kept' | 'full' | 'failed', problem: string | null = null): Promise<CopyPhase> {
		this.#forgetBegun();
		await this.#lookAtRoom();
		return this.#set(phase, problem);
	}

	#forgetBegun(): void {
		keep(
			BEGUN_KEY,
			begun().filter((id) => id !== this.#campaignId)
		);
	}

	/** Until the line is said to be back, or a while has passed. */
	#lineOrTime(signal: AbortSignal): Promise<void> {
		return new Promise((resolve) => {
			const go = () => {
				clearTimeout(timer);
				removeEventListener('online', go);
				resolve();
			};
			const timer = setTimeout(go, AGAIN_AFTER_MS);
			addEventListener('online', go);
			signal.addEventListener('abort', go);
		});
	}

	/** Stops; what is here stays and is not fetched again. */
	pause(): void {
		this.#work?.abort();
		this.#work = undefined;
		this.#forgetBegun();
		this.#set('part');
	}

	/** Takes everything away from this device again. */
	async remove(): Promise<void> {
		this.pause();
		this.damaged = [];
		await removeAll(this.#campaignId, version).catch(() => {});
		await forgetDealt(this.#campaignId);
		await this.look();
	}

	/** Ends the work when the page is left; the next visit goes on. */
	dispose(): void {
		this.#work?.abort();
	}
}

/** The line was lost, so that trying again helps. */
const isLost = (error: unknown): boolean =>
	error instanceof EngineError ? error.code === 'network' : error instanceof TypeError || isMissing(error);

/** A campaign file that could not be fetched. */
const isMissing = (error: unknown): boolean =>
	error instanceof Error && 'code' in error && error.code === 'missing';
