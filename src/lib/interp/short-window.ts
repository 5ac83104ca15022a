// The part of a clue that is read first: a line or two around its peak. More context before than after, because a
// causal model has seen nothing of what follows.

/** Some twenty words: two lines on a wide screen, four on a phone. */
export const SHORT_BEFORE = 18;
export const SHORT_AFTER = 8;
/** Leaving out fewer tokens than this saves no line and costs a press. */
const WORTH_HIDING = 6;

/** Token range [start, end) around the peak of a clue of `tokenCount` tokens; the whole clue when it is hardly longer. */
export function shortWindow(peakIndex: number, tokenCount: number): { start: number; end: number } {
	const start = Math.max(0, peakIndex - SHORT_BEFORE);
	const end = Math.min(tokenCount, peakIndex + SHORT_AFTER + 1);
	return tokenCount - (end - start) < WORTH_HIDING ? { start: 0, end: tokenCount } : { start, end };
}
