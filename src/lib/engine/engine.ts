// The contract of in-browser inference: what pages may ask of the engine. Both ends of the worker's protocol,
// the fake engine of the tests and (later) the Node engine share these types. No implementation here.
import type { EngineError } from './errors.ts';

export interface Token {
	id: number;
	/** Exact text; '' for a token that holds only the tail bytes of a character (see ActivationRecord). */
	text: string;
	/** UTF-16 range of `text` in the input: input.slice(start, end) === text. */
	start: number;
	end: number;
}

export interface NeuronRun {
	text: string;
	/** Tokens of the text without <|endoftext|>; at most n_ctx - 1 of them. */
	tokens: Token[];
	/** The neuron's post-activation for each token, same length. */
	activations: Float32Array;
	/** How many tokens the whole text has; more than tokens.length when it was cut to the context. */
	totalTokens: number;
	/** From the call to the answer, on the caller's clock. */
	elapsedMs: number;
}

export type Runtime = { provider: 'wasm' | 'webgpu'; threads: number };

export type EngineStatus =
	| { phase: 'idle' }
	| { phase: 'loading'; loadedBytes: number; totalBytes: number }
	| { phase: 'ready'; runtime: Runtime }
	| { phase: 'failed'; error: EngineError };

export interface Engine {
	readonly status: EngineStatus;
	/** Calls back on every change of status; returns the way to stop. */
	onStatus(listener: (status: EngineStatus) => void): () => void;
	/** Fetches and opens the model; resolves when ready, memoised, may be retried after a failure. Rejects with an
	 *  EngineError. */
	load(): Promise<void>;
	/** Activations of neuron `index` on `text`; loads first if need be. The newest call wins: an older one still
	 *  waiting rejects with code 'superseded'. Rejects with an EngineError ('aborted' when the signal fires). */
	run(request: { text: string; index: number }, options?: { signal?: AbortSignal }): Promise<NeuronRun>;
	/** Ends the worker and gives its memory back; pending calls reject with 'disposed'. */
	dispose(): void;
}
