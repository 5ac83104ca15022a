// The Engine of engine.ts in Node: same answers, same errors, same rule that the newest question wins; no worker, as
// onnxruntime-node computes on threads of its own.
import type { BuildName } from '../../interp/model-manifest.ts';
import type { EngineCore } from '../core/engine-core.ts';
import { identityOf } from '../core/identity.ts';
import type {
	CallOptions,
	Engine,
	EngineStatus,
	NeuronRun,
	Ranking,
	RankRequest,
	SelfTest
} from '../engine.ts';
import { EngineError } from '../errors.ts';
import { aborted, disposed, superseded } from '../job.ts';
import { readModelManifest } from './folder-source.ts';
import { openNodeCore } from './open-node-core.ts';

type IsWanted = () => Promise<boolean>;

class NodeEngine implements Engine {
	readonly #dir: string;
	readonly #build: BuildName;
	readonly #listeners = new Set<(status: EngineStatus) => void>();
	#status: EngineStatus = { phase: 'idle' };
	#core: Promise<EngineCore> | undefined;
	#turn: Promise<unknown> = Promise.resolve();
	#newest = 0;
	#isDisposed = false;

	constructor(dir: string, build: BuildName) {
		this.#dir = dir;
		this.#build = build;
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

	async #open(): Promise<EngineCore> {
		try {
			this.#set({ phase: 'loading', loadedBytes: 0, totalBytes: 0 });
			const manifest = await readModelManifest(this.#dir);
			const core = await openNodeCore(this.#dir, manifest, this.#build);
			if (this.#isDisposed) {
				await core.release();
				throw disposed();
			}
			const model = identityOf(manifest, this.#build);
			this.#set({ phase: 'ready', runtime: { provider: 'cpu', threads: 0 }, model, keeping: 'kept' });
			return core;
		} catch (cause) {
			const error =
				cause instanceof EngineError
					? cause
					: new EngineError('runtime', 'The model could not be started.', { cause });
			this.#core = undefined;
			this.#set({ phase: 'failed', error });
			throw error;
		}
	}

	async load(): Promise<void> {
		if (this.#isDisposed) throw disposed();
		this.#core ??= this.#open();
		await this.#core;
	}

	/** Runs `task` when the ones before are done, unless a newer question has come or the signal fires. */
	async #ask<T>(
		{ signal }: CallOptions,
		task: (core: EngineCore, isWanted: IsWanted) => Promise<T>
	): Promise<T> {
		const id = ++this.#newest;
		const isWanted = async () => {
			await new Promise((resolve) => setImmediate(resolve));
			if (this.#isDisposed) throw disposed();
			if (signal?.aborted) throw aborted();
			return id === this.#newest;
		};
		const answer = this.#turn.then(async () => {
			if (!(await isWanted())) throw superseded();
			await this.load();
			return task(await this.#core!, isWanted);
		});
		this.#turn = answer.catch(() => {});
		return answer;
	}

	async run(
		request: { text: string; index: number },
		options: CallOptions & { onPartial?: (run: NeuronRun) => void } = {}
	): Promise<NeuronRun> {
		const startedAt = performance.now();
		const timed = (run: Omit<NeuronRun, 'elapsedMs'>): NeuronRun => ({
			...run,
			elapsedMs: performance.now() - startedAt
		});
		const onPartial = (run: Omit<NeuronRun, 'elapsedMs'>) => options.onPartial?.(timed(run));
		return timed(await this.#ask(options, (core, isWanted) => core.run(request, { isWanted, onPartial })));
	}

	rank(request: RankRequest, options: CallOptions = {}): Promise<Ranking> {
		return this.#ask(options, (core, isWanted) => core.rank(request, { isWanted }));
	}

	selfTest(options: CallOptions = {}): Promise<SelfTest> {
		return this.#ask(options, (core) => core.selfTest());
	}

	dispose(): void {
		if (this.#isDisposed) return;
		this.#isDisposed = true;
		void this.#turn.then(async () => (await this.#core)?.release()).catch(() => {});
		this.#set({ phase: 'failed', error: disposed() });
	}
}

/** An engine for the served model in the folder `dir` (static/models/{id}). Nothing is read before load(). */
export const createNodeEngine = (dir: string, build: BuildName = 'standard'): Engine =>
	new NodeEngine(dir, build);
