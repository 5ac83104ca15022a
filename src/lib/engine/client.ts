// The page's end of the engine: starts the worker, keeps one run under way and at most one waiting, the newest.
import type { Engine, EngineStatus, NeuronRun } from './engine.ts';
import { EngineError } from './errors.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

interface Job {
	id: number;
	text: string;
	index: number;
	startedAt: number;
	resolve(run: NeuronRun): void;
	reject(error: EngineError): void;
}

export type MakeWorker = () => Worker;

const makeOwnWorker: MakeWorker = () =>
	new Worker(new URL('./worker/main.ts', import.meta.url), { type: 'module' });

class WorkerEngine implements Engine {
	readonly #manifestUrl: string;
	readonly #makeWorker: MakeWorker;
	readonly #listeners = new Set<(status: EngineStatus) => void>();
	#status: EngineStatus = { phase: 'idle' };
	#worker: Worker | undefined;
	#loading: PromiseWithResolvers<void> | undefined;
	#current: Job | undefined;
	#waiting: Job | undefined;
	#lastId = 0;
	#disposed = false;

	constructor(manifestUrl: string, makeWorker: MakeWorker) {
		this.#manifestUrl = manifestUrl;
		this.#makeWorker = makeWorker;
	}

	get status(): EngineStatus {
		return this.#status;
	}

	onStatus(listener: (status: EngineStatus) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	#set(status: EngineStatus): void {
		this.#status = status;
		for (const listener of this.#listeners) listener(status);
	}

	#send(message: ToWorker): void {
		this.#worker?.postMessage(message);
	}

	load(): Promise<void> {
		if (this.#disposed) return Promise.reject(new EngineError('disposed', 'The model was closed.'));
		if (this.#loading) return this.#loading.promise;
		this.#loading = Promise.withResolvers<void>();
		const { promise } = this.#loading;
		let worker: Worker;
		try {
			worker = this.#worker = this.#makeWorker();
		} catch (cause) {
			this.#fail(new EngineError('unsupported', 'This browser cannot run the model.', { cause }));
			return promise;
		}
		// A worker that was ended may still have messages on their way; they are not the new one's.
		const isCurrent = () => this.#worker === worker;
		const crash = (event: Event) => {
			event.preventDefault();
			if (isCurrent()) this.#fail(new EngineError('crashed', 'The model stopped working. Load it again.'));
		};
		worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
			if (isCurrent()) this.#receive(data);
		};
		worker.onmessageerror = crash;
		worker.onerror = crash;
		this.#send({ type: 'load', manifestUrl: this.#manifestUrl });
		this.#set({ phase: 'loading', loadedBytes: 0, totalBytes: 0 });
		return promise;
	}

	/** Ends the worker and everything that waits for it; load() may begin anew. */
	#fail(error: EngineError): void {
		this.#worker?.terminate();
		this.#worker = undefined;
		const loading = this.#loading;
		const jobs = [this.#current, this.#waiting];
		// All is cleared before anyone hears of it: a listener may load or run anew at once.
		this.#loading = this.#current = this.#waiting = undefined;
		loading?.promise.catch(() => {}); // whoever awaits it hears of it; nobody else must
		loading?.reject(error);
		for (const job of jobs) job?.reject(error);
		this.#set({ phase: 'failed', error });
	}

	#receive(message: FromWorker): void {
		if (message.type === 'progress') {
			const { loadedBytes, totalBytes } = message;
			this.#set({ phase: 'loading', loadedBytes, totalBytes });
		} else if (message.type === 'ready') {
			this.#set({ phase: 'ready', runtime: message.runtime });
			this.#loading?.resolve();
		} else if (message.type === 'load-failed') {
			this.#fail(new EngineError(message.error.code, message.error.message));
		} else this.#finish(message);
	}

	#finish(message: Extract<FromWorker, { id: number }>): void {
		const job = this.#current;
		if (job?.id !== message.id) return;
		this.#current = undefined;
		if (message.type === 'result') {
			job.resolve({ ...message.run, elapsedMs: performance.now() - job.startedAt });
		} else job.reject(new EngineError(message.error.code, message.error.message));
		this.#next();
	}

	#next(): void {
		if (this.#current || !this.#waiting || this.#status.phase !== 'ready') return;
		const job = this.#waiting;
		this.#current = job;
		this.#waiting = undefined;
		this.#send({ type: 'run', id: job.id, text: job.text, index: job.index });
	}

	async run(
		{ text, index }: { text: string; index: number },
		{ signal }: { signal?: AbortSignal } = {}
	): Promise<NeuronRun> {
		const { promise, resolve, reject } = Promise.withResolvers<NeuronRun>();
		const job: Job = { id: ++this.#lastId, text, index, startedAt: performance.now(), resolve, reject };
		const abort = () => {
			if (this.#waiting === job) this.#waiting = undefined;
			reject(new EngineError('aborted', 'No longer needed.'));
		};
		if (signal?.aborted) abort();
		else {
			signal?.addEventListener('abort', abort, { once: true });
			this.#waiting?.reject(new EngineError('superseded', 'A newer text took its place.'));
			this.#waiting = job;
			this.load().then(() => this.#next(), reject);
		}
		return promise.finally(() => signal?.removeEventListener('abort', abort));
	}

	dispose(): void {
		if (this.#disposed) return;
		this.#disposed = true;
		this.#fail(new EngineError('disposed', 'The model was closed.'));
	}
}

/** An engine for the model whose manifest lies at `manifestUrl` (absolute). Nothing is fetched before load(). */
export function createEngine(manifestUrl: string, makeWorker: MakeWorker = makeOwnWorker): Engine {
	return new WorkerEngine(manifestUrl, makeWorker);
}
