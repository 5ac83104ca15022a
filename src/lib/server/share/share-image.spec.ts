// Share images as crawlers get them, drawn by the real renderer: their size, that nothing runs over the edge, that the
// words and the glow are there, that the same card is drawn once.
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';
import { nastyTexts } from '../../../testing/nasty-texts.ts';
import { CARD, INNER_WIDTH } from './card-look.ts';
import { drawClue } from './draw-clue.ts';
import { fitSentence } from './draw-sentence.ts';
import { drawText } from './draw-text.ts';
import { cardSvg, type ShareCard } from './share-card.ts';
import { shareImage } from './share-image.ts';
import { layoutLine } from './text-layout.ts';

const cardOf = (changes: Partial<ShareCard> = {}): ShareCard => ({
	sentence: 'words about the sea',
	site: 'Neuronpedia',
	place: 'starter · layer 2 · neuron 7',
	facts: '82% right · 14 test rounds · 23 votes',
	score: { mean: 0.82, low: 0.71, high: 0.9 },
	clue: { tokens: ['The', ' old', ' harbour', ' sleeps'], activations: [0, 0.1, 4, 0.2], peakIndex: 2 },
	max: 4,
	...changes
});

interface Pixels {
	at(x: number, y: number): [number, number, number];
}

function render(card: ShareCard): Pixels {
	const image = new Resvg(cardSvg(card), { font: { loadSystemFonts: false } }).render();
	const { pixels, width } = image;
	return { at: (x, y) => [...pixels.subarray(4 * (y * width + x), 4 * (y * width + x) + 3)] as never };
}

/** The background alone, and where it must be seen whatever the card says. */
const BARE = render(cardOf({ sentence: '', site: '', place: '', facts: '', score: null, clue: null }));
function paintedMargins(card: ShareCard): string[] {
	const image = render(card);
	const painted: string[] = [];
	for (let y = 0; y < CARD.height; y++) {
		for (const x of [0, 10, 20, 30, CARD.width - 31, CARD.width - 20, CARD.width - 1]) {
			if (String(image.at(x, y)) !== String(BARE.at(x, y))) painted.push(`${x},${y}`);
		}
	}
	return painted;
}

/** How many of the pixels in a box are about as bright orange as a token that fires. */
function glow(image: Pixels, { from, to }: { from: number; to: number }): number {
	let glowing = 0;
	for (let y = from; y < to; y += 2) {
		for (let x = CARD.edge; x < CARD.width - CARD.edge; x += 2) {
			const [red, green, blue] = image.at(x, y);
			if (red > 220 && green > 120 && green < 190 && blue < 90) glowing++;
		}
	}
	return glowing;
}

describe('the share image', () => {
	it('is a PNG of 1200 x 630 pixels', async () => {
		const { png } = await shareImage(cardOf());
		const view = new DataView(png.buffer);
		expect(Buffer.from(png.subarray(1, 4)).toString()).toBe('PNG');
		expect([view.getUint32(16), view.getUint32(20)]).toEqual([1200, 630]);
		expect(png.length).toBeLessThan(300_000);
	});

	it('stays within its edges whatever it says', () => {
		const rows = nastyTexts.filter((_, i) => i % 9 === 0);
		for (const text of [
			...rows,
			'Donaudampfschifffahrtsgesellschaft'.repeat(6),
			'🌊'.repeat(200),
			'שלום '.repeat(60)
		]) {
			const clue = { tokens: [text, ' end'], activations: [4, 1], peakIndex: 0 };
			const card = cardOf({ sentence: text, clue, facts: text.slice(0, 200), place: text.slice(0, 200) });
			expect(paintedMargins(card), JSON.stringify(text.slice(0, 40))).toEqual([]);
		}
	});

	it('lights up the token that fires, and none of a quiet clue', () => {
		const clueArea = { from: 400, to: CARD.height - 110 };
		expect(glow(render(cardOf()), clueArea)).toBeGreaterThan(500);
		const quiet = { tokens: ['The', ' harbour'], activations: [0, 0.2], peakIndex: 1 };
		expect(glow(render(cardOf({ clue: quiet })), clueArea)).toBe(0);
	});

	it('shows the score as long as it is', () => {
		const lengthOf = (mean: number) =>
			glow(render(cardOf({ score: { mean, low: mean, high: mean } })), {
				from: CARD.height - 72,
				to: CARD.height - 40
			});
		expect(lengthOf(0.9) / lengthOf(0.45)).toBeCloseTo(2, 0);
	});

	it('cuts a sentence that is too long between its words, and says so', () => {
		const words = 'Adverbs, short connecting words and names that open a clause after a comma'.split(' ');
		for (let shift = 0; shift < words.length; shift++) {
			const sentence = [...words.slice(shift), ...words, ...words, ...words].join(' ');
			const { size, lines } = fitSentence(sentence);
			expect(lines).toHaveLength(4);
			for (const line of lines) expect(layoutLine(line, size).width).toBeLessThanOrEqual(INNER_WIDTH);
			const shown = lines.join(' ');
			expect(shown).toMatch(/…$/);
			expect(`${sentence} `.startsWith(`${shown.slice(0, -1)} `), shown).toBe(true);
		}
		const [word] = fitSentence('x'.repeat(500)).lines.slice(-1);
		expect(word).toMatch(/^x+…$/);
	});

	it('says that a clue is a part of its passage', () => {
		const part = { tokens: ['The', ' harbour'], activations: [0, 4], peakIndex: 1 };
		const drawn = (firstToken: number, passageTokens: number) =>
			drawClue({ ...part, firstToken, passageTokens }, 4, 300).match(/<path/g)!.length;
		const whole = drawn(0, 2);
		const dots = drawText('…', 40, 0, 0, '#fff').match(/<path/g)!.length;
		expect(drawn(0, 9) - whole).toBe(dots);
		expect(drawn(3, 5) - whole).toBe(dots);
		expect(drawn(3, 9) - whole).toBe(2 * dots);
	});

	it('is drawn once for each content', async () => {
		const [first, same, other] = await Promise.all([
			shareImage(cardOf()),
			shareImage(cardOf()),
			shareImage(cardOf({ facts: '83% right' }))
		]);
		expect(same.png).toBe(first.png);
		expect(other.etag).not.toBe(first.etag);
		expect(Buffer.compare(other.png, first.png)).not.toBe(0);
	});
});
