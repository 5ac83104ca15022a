// One whole file: what is kept here first, then the rest from the server, resumed after cuts, believed only when size
// and SHA-256 agree. What is damaged is fetched again by itself, once.
import type { ServedFile } from '../../../interp/served-file.ts';
import { Sha256 } from '../../../util/sha256.ts';
import { EngineError } from '../../errors.ts';
import type { PartStore, PartWriter } from './part-store.ts';
import { BadRange, readBody, request, Retryable } from './request.ts';

/** How often in a row a request may fail before giving up; a request that brought new bytes starts the count anew. */
const MAX_FAILURES = 4;
/** Read and hashed at once of what is kept: 5 ms, so that a question may come between. */
const PIECE_BYTES = 2 ** 20;

export interface DownloadOptions {
	store: PartStore;
	/** How many bytes more (or, after a restart, fewer) are here. */
	onBytes?: (change: number) => void;
	/** What was kept of it here is not what it should be, and was taken away. */
	onDamaged?: () => void;
	/** There is no room to keep it; the download goes on in memory. */
	onFull?: () => void;
	/** Wait before the second attempt; each further one waits longer. Tests make it short. */
	retryMs?: number;
	stallMs?: number;
}

const offline = (cause: unknown) =>
	new EngineError('network', 'The model could not be downloaded. Check your connection.', { cause });
const lost = ({ path }: ServedFile, cause: unknown) =>
	new EngineError(
		'network',
		`The kept file ${path} was damaged and is fetched again once the server answers.`,
		{
			cause
		}
	);
const corrupt = (file: ServedFile) =>
	new EngineError('corrupt', `The model’s file ${file.path} arrived damaged. Try again.`);

/** More bytes than the file has. */
class TooLong extends Error {}

class Download {
	readonly #url: string;
	readonly #file: ServedFile;
	readonly #options: DownloadOptions;
	readonly #bytes: Uint8Array<ArrayBuffer>;
	/** Of the first #at bytes. */
	#hash = new Sha256();
	#at = 0;
	#writer: PartWriter | undefined;
	#wasDamaged = false;

	constructor(url: string, file: ServedFile, options: DownloadOptions) {
		this.#url = url;
		this.#file = file;
		this.#options = options;
		this.#bytes = new Uint8Array(file.sizeBytes);
	}

	#startAnew(): void {
		this.#options.onBytes?.(-this.#at);
		this.#at = 0;
		this.#hash = new Sha256();
	}

	/** Takes the next bytes; they must fit. */
	#add(chunk: Uint8Array): void {
		this.#bytes.set(chunk, this.#at);
		this.#hash.update(chunk);
		this.#at += chunk.length;
		this.#options.onBytes?.(chunk.length);
	}

	/** Takes what is kept; a file longer than it should be is another one's. */
	async #takeKept(): Promise<void> {
		const kept = await this.#options.store.open(this.#file.path);
		if (!kept || kept.size > this.#bytes.length) return;
		try {
			while (this.#at < kept.size) {
				const piece = await kept.slice(this.#at, this.#at + PIECE_BYTES).arrayBuffer();
				this.#add(new Uint8Array(piece));
			}
		} catch {
			this.#startAnew(); // it was taken away meanwhile
		}
	}

	#keep(chunk: Uint8Array<ArrayBuffer>): void {
		try {
			this.#writer?.write(chunk);
		} catch {
			this.#writer?.close();
			this.#writer = undefined;
			this.#options.onFull?.();
		}
	}

	#take(chunk: Uint8Array<ArrayBuffer>): void {
		if (this.#at + chunk.length > this.#bytes.length) throw new TooLong();
		this.#keep(chunk);
		this.#add(chunk);
	}

	/** One request for what is missing. */
	async #attempt(cache: RequestCache): Promise<void> {
		const stall = new AbortController();
		const { response, start } = await request(this.#url, this.#at, undefined, {
			signal: stall.signal,
			cache
		});
		if (start !== this.#at) this.#startAnew();
		this.#writer = await this.#options.store.writer(this.#file.path, start);
		try {
			await readBody(response, stall, (chunk) => this.#take(chunk), this.#options.stallMs);
		} finally {
			this.#writer?.close();
			this.#writer = undefined;
		}
	}

	/** Requests until all bytes are here. */
	async #fetchRest(cache: RequestCache): Promise<void> {
		let furthest = this.#at;
		for (let failures = 0; this.#at < this.#bytes.length;) {
			try {
				await this.#attempt(cache);
				if (this.#at < this.#bytes.length) throw new Retryable('the file ended too early');
			} catch (error) {
				if (error instanceof BadRange) this.#startAnew();
				else if (!(error instanceof Retryable)) throw error;
				// Only bytes never seen before are progress: a server that sends the same ones for ever is given up.
				failures = this.#at > furthest ? 1 : failures + 1;
				furthest = Math.max(furthest, this.#at);
				if (failures >= MAX_FAILURES) throw this.#wasDamaged ? lost(this.#file, error) : offline(error);
				const waitMs = (this.#options.retryMs ?? 500) * failures;
				await new Promise((resolve) => setTimeout(resolve, waitMs));
			}
		}
	}

	async #isWhole(cache: RequestCache): Promise<boolean> {
		try {
			await this.#fetchRest(cache);
		} catch (error) {
			if (error instanceof TooLong) return false;
			throw error;
		}
		return this.#hash.hex() === this.#file.sha256;
	}

	/** Whether all that is kept is as it should be; what is not is dropped and told of. */
	async #isKeptWhole(): Promise<boolean> {
		await this.#takeKept();
		if (this.#at < this.#bytes.length) return false;
		if (this.#hash.hex() === this.#file.sha256) return true;
		await this.#drop();
		this.#wasDamaged = true;
		this.#options.onDamaged?.();
		return false;
	}

	async #drop(): Promise<void> {
		await this.#options.store.remove(this.#file.path);
		this.#startAnew();
	}

	async run(): Promise<Uint8Array<ArrayBuffer>> {
		if (await this.#isKeptWhole()) return this.#bytes;
		// A second attempt passes the browser's cache by, which may be what is damaged.
		for (const cache of ['default', 'reload'] as const) {
			if (await this.#isWhole(cache)) return this.#bytes;
			await this.#drop();
		}
		throw corrupt(this.#file);
	}
}

/** Downloads `url`, which must be `file`. Rejects with an EngineError: 'network', 'not-found' or 'corrupt'. */
export const download = (
	url: string,
	file: ServedFile,
	options: DownloadOptions
): Promise<Uint8Array<ArrayBuffer>> => new Download(url, file, options).run();
