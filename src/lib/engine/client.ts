// The page's end of the engine: starts the worker, keeps one question under way and at most one waiting, the newest.
// A worker that dies is replaced and asked again; one that nobody asks for long gives its memory back.
import { assertNever } from '../util/assert-never.ts';
import type {
	CallOptions,
	Engine,
	EngineStatus,
	NeuronRun,
	Ranking,
	RankRequest,
	SelfTest
} from './engine.ts';
import { EngineError } from './errors.ts';
import { IDLE_MS, loadOptionsOf, type EngineOptions } from './engine-options.ts';
import { aborted, crashed, disposed, superseded, timed, type Job } from './job.ts';
import type { Answer, FromWorker, Question } from './protocol.ts';
import { SILENCE_MS, WorkerLink } from './worker-link.ts';

export type { EngineOptions };
export type MakeWorker = () => Worker;

/** A text over which this many workers died is not tried again. */
const MAX_DEATHS = 2;

const makeOwnWorker: MakeWorker = () =>
	new Worker(new URL('./worker/main.ts', import.meta.url), { type: 'module' });

class WorkerEngine implements Engine {
	readonly #options: EngineOptions;
	readonly #makeWorker: MakeWorker;
	readonly #listeners = new Set<(status: EngineStatus) => void>();
	#status: EngineStatus = { phase: 'idle' };
	#link: WorkerLink | undefined;
	#loading: PromiseWithResolvers<void> | undefined;
	#current: Job | undefined;
	#waiting: Job | undefined;
	#lastId = 0;
	/** Deaths while loading, in a row. */
	#loadDeaths = 0;
	#idleTimer: ReturnType<typeof setTimeout> | undefined;
	#isDisposed = false;

	constructor(options: EngineOptions, makeWorker: MakeWorker) {
		this.#options = options;
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

	load(): Promise<void> {
		if (this.#isDisposed) return Promise.reject(disposed());
		if (this.#loading) return this.#loading.promise;
		this.#loading = Promise.withResolvers<void>();
		const { promise } = this.#loading;
		this.#loadDeaths = 0;
		this.#start();
		return promise;
	}

	#start(): void {
		try {
			const events = {
				onMessage: (message: FromWorker) => this.#receive(message),
				onDeath: () => this.#restart()
			};
			this.#link = new WorkerLink(this.#makeWorker(), events, this.#options.silenceMs ?? SILENCE_MS);
		} catch (cause) {
			this.#fail(new EngineError('unsupported', 'This browser cannot run the model.', { cause }));
			return;
		}
		this.#link.send({
			type: 'load',
			manifestUrl: new URL('manifest.json', this.#options.baseUrl).href,
			options: loadOptionsOf(this.#options, this.#loadDeaths > 0)
		});
		this.#set({ phase: 'loading', loadedBytes: 0, totalBytes: 0 });
	}

	/** Replaces a dead worker, unless the same text or the start itself has killed too many. */
	#restart(): void {
		const wasReady = this.#status.phase === 'ready';
		const job = this.#current;
		const deaths = wasReady ? (job ? ++job.deaths : 0) : ++this.#loadDeaths;
		if (deaths >= MAX_DEATHS) return this.#fail(crashed());
		// The text under way waits again, unless a newer one already does.
		this.#current = undefined;
		if (job && this.#waiting) job.reject(superseded());
		else if (job) this.#waiting = job;
		if (wasReady) this.#loading = Promise.withResolvers<void>();
		this.#loading?.promise.then(
			() => this.#next(),
			() => {}
		);
		this.#start();
	}

	/** Ends the worker and everything that waits for it; load() may begin anew. */
	#fail(error: EngineError): void {
		this.#link?.end();
		clearTimeout(this.#idleTimer);
		const loading = this.#loading;
		const jobs = [this.#current, this.#waiting];
		// All is cleared before anyone hears of it: a listener may load or run anew at once.
		this.#link = this.#loading = this.#current = this.#waiting = undefined;
		loading?.promise.catch(() => {}); // whoever awaits it hears of it; nobody else must
		loading?.reject(error);
		for (const job of jobs) job?.reject(error);
		this.#set({ phase: 'failed', error });
	}

	#receive(message: FromWorker): void {
		switch (message.type) {
			case 'progress':
				if (this.#status.phase !== 'loading') return;
				return this.#set({
					phase: 'loading',
					loadedBytes: message.loadedBytes,
					totalBytes: message.totalBytes
				});
			case 'ready': {
				const { runtime, model, keeping } = message;
				this.#set({ phase: 'ready', runtime, model, keeping });
				this.#loading?.resolve();
				return this.#rest();
			}
			case 'load-failed':
				return this.#fail(new EngineError(message.error.code, message.error.message));
			case 'partial':
				if (this.#current?.id === message.id) this.#current.onPartial?.(timed(this.#current, message.run));
				return;
			case 'answer':
			case 'ask-failed':
				return this.#finish(message);
			case 'alive':
				return;
			default:
				assertNever(message);
		}
	}

	#finish(message: Extract<FromWorker, { type: 'answer' | 'ask-failed' }>): void {
		const job = this.#current;
		if (job?.id !== message.id) return;
		this.#current = undefined;
		if (message.type === 'answer') job.resolve(message.answer);
		else job.reject(new EngineError(message.error.code, message.error.message));
		this.#next();
	}

	#next(): void {
		if (this.#current || this.#status.phase !== 'ready') return;
		if (!this.#waiting) return this.#rest();
		clearTimeout(this.#idleTimer);
		const job = this.#waiting;
		this.#current = job;
		this.#waiting = undefined;
		this.#link?.send({ type: 'ask', id: job.id, question: job.question });
	}

	/** Ends the worker once nobody has asked for long; the next question starts it again. */
	#rest(): void {
		clearTimeout(this.#idleTimer);
		this.#idleTimer = setTimeout(() => {
			if (this.#current || this.#waiting || this.#status.phase !== 'ready') return;
			this.#link?.end();
			this.#link = this.#loading = undefined;
			this.#set({ phase: 'idle' });
		}, this.#options.idleMs ?? IDLE_MS);
	}

	/** Puts a question in line; the one that waited there gives way, and so does the one under way, if it can. */
	#queue(job: Job): void {
		this.#waiting?.reject(superseded());
		this.#waiting = job;
		if (this.#current) this.#link?.send({ type: 'cancel', id: this.#current.id });
		this.load().then(() => this.#next(), job.reject);
	}

	#ask(
		question: Question,
		{ signal, onPartial }: CallOptions & { onPartial?: (run: NeuronRun) => void }
	): Promise<Answer & { job: Job }> {
		const { promise, resolve, reject } = Promise.withResolvers<Answer & { job: Job }>();
		const job: Job = {
			id: ++this.#lastId,
			question,
			startedAt: performance.now(),
			deaths: 0,
			onPartial,
			resolve: (answer) => resolve({ ...answer, job }),
			reject
		};
		const abort = () => {
			if (this.#waiting === job) this.#waiting = undefined;
			if (this.#current === job) this.#link?.send({ type: 'cancel', id: job.id });
			reject(aborted());
		};
		if (signal?.aborted) abort();
		else {
			signal?.addEventListener('abort', abort, { once: true });
			this.#queue(job);
		}
		return promise.finally(() => signal?.removeEventListener('abort', abort));
	}

	async run(
		request: { text: string; index: number },
		options: CallOptions & { onPartial?: (run: NeuronRun) => void } = {}
	): Promise<NeuronRun> {
		const answer = await this.#ask({ kind: 'run', text: request.text, index: request.index }, options);
		return answer.kind === 'run' ? timed(answer.job, answer.run) : unexpected();
	}

	async rank(request: RankRequest, options: CallOptions = {}): Promise<Ranking> {
		const answer = await this.#ask({ kind: 'rank', request }, options);
		return answer.kind === 'rank' ? answer.ranking : unexpected();
	}

	async selfTest(options: CallOptions = {}): Promise<SelfTest> {
		const answer = await this.#ask({ kind: 'self-test' }, options);
		return answer.kind === 'self-test' ? answer.selfTest : unexpected();
	}

	dispose(): void {
		if (this.#isDisposed) return;
		this.#isDisposed = true;
		this.#fail(disposed());
	}
}

function unexpected(): never {
	throw new EngineError('runtime', 'The model answered something else.');
}

/** An engine in a worker of its own. Nothing is fetched before load() or the first question. */
export function createEngine(options: EngineOptions, makeWorker: MakeWorker = makeOwnWorker): Engine {
	return new WorkerEngine(options, makeWorker);
}
