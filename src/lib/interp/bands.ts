// The bands of a neuron's range below its maximum. Top examples alone mislead: bands show how the neuron behaves
// when it fires less (as OpenAI's and Anthropic's neuron viewers do).
import { FIRES_SHARE, QUIET_SHARE } from './thresholds.ts';

/** Shares of the corpus maximum, from inclusive, to exclusive (the top band includes the maximum itself). */
export interface BandRange {
	from: number;
	to: number;
}

/** Strongest first; the last one ends where "fires" begins. */
export const BANDS: readonly BandRange[] = [
	{ from: 0.75, to: 1 },
	{ from: 0.5, to: 0.75 },
	{ from: FIRES_SHARE, to: 0.5 }
];

/** Number of the band that `activation` falls into, or undefined when it does not fire. */
export function bandOf(activation: number, max: number): number | undefined {
	if (!(max > 0)) return undefined;
	const band = BANDS.findIndex(({ from }) => activation >= from * max);
	return band < 0 ? undefined : band;
}

/** What a passage's peak means: firing, quiet, or neither (between the two thresholds). */
export type PeakClass = 'fires' | 'quiet' | 'between';

export function classifyPeak(peak: number, max: number): PeakClass {
	if (!(max > 0)) return 'between';
	if (peak >= FIRES_SHARE * max) return 'fires';
	return peak < QUIET_SHARE * max ? 'quiet' : 'between';
}
