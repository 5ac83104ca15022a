// The fonts that share images are drawn with: files of npm packages, read once. Shaping is HarfBuzz's, so that joined
// scripts and emoji sequences come out whole.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as hb from 'harfbuzzjs';

/** In order of preference; the last one has the most characters (Latin, Greek, Cyrillic, Arabic, Hebrew, signs). */
const FILES = [
	'@expo-google-fonts/nunito/800ExtraBold/Nunito_800ExtraBold.ttf',
	'@expo-google-fonts/noto-emoji/700Bold/NotoEmoji_700Bold.ttf',
	'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'
];

export interface Glyph {
	/** SVG path in font units, y upwards. */
	path: string;
	/** UTF-16 index in the shaped text that the glyph belongs to. */
	cluster: number;
	/** In ems. */
	advance: number;
	offsetX: number;
	offsetY: number;
}

export interface ShareFont {
	has(codePoint: number): boolean;
	/** Units of one em in `path`. */
	unitsPerEm: number;
	/** Glyphs of a text that runs in one direction, in visual order. */
	shape(text: string, isRightToLeft: boolean): Glyph[];
}

function openFont(file: string): ShareFont {
	const path = createRequire(import.meta.url).resolve(file);
	const face = new hb.Face(new hb.Blob(readFileSync(path)));
	const font = new hb.Font(face);
	const codePoints = new Set(face.collectUnicodes());
	const paths = new Map<number, string>();
	const pathOf = (glyph: number): string => {
		const known = paths.get(glyph) ?? font.glyphToPath(glyph);
		paths.set(glyph, known);
		return known;
	};
	const em = face.upem;
	return {
		has: (codePoint) => codePoints.has(codePoint),
		unitsPerEm: em,
		shape(text, isRightToLeft) {
			const buffer = new hb.Buffer();
			buffer.addText(text);
			buffer.guessSegmentProperties();
			buffer.setDirection(isRightToLeft ? hb.Direction.RTL : hb.Direction.LTR);
			hb.shape(font, buffer);
			return buffer.getGlyphInfosAndPositions().map((glyph) => ({
				path: pathOf(glyph.codepoint),
				cluster: glyph.cluster,
				advance: (glyph.xAdvance ?? 0) / em,
				offsetX: (glyph.xOffset ?? 0) / em,
				offsetY: (glyph.yOffset ?? 0) / em
			}));
		}
	};
}

let opened: ShareFont[] | undefined;
const fonts = (): ShareFont[] => (opened ??= FILES.map(openFont));

/** Tells how the character before it is to look, or ties two together; no glyph of its own. */
const isJoiner = (codePoint: number): boolean =>
	codePoint === 0x200d || (codePoint >= 0xfe00 && codePoint <= 0xfe0f);

/** The font for what readers see as one character (an emoji sequence, a letter with its accents): the first that has all
 *  of it. What no font has comes out as the last one's empty boxes (Chinese, Japanese, Korean and the scripts of India:
 *  their fonts would weigh more than the whole site). */
export function fontFor(character: string): ShareFont {
	const codePoints = Array.from(character, (part) => part.codePointAt(0)!).filter((code) => !isJoiner(code));
	return fonts().find((font) => codePoints.every(font.has)) ?? fonts().at(-1)!;
}
