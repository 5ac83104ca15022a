// The contract of inference: what pages and scripts may ask of an engine. Both ends of the worker's protocol, the
// browser's engine and the one for Node share these types. No implementation here.
import type { BuildName } from '../interp/model-manifest.ts';
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
	/** False for what is known of a long text before the rest is computed. */
	isComplete: boolean;
	/** From the call to the answer, on the caller's clock. */
	elapsedMs: number;
}

/** Where it runs; threads is 0 where the runtime chooses them by itself. */
export type Runtime = { provider: 'wasm' | 'webgpu' | 'cpu'; threads: number };

/** Whether the model's files stay on this device: kept, no storage here (private windows), or no room left. */
export type Keeping = 'kept' | 'unavailable' | 'full';

/** What runs: enough to say of every value where it comes from. */
export interface ModelIdentity {
	modelId: string;
	layer: number;
	hookName: string;
	checkpointSha256: string;
	/** Set when the weights are random numbers: never a real model. */
	randomWeightsSeed?: number;
	build: BuildName;
	/** SHA-256 of the build's parts with weights, in order. */
	partsSha256: string[];
	tokenizerSha256: string;
}

export type EngineStatus =
	| { phase: 'idle' }
	| { phase: 'loading'; loadedBytes: number; totalBytes: number }
	| { phase: 'ready'; runtime: Runtime; model: ModelIdentity; keeping: Keeping }
	| { phase: 'failed'; error: EngineError };

export interface RankRequest {
	text: string;
	/** How many neurons a list has. */
	k: number;
	/** One list over the whole text (each neuron's highest token), or one for each token. */
	by: 'text' | 'token';
	/** Each neuron's maximum over the corpus: activations are ranked by their share of it. */
	maxima?: Float32Array;
}

export interface RankedNeuron {
	index: number;
	activation: number;
	/** activation / maxima[index]; the activation itself when no maxima are given. */
	share: number;
	/** Where it fires most. */
	tokenIndex: number;
}

export interface Ranking {
	text: string;
	tokens: Token[];
	totalTokens: number;
	/** Best first: one list for the text, or one for each token. */
	top: RankedNeuron[][];
}

/** Golden texts run here against the float64 reference. */
export interface SelfTest {
	texts: number;
	values: number;
	maxAbsError: number;
	tolerance: number;
	passed: boolean;
}

export interface CallOptions {
	signal?: AbortSignal;
}

export interface Engine {
	readonly status: EngineStatus;
	/** Calls back on every change of status; returns the way to stop. */
	onStatus(listener: (status: EngineStatus) => void): () => void;
	/** Fetches and opens the model; resolves when ready, memoised, may be retried after a failure. Rejects with an
	 *  EngineError. */
	load(): Promise<void>;
	/** Activations of neuron `index` on `text`; loads first if need be. The newest call wins: an older one rejects
	 *  with code 'superseded', at the latest when its current chunk of tokens is done. `onPartial` hears of the first
	 *  tokens of a long text early. Rejects with an EngineError ('aborted' when the signal fires). */
	run(
		request: { text: string; index: number },
		options?: CallOptions & { onPartial?: (run: NeuronRun) => void }
	): Promise<NeuronRun>;
	/** The neurons that fire most on a text. Same rules as run(), of which it is one. */
	rank(request: RankRequest, options?: CallOptions): Promise<Ranking>;
	/** Proves the engine on the manifest's golden texts. Same rules as run(). */
	selfTest(options?: CallOptions): Promise<SelfTest>;
	/** Ends the worker and gives its memory back; pending calls reject with 'disposed'. */
	dispose(): void;
}
