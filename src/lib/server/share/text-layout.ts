// Lines of text for share images: which characters share a font and a direction, how wide they are, where lines end,
// and where each glyph stands. Sizes in pixels; nothing is drawn here.
import bidiFactory from 'bidi-js';
import { fontFor, type Glyph, type ShareFont } from './fonts.ts';

const bidi = bidiFactory();
const words = new Intl.Segmenter('en', { granularity: 'word' });
const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Characters in a row with one font and one direction. */
interface Run {
	start: number;
	end: number;
	level: number;
	font: ShareFont;
}

export interface PlacedGlyph extends Glyph {
	font: ShareFont;
	/** From the line's left end. */
	x: number;
	/** UTF-16 index in the line's text. */
	index: number;
}

export interface Line {
	width: number;
	glyphs: PlacedGlyph[];
}

/** Whether a text as a whole runs from right to left, by its first letter. */
export const isRightToLeft = (text: string): boolean =>
	(bidi.getEmbeddingLevels(text).paragraphs[0]?.level ?? 0) % 2 === 1;

function runsOf(text: string, levels: Uint8Array): Run[] {
	const runs: Run[] = [];
	for (const { segment: character, index: start } of letters.segment(text)) {
		const last = runs.at(-1);
		const font = fontFor(character);
		const level = levels[start]!;
		const end = start + character.length;
		if (last && last.font === font && last.level === level) last.end = end;
		else runs.push({ start, end, level, font });
	}
	return runs;
}

/** Logical to visual order: rule L2 of the Unicode Bidirectional Algorithm (UAX #9), over whole runs. */
function visualOrder(runs: Run[]): Run[] {
	const ordered = [...runs];
	const highest = Math.max(0, ...runs.map(({ level }) => level));
	for (let level = highest; level > 0; level--) {
		for (let from = 0; from < ordered.length; from++) {
			let to = from;
			while (to < ordered.length && ordered[to]!.level >= level) to++;
			if (to - from > 1) ordered.splice(from, to - from, ...ordered.slice(from, to).reverse());
			from = to;
		}
	}
	return ordered;
}

/** Lays out a text on one line, its size in pixels for one em. A line of a longer text is told how that runs. */
export function layoutLine(text: string, size: number, runsLeft = isRightToLeft(text)): Line {
	const { levels } = bidi.getEmbeddingLevels(text, runsLeft ? 'rtl' : 'ltr');
	const glyphs: PlacedGlyph[] = [];
	let x = 0;
	for (const run of visualOrder(runsOf(text, levels))) {
		for (const glyph of run.font.shape(text.slice(run.start, run.end), run.level % 2 === 1)) {
			glyphs.push({ ...glyph, font: run.font, x, index: run.start + glyph.cluster });
			x += glyph.advance * size;
		}
	}
	return { width: x, glyphs };
}

const widthOf = (text: string, size: number): number => layoutLine(text, size).width;

/** What may not be cut: words with the spaces after them; parts of words that are too long for a line (so do scripts
 *  without spaces find their words), and single letters of those that still are. */
function piecesOf(text: string, size: number, maxWidth: number): string[] {
	const fits = (piece: string) => widthOf(piece.trimEnd(), size) <= maxWidth;
	const partsOf = (piece: string, by: Intl.Segmenter) =>
		fits(piece) ? [piece] : Array.from(by.segment(piece), ({ segment }) => segment);
	return (text.match(/\s+|\S+\s*/g) ?? [])
		.flatMap((piece) => partsOf(piece, words))
		.flatMap((piece) => partsOf(piece, letters));
}

/** Cuts a text into lines of at most `maxWidth`; together they are the text. */
export function wrapText(text: string, size: number, maxWidth: number): { text: string; start: number }[] {
	const lines: { text: string; start: number }[] = [];
	let line = '';
	let start = 0;
	for (const piece of piecesOf(text, size, maxWidth)) {
		if (line !== '' && widthOf((line + piece).trimEnd(), size) > maxWidth) {
			lines.push({ text: line, start });
			start += line.length;
			line = '';
		}
		line += piece;
	}
	return line === '' ? lines : [...lines, { text: line, start }];
}
