// A clue fit for JSON, as every page gets it.
import type { Clue } from '../campaign/clue.ts';

export type PlainClue = Omit<Clue, 'activations'> & { activations: number[] };

/** Nine digits give every float32 back exactly and are half as long as what JSON would write. */
export const plainClue = (clue: Clue): PlainClue => ({
	...clue,
	activations: Array.from(clue.activations, (value) => Number(value.toPrecision(9)))
});
