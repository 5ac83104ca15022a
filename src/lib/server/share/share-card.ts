// The picture that a shared link shows: the sentence, one clue with its coloured tokens, how well it is measured. An SVG
// of paths alone, so that whatever draws it needs no fonts. Readable when shown 300 px wide.
import { CARD, CLUE_BOTTOM, COLOUR, INNER_WIDTH } from './card-look.ts';
import { drawClue, type CardClue } from './draw-clue.ts';
import { drawSentence } from './draw-sentence.ts';
import { drawText, pixels } from './draw-text.ts';
import { layoutLine } from './text-layout.ts';

export interface ShareCard {
	/** The explanation, or a question where there is none yet. */
	sentence: string;
	site: string;
	/** Where it is from, e.g. "gpt2-small · layer 6 · neuron 42". */
	place: string;
	/** Score and n in words. */
	facts: string;
	/** Posterior mean and 90 % interval, each 0 to 1; null when nothing was measured. */
	score: { mean: number; low: number; high: number } | null;
	clue: CardClue | null;
	/** The neuron's corpus maximum. */
	max: number;
}

const HEAD = { size: 34, baseline: 78, sign: 62 };
const FACTS = { size: 36, baseline: CARD.height - 44, bar: 220, barHeight: 24 };
/** Between sentence and clue. */
const GAP = 12;

/** The size at which a line takes no more than `room`. */
const sizeWithin = (text: string, size: number, room: number): number =>
	Math.min(size, (size * room) / Math.max(1, layoutLine(text, size).width));

/** The score as a bar from 0 to 1 with its interval, beside the facts. */
function drawFacts({ facts, score }: ShareCard): string {
	const { baseline, bar, barHeight } = FACTS;
	const indent = score ? bar + 24 : 0;
	const size = sizeWithin(facts, FACTS.size, INNER_WIDTH - indent);
	const words = drawText(facts, size, CARD.edge + indent, baseline, COLOUR.soft);
	if (!score) return words;
	const at = (share: number) => pixels(CARD.edge + bar * share);
	const piece = (share: number, fill: string) =>
		`<rect x="${CARD.edge}" y="${baseline - 26}" width="${pixels(bar * share)}" height="${barHeight}" rx="12" fill="${fill}"/>`;
	return (
		piece(1, COLOUR.panel) +
		piece(score.mean, COLOUR.fire) +
		`<path d="M${at(score.low)} ${baseline - 14}H${at(score.high)}" stroke="${COLOUR.ink}" stroke-width="5"/>` +
		words
	);
}

function drawHead({ site, place }: ShareCard): string {
	const { size, baseline, sign } = HEAD;
	const room = INNER_WIDTH - sign - layoutLine(site, size).width - 48;
	const placeSize = sizeWithin(place, 32, room);
	const placeLeft = CARD.width - CARD.edge - layoutLine(place, placeSize).width;
	const dot = `cx="${CARD.edge + 18}" cy="${baseline - 12}" fill="${COLOUR.fire}"`;
	return (
		`<circle ${dot} r="18"/><circle ${dot} r="28" fill-opacity="0.25"/>` +
		drawText(site, size, CARD.edge + sign, baseline, COLOUR.ink) +
		drawText(place, placeSize, placeLeft, baseline, COLOUR.soft)
	);
}

/** The whole card as SVG. */
export function cardSvg(card: ShareCard): string {
	const { width, height } = CARD;
	const sentence = drawSentence(card.sentence);
	return (
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
		`<defs><radialGradient id="glow" cx="0.85" cy="0" r="0.9"><stop offset="0" stop-color="#4d3a1d"/>` +
		`<stop offset="1" stop-color="#18121f"/></radialGradient></defs>` +
		`<rect width="${width}" height="${height}" fill="url(#glow)"/>` +
		drawHead(card) +
		sentence.svg +
		(card.clue ? drawClue(card.clue, card.max, Math.min(sentence.bottom + GAP, CLUE_BOTTOM)) : '') +
		drawFacts(card) +
		'</svg>'
	);
}
