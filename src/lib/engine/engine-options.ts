// What may be said when an engine is made, and what it is by default.
import type { BuildName } from '../interp/model-manifest.ts';
import type { LoadOptions } from './protocol.ts';
import { SIGNS_IN_SILENCE, SILENCE_MS } from './worker-link.ts';

export interface EngineOptions {
	/** Absolute address of the model's folder, e.g. https://example.org/models/starter/ */
	baseUrl: string;
	/** Which of the manifest's builds; standard when left out. */
	build?: BuildName;
	/** For tests and benches; 'auto' when left out. */
	provider?: LoadOptions['provider'];
	threads?: number;
	/** False fetches rows of the large tables only, as they are needed. */
	keepTables?: boolean;
	/** How long nobody asks until the worker is ended and its memory given back. */
	idleMs?: number;
	/** For tests: how long a worker may say nothing until it counts as dead. */
	silenceMs?: number;
}

/** Long enough for someone who reads other clues meanwhile; a phone wants its 300 MB back after that. */
export const IDLE_MS = 5 * 60_000;

/** How the worker is told to run. After a start that died or hung it gets one thread, the likeliest reason. */
export const loadOptionsOf = (options: EngineOptions, hasDied: boolean): LoadOptions => ({
	build: options.build ?? 'standard',
	provider: options.provider ?? 'auto',
	threads: hasDied ? 1 : (options.threads ?? 'auto'),
	keepTables: options.keepTables ?? true,
	aliveEveryMs: (options.silenceMs ?? SILENCE_MS) / SIGNS_IN_SILENCE
});
