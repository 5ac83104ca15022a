// The way to answering.ts, which comes over the line with the first touch: whoever only reads a first puzzle has no use
// for it.
import type { StoreError } from '../data/nouns.ts';
import { storeError } from '../data/store-errors.ts';
import { err, ok, type Result } from '../util/result.ts';
import type * as answering from './answering.ts';

export type Answering = typeof answering;

/** The verbs of answering; error 'offline' when they did not arrive, after which it may be asked again. */
export async function loadAnswering(): Promise<Result<Answering, StoreError>> {
	try {
		return ok(await import('./answering.ts'));
	} catch {
		return err(storeError('offline'));
	}
}

/** Runs `call` with the verbs of answering; their absence is an error like that of any other call. */
export async function withAnswering<T>(
	call: (verbs: Answering) => Promise<Result<T, StoreError>>
): Promise<Result<T, StoreError>> {
	const verbs = await loadAnswering();
	return verbs.ok ? call(verbs.value) : verbs;
}
