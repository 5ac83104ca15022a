// SVG of laid-out text: paths in the card's coordinates.
import { layoutLine, type Line } from './text-layout.ts';

/** Two digits after the point are enough for pixels. */
export const pixels = (value: number): string => String(Math.round(value * 100) / 100);

/** Draws a line from `left` on; `inkOf` gives the colour of the character at an index of the line's text. */
export function drawLine(
	line: Line,
	size: number,
	left: number,
	baseline: number,
	inkOf: (index: number) => string
): string {
	return line.glyphs
		.filter(({ path }) => path !== '')
		.map(({ path, x, offsetX, offsetY, font, index }) => {
			const scale = size / font.unitsPerEm;
			const at = `${pixels(left + x + offsetX * size)} ${pixels(baseline - offsetY * size)}`;
			return `<path d="${path}" fill="${inkOf(index)}" transform="translate(${at}) scale(${scale} ${-scale})"/>`;
		})
		.join('');
}

/** Draws one line in one colour. */
export const drawText = (text: string, size: number, left: number, baseline: number, ink: string): string =>
	drawLine(layoutLine(text, size), size, left, baseline, () => ink);
