// What the page and the worker that keeps a model's files say to each other.
import type { BuildName } from '../interp/model-manifest.ts';
import type { WireError } from './protocol.ts';

export interface ToKeeper {
	manifestUrl: string;
	build: BuildName;
}

export type FromKeeper =
	/** How many bytes of the build are here. */
	| { type: 'progress'; keptBytes: number; totalBytes: number }
	/** A kept file was not what it should be; it was taken away and is fetched anew. */
	| { type: 'damaged'; path: string }
	/** Every file is here, and each one's SHA-256 is right. */
	| { type: 'kept' }
	/** This device gave no room for all of it. */
	| { type: 'full' }
	| { type: 'failed'; error: WireError };
