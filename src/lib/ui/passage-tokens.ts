// Small questions about a passage's tokens that its display asks: where the peak is, which part is coloured, how a
// token is read aloud. The texts themselves are never changed.

/** Index of the highest activation; 0 for an empty list. */
export function indexOfPeak(activations: ArrayLike<number>): number {
	let peak = 0;
	for (let i = 1; i < activations.length; i++) if (activations[i]! > activations[peak]!) peak = i;
	return peak;
}

/** The spaces before a word and the part that is coloured. At the end of a line the spaces of the next word would
 *  else show as a coloured stripe of their own. A token of spaces alone is coloured whole. */
export function inkOf(text: string): { space: string; rest: string } {
	const space = /^ +(?=[^ ])/.exec(text)?.[0] ?? '';
	return { space, rest: text.slice(space.length) };
}

/** Splits at line ends, so that a glyph can be drawn before each. */
export const piecesOf = (text: string): string[] =>
	text.split(/(\r\n|\n|\r)/).filter((piece) => piece !== '');

export const isLineEnd = (piece: string): boolean => piece[0] === '\n' || piece[0] === '\r';

/** A token as it may be read aloud or quoted: no outer space, and never empty. */
export function spokenToken(text: string): string {
	return text.trim() || (text.includes('\n') ? 'new line' : text === '' ? 'part of a character' : 'space');
}
