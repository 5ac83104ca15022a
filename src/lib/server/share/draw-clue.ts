// The card's clue: the lines around its peak, each token on a box as strong as its activation.
import { CARD, CLUE_BOTTOM, COLOUR, INNER_WIDTH } from './card-look.ts';
import { drawLine, drawText, pixels } from './draw-text.ts';
import { isRightToLeft, layoutLine, wrapText, type Line } from './text-layout.ts';

export interface CardClue {
	tokens: string[];
	activations: ArrayLike<number>;
	peakIndex: number;
	/** Where the clue begins in its passage, and how long that is; the whole passage unless told. */
	firstToken?: number;
	passageTokens?: number;
}

const SIZE = 40;
const LEADING = 60;
const PADDING = 28;
/** Room for the dots that say that the passage goes on. */
const DOTS = 34;
const MAX_LINES = 3;
const BOX = { height: 56, rise: 42, overhang: 4, radius: 10 };
/** Fainter boxes would only look like dirt. */
const FAINT = 0.08;
/** Above this share the box is bright enough for dark letters. */
const BRIGHT = 0.55;

const heightOf = (lines: number): number => lines * LEADING + 2 * PADDING - 8;

/** Line ends and tabs have no place on a card; each stays one character, so that indices hold. */
const flat = (token: string): string => token.replace(/[\r\n\t]/g, ' ');

/** The lines around the peak, and whether the passage goes on before and after. */
function chooseLines(text: string, peakStart: number, most: number) {
	const lines = wrapText(text, SIZE, INNER_WIDTH - 2 * PADDING - 2 * DOTS);
	const peakLine = Math.max(
		0,
		lines.findLastIndex(({ start }) => start <= peakStart)
	);
	const first = Math.max(0, Math.min(peakLine - (most > 1 ? 1 : 0), lines.length - most));
	const shown = lines.slice(first, first + most);
	return { shown, goesBefore: first > 0, goesAfter: first + shown.length < lines.length };
}

function drawBoxes(
	line: Line,
	left: number,
	baseline: number,
	tokenAt: (index: number) => number,
	shareOf: (token: number) => number
): string {
	const boxes: { token: number; from: number; to: number }[] = [];
	for (const { index, path, x, advance } of line.glyphs) {
		const token = tokenAt(index);
		const last = boxes.at(-1);
		if (last?.token === token) last.to = x + advance * SIZE;
		else if (path !== '') boxes.push({ token, from: x, to: x + advance * SIZE });
	}
	return boxes
		.filter(({ token }) => shareOf(token) > FAINT)
		.map(({ token, from, to }) => {
			const x = pixels(left + from - BOX.overhang);
			const width = pixels(to - from + 2 * BOX.overhang);
			return (
				`<rect x="${x}" y="${pixels(baseline - BOX.rise)}" width="${width}" height="${BOX.height}" ` +
				`rx="${BOX.radius}" fill="${COLOUR.fire}" fill-opacity="${pixels(shareOf(token))}"/>`
			);
		})
		.join('');
}

/** The clue in a panel at the bottom; as many lines as fit below `top`, at least one. */
export function drawClue(clue: CardClue, max: number, top: number): string {
	const starts: number[] = [];
	let length = 0;
	for (const token of clue.tokens) {
		starts.push(length);
		length += token.length;
	}
	const text = clue.tokens.map(flat).join('');
	const runsLeft = isRightToLeft(text);
	const shareOf = (token: number) =>
		max > 0 ? Math.max(0, Math.min(1, (clue.activations[token] ?? 0) / max)) : 0;

	let most = MAX_LINES;
	while (most > 1 && CLUE_BOTTOM - heightOf(most) < top) most--;
	const { shown, ...cut } = chooseLines(text, starts[clue.peakIndex] ?? 0, most);
	const { firstToken = 0, passageTokens = 0 } = clue;
	const goesBefore = cut.goesBefore || firstToken > 0;
	const goesAfter = cut.goesAfter || firstToken + clue.tokens.length < passageTokens;
	const panelTop = CLUE_BOTTOM - heightOf(shown.length);

	const rows = shown.map(({ text: row, start }, i) => {
		const line = layoutLine(row.trimEnd(), SIZE, runsLeft);
		const indent = goesBefore && i === 0 ? DOTS : 0;
		const left = runsLeft
			? CARD.width - CARD.edge - PADDING - indent - line.width
			: CARD.edge + PADDING + indent;
		const baseline = panelTop + PADDING + i * LEADING + SIZE;
		const tokenAt = (index: number) => starts.findLastIndex((from) => from <= start + index);
		const ink = (index: number) => (shareOf(tokenAt(index)) > BRIGHT ? COLOUR.fireInk : COLOUR.ink);
		const dots = (isBefore: boolean) => {
			const isLeft = isBefore !== runsLeft;
			return drawText('…', SIZE, isLeft ? left - DOTS : left + line.width + 4, baseline, COLOUR.soft);
		};
		return (
			drawBoxes(line, left, baseline, tokenAt, shareOf) +
			drawLine(line, SIZE, left, baseline, ink) +
			(indent > 0 ? dots(true) : '') +
			(goesAfter && i === shown.length - 1 ? dots(false) : '')
		);
	});
	const panel =
		`<rect x="${CARD.edge}" y="${panelTop}" width="${INNER_WIDTH}" height="${heightOf(shown.length)}" ` +
		`rx="28" fill="${COLOUR.panel}"/>`;
	return panel + rows.join('');
}
