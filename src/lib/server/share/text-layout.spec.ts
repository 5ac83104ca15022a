import { describe, expect, it } from 'vitest';
import { nastyTexts } from '../../../testing/nasty-texts.ts';
import { isRightToLeft, layoutLine, wrapText } from './text-layout.ts';

const SIZE = 40;
/** UTF-16 indices of a line's glyphs from left to right; marks without a width are left out. */
const order = (text: string): number[] =>
	layoutLine(text, SIZE)
		.glyphs.filter(({ advance }) => advance > 0)
		.map(({ index }) => index);

describe('layoutLine', () => {
	it('puts letters one after the other, as wide as they are', () => {
		const line = layoutLine('ab', SIZE);
		expect(line.glyphs.map(({ index }) => index)).toEqual([0, 1]);
		expect(line.glyphs[1]!.x).toBeCloseTo(line.glyphs[0]!.advance * SIZE);
		expect(layoutLine('ab', 2 * SIZE).width).toBeCloseTo(2 * line.width);
	});

	it('runs Hebrew and Arabic from right to left, with numbers and Latin words inside as they are', () => {
		expect(isRightToLeft('שלום abc')).toBe(true);
		expect(isRightToLeft('abc שלום')).toBe(false);
		expect(order('אבג')).toEqual([2, 1, 0]);
		expect(order('אב 12 cd')).toEqual([6, 7, 5, 3, 4, 2, 1, 0]);
		expect(order('ab אב')).toEqual([0, 1, 2, 4, 3]);
	});

	it('joins Arabic letters', () => {
		const [joined] = layoutLine('لا', SIZE).glyphs; // lam and alef are one sign
		expect(layoutLine('لا', SIZE).glyphs.filter(({ advance }) => advance > 0)).toHaveLength(1);
		expect(joined!.path).not.toBe(layoutLine('ا', SIZE).glyphs[0]!.path);
	});

	it('draws emoji sequences as one picture', () => {
		const box = layoutLine('\u{10ffff}', SIZE).glyphs[0]!.path;
		for (const emoji of ['🌊', '❤️', '👍🏽', '👩‍👩‍👧‍👦', '🏳️‍🌈', '🇩🇪', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '1️⃣']) {
			const seen = layoutLine(emoji, SIZE).glyphs.filter(({ path }) => path !== '');
			expect(seen, emoji).toHaveLength(1);
			expect(seen[0]!.path, emoji).not.toBe(box);
		}
	});
});

describe('wrapText', () => {
	it('loses nothing and stays within the width, whatever the text', () => {
		for (const text of nastyTexts) {
			const lines = wrapText(text, SIZE, 400);
			expect(lines.map((line) => line.text).join('')).toBe(text);
			for (const { text: line, start } of lines) {
				expect(text.startsWith(line, start)).toBe(true);
				expect(layoutLine(line.trimEnd(), SIZE).width, JSON.stringify(line)).toBeLessThanOrEqual(400);
			}
		}
	});

	it('cuts between words, and keeps quotes with theirs', () => {
		const lines = wrapText('the sea, “ships” and harbours', SIZE, 250).map(({ text }) => text.trimEnd());
		expect(lines).toEqual(['the sea,', '“ships” and', 'harbours']);
	});
});
