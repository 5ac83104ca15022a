// Small questions about a passage that its display asks: where its peak is, how a token is read aloud.

/** Token range [start, end). */
export interface TokenRange {
	start: number;
	end: number;
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
