// What the page and the engine's worker say to each other. Both ends import these types; nothing else crosses.
import type { NeuronRun, Runtime } from './engine.ts';
import type { EngineErrorCode } from './errors.ts';

export interface WireError {
	code: EngineErrorCode;
	message: string;
}

export type ToWorker =
	{ type: 'load'; manifestUrl: string } | { type: 'run'; id: number; text: string; index: number };

export type FromWorker =
	| { type: 'progress'; loadedBytes: number; totalBytes: number }
	| { type: 'ready'; runtime: Runtime }
	| { type: 'load-failed'; error: WireError }
	| { type: 'result'; id: number; run: Omit<NeuronRun, 'elapsedMs'> }
	| { type: 'run-failed'; id: number; error: WireError };
