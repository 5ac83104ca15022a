// What the page and the engine's worker say to each other. Both ends import these types; nothing else crosses.
import type { BuildName } from '../interp/model-manifest.ts';
import type { Keeping, ModelIdentity, NeuronRun, Ranking, RankRequest, Runtime, SelfTest } from './engine.ts';
import type { EngineErrorCode } from './errors.ts';

export interface WireError {
	code: EngineErrorCode;
	message: string;
}

/** How the worker may run. */
export interface LoadOptions {
	build: BuildName;
	/** 'auto' takes WebGPU where it proved itself; the others are for tests and benches. */
	provider: 'auto' | 'wasm' | 'webgpu';
	/** Threads of WebAssembly in an isolated page: 'auto' by the device's cores; 1 after a start that hung. */
	threads: number | 'auto';
	/** False leaves large tables on the server and fetches rows only. */
	keepTables: boolean;
	/** How often the page wants to hear that the worker lives. */
	aliveEveryMs: number;
}

export type Question =
	| { kind: 'run'; text: string; index: number }
	| { kind: 'rank'; request: RankRequest }
	| { kind: 'self-test' };

export type WireRun = Omit<NeuronRun, 'elapsedMs'> & {
	/** Time the worker itself took. */
	workerMs: number;
};

export type Answer =
	| { kind: 'run'; run: WireRun }
	| { kind: 'rank'; ranking: Ranking }
	| { kind: 'self-test'; selfTest: SelfTest };

export type ToWorker =
	| { type: 'load'; manifestUrl: string; options: LoadOptions }
	| { type: 'ask'; id: number; question: Question }
	/** The answer to this question is no longer wanted. */
	| { type: 'cancel'; id: number };

export type FromWorker =
	/** Says nothing but that the worker has not hung. */
	| { type: 'alive' }
	| { type: 'progress'; loadedBytes: number; totalBytes: number }
	| { type: 'ready'; runtime: Runtime; model: ModelIdentity; keeping: Keeping }
	| { type: 'load-failed'; error: WireError }
	| { type: 'partial'; id: number; run: WireRun }
	| { type: 'answer'; id: number; answer: Answer }
	| { type: 'ask-failed'; id: number; error: WireError };
