// Which part of a passage is shown at first. Left context matters more than right in a causal model, hence 50 and 10.

export const TOKENS_BEFORE_PEAK = 50;
export const TOKENS_AFTER_PEAK = 10;

/** Token range [start, end) around the peak. */
export interface TokenRange {
	start: number;
	end: number;
}

/** The window around `peakIndex` of a passage of `tokenCount` tokens. */
export function windowAround(peakIndex: number, tokenCount: number): TokenRange {
	return {
		start: Math.max(0, peakIndex - TOKENS_BEFORE_PEAK),
		end: Math.min(tokenCount, peakIndex + TOKENS_AFTER_PEAK + 1)
	};
}

/** Index of the highest activation; 0 for an empty list. */
export function indexOfPeak(activations: ArrayLike<number>): number {
	let peak = 0;
	for (let i = 1; i < activations.length; i++) if (activations[i]! > activations[peak]!) peak = i;
	return peak;
}

/** A token as it may be read aloud or quoted: no outer space, and never empty. */
export function spokenToken(text: string): string {
	return text.trim() || (text.includes('\n') ? 'new line' : text === '' ? 'part of a character' : 'space');
}
