// Which part of a passage a clue keeps. Left context matters more than right in a causal model, hence 50 and 10.

export const TOKENS_BEFORE_PEAK = 50;
export const TOKENS_AFTER_PEAK = 10;

/** Token range [start, end) around token `centre` of a passage of `tokenCount` tokens. */
export function clueWindow(centre: number, tokenCount: number): { start: number; end: number } {
	return {
		start: Math.max(0, centre - TOKENS_BEFORE_PEAK),
		end: Math.min(tokenCount, centre + TOKENS_AFTER_PEAK + 1)
	};
}
