// A token as it stands in lists, where its spaces matter and must be seen.

/** The token with a dot for each space and glyphs for line ends and tabs; a word for a token without text. */
export function visibleToken(text: string): string {
	if (text === '') return '(part of a character)';
	return text
		.replaceAll(' ', '·')
		.replaceAll(/\r\n|\n|\r/g, '↵')
		.replaceAll('\t', '⇥');
}
