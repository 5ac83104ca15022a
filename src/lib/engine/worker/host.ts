// The worker's model from manifest to answers: downloads, opens, keeps the tables in the background, lets WebGPU try,
// and goes back to WebAssembly when it fails. Owns which core is in use; one question at a time.
import type { ModelBuild, ModelManifest } from '../../interp/model-manifest.ts';
import type { ServedFile } from '../../interp/served-file.ts';
import { identityOf } from '../core/identity.ts';
import { openCore } from '../core/open-core.ts';
import type { EngineCore } from '../core/engine-core.ts';
import { warmUp } from '../core/timing.ts';
import type { ModelIdentity, Runtime } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { LoadOptions } from '../protocol.ts';
import { fetchManifest, removeStale } from './files/fetch-manifest.ts';
import type { PartStore } from './files/part-store.ts';
import { WebSource } from './files/web-source.ts';
import { judge, keepVerdict, keptVerdict, type Verdict } from './gpu-trial.ts';
import { gpuName, gpuRuntime, wasmRuntime, type OpenRuntime } from './runtimes.ts';

/** Files that a first activation waits for. */
const firstFiles = ({ tokenizer, graphs }: ModelManifest, build: ModelBuild): ServedFile[] => [
	tokenizer,
	graphs.first,
	graphs.middle,
	graphs.last,
	build.positions.file,
	...build.stages
];

export class ModelHost {
	readonly #options: LoadOptions;
	readonly #store: PartStore;
	readonly #manifest: ModelManifest;
	readonly #source: WebSource;
	#core: EngineCore;
	#runtime: Runtime;
	#turn: Promise<unknown> = Promise.resolve();

	private constructor(
		options: LoadOptions,
		store: PartStore,
		manifest: ModelManifest,
		source: WebSource,
		opened: { core: EngineCore; runtime: Runtime }
	) {
		this.#options = options;
		this.#store = store;
		this.#manifest = manifest;
		this.#source = source;
		this.#core = opened.core;
		this.#runtime = opened.runtime;
	}

	/** Downloads and opens the model. Rejects with an EngineError, or with the runtime's own error. */
	static async open(
		manifestUrl: string,
		options: LoadOptions,
		store: PartStore,
		onProgress: (loadedBytes: number, totalBytes: number) => void
	): Promise<ModelHost> {
		const manifest = await fetchManifest(manifestUrl, store);
		await removeStale(store, manifest);
		const counted = new Map(
			firstFiles(manifest, manifest.builds[options.build]).map((file) => [file.path, file.sizeBytes])
		);
		const totalBytes = [...counted.values()].reduce((sum, sizeBytes) => sum + sizeBytes, 0);
		let loadedBytes = 0;
		let isLoading = true; // the trial of WebGPU reads the same files again later
		const source = new WebSource({
			manifestUrl,
			store,
			onBytes(file, change) {
				if (!isLoading || !counted.has(file.path)) return;
				loadedBytes += change;
				onProgress(loadedBytes, totalBytes);
			}
		});
		const opened = await ModelHost.#openFirst(options, store, manifest, source);
		isLoading = false;
		return new ModelHost(options, store, manifest, source, opened);
	}

	static async #openFirst(
		options: LoadOptions,
		store: PartStore,
		manifest: ModelManifest,
		source: WebSource
	): Promise<{ core: EngineCore; runtime: Runtime }> {
		const openOn = async ({ ort, runtime }: OpenRuntime) => {
			const core = await openCore(ort, runtime.provider, manifest, options.build, source);
			await warmUp(core);
			return { core, runtime };
		};
		const key = options.provider === 'wasm' ? undefined : await trialKey(manifest, options);
		const wantsGpu =
			key !== undefined && (options.provider === 'webgpu' || (await keptVerdict(store, key)) === 'webgpu');
		if (wantsGpu) {
			try {
				const opened = await openOn(await gpuRuntime());
				await checkSelf(opened.core);
				return opened;
			} catch (error) {
				console.warn('WebGPU did not work, so WebAssembly is used:', error);
				await keepVerdict(store, key, 'wasm');
			}
		}
		return openOn(await wasmRuntime(options.threads));
	}

	get runtime(): Runtime {
		return this.#runtime;
	}

	get model(): ModelIdentity {
		return identityOf(this.#manifest, this.#options.build);
	}

	get keeping() {
		return this.#source.keeping;
	}

	/** One use of the core at a time: a question must not meet the trial's runs. */
	#inTurn<T>(task: () => Promise<T>): Promise<T> {
		const turn = this.#turn.then(task);
		this.#turn = turn.catch(() => {});
		return turn;
	}

	/** Asks the core; when WebGPU fails, WebAssembly takes its place and is asked again. */
	ask<T>(question: (core: EngineCore) => Promise<T>): Promise<T> {
		return this.#inTurn(async () => {
			try {
				return await question(this.#core);
			} catch (error) {
				if (error instanceof EngineError || this.#runtime.provider !== 'webgpu') throw error;
				console.warn('WebGPU failed, so WebAssembly takes over:', error);
				await this.#fallBack();
				return question(this.#core);
			}
		});
	}

	async #fallBack(): Promise<void> {
		const key = await trialKey(this.#manifest, this.#options);
		if (key) await keepVerdict(this.#store, key, 'wasm');
		const lost = this.#core;
		const { ort, runtime } = await wasmRuntime(this.#options.threads);
		this.#core = await openCore(ort, 'wasm', this.#manifest, this.#options.build, this.#source);
		this.#runtime = runtime;
		lost.release().catch(() => {}); // its device may be gone
	}

	/** Fetches the large tables. Rejects with an EngineError; rows go on coming one by one then. */
	async keepTables(): Promise<void> {
		await this.#source.keepTables(this.#manifest.builds[this.#options.build]);
	}

	/** Rows that came without a hash are dropped once the whole table has proved right. */
	distrustRows(): Promise<void> {
		return this.#inTurn(async () => {
			if (this.#source.hasLooseRows) this.#core.forgetRows();
		});
	}

	/** Gives WebGPU its one trial, when there is an adapter without a verdict. Returns whether the runtime changed. */
	async tryGpu(): Promise<boolean> {
		if (this.#options.provider !== 'auto' || this.#runtime.provider !== 'wasm') return false;
		const key = await trialKey(this.#manifest, this.#options);
		if (!key || (await keptVerdict(this.#store, key))) return false;
		let gpu: EngineCore | undefined;
		let verdict = 'wasm' as Verdict;
		try {
			const { ort, runtime } = await gpuRuntime();
			gpu = await openCore(ort, 'webgpu', this.#manifest, this.#options.build, this.#source);
			const tried = gpu;
			await this.#inTurn(async () => {
				verdict = await judge(tried, this.#core);
				if (verdict !== 'webgpu') return;
				[gpu, this.#core] = [this.#core, tried];
				this.#runtime = runtime;
			});
		} catch (error) {
			console.warn('WebGPU was tried and failed:', error);
		}
		await gpu?.release().catch(() => {});
		await keepVerdict(this.#store, key, verdict);
		return verdict === 'webgpu';
	}
}

/** A graphics driver may have changed since it proved itself: rejects when the golden texts come out wrong. */
async function checkSelf(core: EngineCore): Promise<void> {
	const { passed, maxAbsError } = await core.selfTest();
	if (passed) return;
	await core.release();
	throw new EngineError('runtime', `The self-test was off by ${maxAbsError}.`);
}

/** What a verdict holds for: this adapter with this build; undefined without an adapter. */
async function trialKey(manifest: ModelManifest, { build }: LoadOptions): Promise<string | undefined> {
	const adapter = await gpuName();
	return adapter && `${adapter} ${manifest.id} ${manifest.builds[build].stages[0]!.sha256}`;
}
