// The card's sentence: as large as it fits, and never more than four lines.
import { CARD, COLOUR, INNER_WIDTH, SENTENCE_TOP } from './card-look.ts';
import { drawLine } from './draw-text.ts';
import { isRightToLeft, layoutLine, wrapText } from './text-layout.ts';

/** The first that fits is taken; the last one cuts. Shown 300 px wide, 52 px are still 13. */
const FITS = [
	{ size: 104, lines: 1 },
	{ size: 76, lines: 2 },
	{ size: 62, lines: 3 },
	{ size: 52, lines: 4 }
] as const;
const LEADING = 1.15;
/** Above the baseline, and below it, as shares of the size. */
const ASCENT = 0.8;
const DESCENT = 0.25;

/** The line with dots that say that more follows, without its last word where that leaves no room for them. */
function withDots(line: string, size: number): string {
	const fits = (text: string) => layoutLine(`${text}…`, size).width <= INNER_WIDTH;
	if (fits(line)) return `${line}…`;
	const shorter = line.replace(/\s+\S+$/, '');
	if (shorter !== line) return `${shorter}…`;
	const letters = Array.from(new Intl.Segmenter('en').segment(line), ({ segment }) => segment);
	while (letters.length > 0 && !fits(letters.join(''))) letters.pop();
	return `${letters.join('')}…`;
}

const cutLines = (lines: string[], most: number, size: number): string[] =>
	lines.length <= most ? lines : [...lines.slice(0, most - 1), withDots(lines[most - 1]!, size)];

/** The sentence's lines, and their size. */
export function fitSentence(sentence: string): { size: number; lines: string[] } {
	const tried = FITS.map(({ size, lines: most }) => {
		const lines = wrapText(sentence, size, INNER_WIDTH).map(({ text }) => text.trimEnd());
		return { size, isWhole: lines.length <= most, lines: cutLines(lines, most, size) };
	});
	return tried.find(({ isWhole }) => isWhole) ?? tried.at(-1)!;
}

/** The sentence's SVG and where it ends. */
export function drawSentence(sentence: string): { svg: string; bottom: number } {
	const { size, lines } = fitSentence(sentence.replace(/\s+/g, ' ').trim());
	const runsLeft = isRightToLeft(sentence);
	const baselineOf = (i: number) => SENTENCE_TOP + size * (ASCENT + i * LEADING);
	const svg = lines.map((text, i) => {
		const line = layoutLine(text, size, runsLeft);
		const left = runsLeft ? CARD.width - CARD.edge - line.width : CARD.edge;
		return drawLine(line, size, left, baselineOf(i), () => COLOUR.ink);
	});
	return { svg: svg.join(''), bottom: baselineOf(lines.length - 1) + size * DESCENT };
}
