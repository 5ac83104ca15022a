// Sizes and colours of the share image, in pixels: those of the site at night. The usual size of link previews.
export const CARD = { width: 1200, height: 630, edge: 60 };
export const INNER_WIDTH = CARD.width - 2 * CARD.edge;
/** Where the sentence begins, and where the clue's panel ends. */
export const SENTENCE_TOP = 118;
export const CLUE_BOTTOM = CARD.height - 104;

export const COLOUR = {
	ink: '#fff8ec',
	soft: '#c9bbd6',
	fire: '#ff9f1a',
	fireInk: '#241300',
	panel: '#2a2036'
};
