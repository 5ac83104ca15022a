// What lies around a clue's window in its whole passage. Values are kept for the window alone, so this is plain text.

export interface Around {
	before: string;
	after: string;
}

/** Whether a window of `tokens` tokens from `firstToken` on leaves any of its passage out. */
export const isCut = (window: {
	firstToken: number;
	tokens: readonly string[];
	passageTokens: number;
}): boolean => window.firstToken > 0 || window.firstToken + window.tokens.length < window.passageTokens;

/** The texts before and after the window. Throws a RangeError when the passage does not hold it. */
export function aroundWindow(
	passage: readonly string[],
	{ firstToken, tokens }: { firstToken: number; tokens: readonly string[] }
): Around {
	const end = firstToken + tokens.length;
	if (passage.slice(firstToken, end).join('') !== tokens.join('')) {
		throw new RangeError('the window is not from this passage');
	}
	return { before: passage.slice(0, firstToken).join(''), after: passage.slice(end).join('') };
}
