// One call of the bench: who makes it, with what.
import type { Caller } from './client.ts';
import type { Size } from './fill.ts';

export type Args = Record<string, unknown>;

/** One call to come. */
export interface Turn {
	/** Counts the calls of this function, warming up included. */
	number: number;
	/** Who calls, unless the maker names somebody else: one of the players who take part. */
	player: string;
	size: Size;
	call: Caller;
	/** A whole number from 0 on, below this. */
	below(end: number): number;
}

/** What to call with, and as whom; null when the rules leave nothing to call (nothing to check, say). */
export type Prepared = { args: Args; as?: string } | null;
export type Maker = (turn: Turn) => Prepared | Promise<Prepared>;
