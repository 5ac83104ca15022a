import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { encode } from 'gpt-tokenizer/encoding/gpt2';
import { describe, expect, it } from 'vitest';
import { GPT2_END_OF_TEXT_ID, gpt2TokenizerJson } from '../../testing/gpt2-tokenizer-json.ts';
import { nastyTexts } from '../../testing/nasty-texts.ts';
import type { Token } from './engine.ts';
import { createTokenizer } from './tokenizer.ts';

const gpt2Json = gpt2TokenizerJson();
const gpt2 = createTokenizer(gpt2Json);
const starterJson = JSON.parse(readFileSync('models/starter/tokenizer.json', 'utf8'));
const starter = createTokenizer(starterJson);

/** OpenAI's own ids, by an implementation that shares no code with ours. */
const expectedIds = (text: string) => encode(text.toWellFormed(), { disallowedSpecial: new Set() });
const idsOf = (tokens: Token[]) => tokens.map(({ id }) => id);

/** gpt-tokenizer takes \s as JavaScript does; these two are told apart below. */
const JS_SPACE_DIFFERS = /[\u0085\ufeff]/u;

const anyText = fc.array(
	fc.oneof(
		fc.string({ unit: 'binary' }),
		fc.string({ unit: 'grapheme' }),
		fc.constantFrom(' ', '\n', '\r\n', "'s", ' the', 'don', '\ud83d', '\udc00', '12', '\u0301', '\u00a0')
	),
	{ maxLength: 12 }
);

/** One character of a piece is one byte of its token. */
const pieceOfId = new Map(Object.entries(gpt2Json.model.vocab).map(([piece, id]) => [id, piece]));

/** Texts of the tokens by Node's own count of bytes: each character goes to the token that holds its first one. */
function textsByBytes(text: string, tokens: Token[]): string[] {
	const tokenOfByte = tokens.flatMap(({ id }, at) => Array<number>(pieceOfId.get(id)!.length).fill(at));
	const texts = tokens.map(() => '');
	let byte = 0;
	for (const char of text.toWellFormed()) {
		texts[tokenOfByte[byte]!]! += char;
		byte += Buffer.byteLength(char);
	}
	expect(byte).toBe(tokenOfByte.length);
	return texts;
}

function expectRanges(tokens: Token[], text: string): void {
	const wellFormed = text.toWellFormed();
	expect(tokens.map((token) => token.text).join('')).toBe(wellFormed);
	let at = 0;
	for (const { text: part, start, end } of tokens) {
		expect(start).toBe(at);
		expect(wellFormed.slice(start, end)).toBe(part);
		at = end;
	}
}

describe("GPT-2's ids", () => {
	it('are those of gpt-tokenizer on every nasty text', () => {
		const texts = nastyTexts.filter((text) => !JS_SPACE_DIFFERS.test(text));
		expect(texts.length).toBeGreaterThan(400);
		for (const text of texts) {
			expect(idsOf(gpt2.tokenize(text)), JSON.stringify(text.slice(0, 60))).toEqual(expectedIds(text));
		}
	});

	it('are those of gpt-tokenizer on random Unicode', () => {
		const matches = (parts: string[]) => {
			const text = parts.join('').replaceAll(/[\u0085\ufeff]/gu, '');
			expect(idsOf(gpt2.tokenize(text))).toEqual(expectedIds(text));
		};
		fc.assert(fc.property(anyText, matches), { seed: 20261125, numRuns: 10_000 });
	});

	// GPT-2's \s is Unicode's White_Space: it has U+0085 and lacks U+FEFF, the other way round than JavaScript's.
	it.each([
		['a \u0085b', ['a', ' ', '\u0085', 'b']],
		[' \ufeffa', [' \ufeff', 'a']],
		['a \u0085', ['a', ' \u0085']],
		['x\u0085\u0085 y', ['x', '\u0085\u0085', ' y']],
		['\ufeff# a', ['\ufeff#', ' a']]
	])('cut %j as Unicode defines space', (text, pieces) => {
		expect(idsOf(gpt2.tokenize(text))).toEqual(pieces.flatMap((piece) => gpt2Piece(piece)));
	});
});

/** Ids of one piece; those that gpt-tokenizer would cut itself are spelled out, byte by byte but for Â and ï after a space. */
function gpt2Piece(piece: string): number[] {
	const known: Record<string, number[]> = {
		'\u0085': [126, 227],
		' \u0085': [1587, 227],
		'\u0085\u0085': [126, 227, 126, 227],
		' \ufeff': [27332, 119, 123],
		'\ufeff#': [171, 119, 123, 2]
	};
	return known[piece] ?? encode(piece);
}

describe('the exact text of each token', () => {
	for (const [name, tokenizer] of [
		['gpt2', gpt2],
		['starter', starter]
	] as const) {
		it(`${name}: joined gives the nasty text back, with ranges that slice it`, () => {
			for (const text of nastyTexts) expectRanges(tokenizer.tokenize(text), text);
		});

		it(`${name}: the same for random Unicode`, () => {
			const holds = (parts: string[]) => expectRanges(tokenizer.tokenize(parts.join('')), parts.join(''));
			fc.assert(fc.property(anyText, holds), { seed: 7, numRuns: 500 });
		});
	}

	it('gives every character of the nasty texts to the token of its first byte', () => {
		for (const text of nastyTexts.filter(({ length }) => length < 100)) {
			const tokens = gpt2.tokenize(text);
			const texts = tokens.map((token) => token.text);
			expect(texts, JSON.stringify(text)).toEqual(textsByBytes(text, tokens));
		}
	});

	it("gives a character to the token of its first byte, and '' to those of its tail", () => {
		expect(gpt2.tokenize('a🜁b').map(({ text }) => text)).toEqual(['a', '🜁', '', '', 'b']);
		expect(gpt2.tokenize(' 😀😀').map(({ text }) => text)).toEqual([' 😀', '', '😀', '']);
	});
});

describe('a text that holds <|endoftext|>', () => {
	it.each([
		['gpt2', gpt2, GPT2_END_OF_TEXT_ID],
		['starter', starter, 8191]
	] as const)('%s: is cut at the special token and comes back whole', (_, tokenizer, special) => {
		for (const text of ['<|endoftext|>', 'é <|endoftext|>\n<|endoftext|>😀', 'a<|endoftext|>b <|endoftext']) {
			const tokens = tokenizer.tokenize(text);
			expectRanges(tokens, text);
			const specials = tokens.filter(({ id }) => id === special);
			expect(specials.length).toBe(text.split('<|endoftext|>').length - 1);
			expect(specials.every((token) => token.text === '<|endoftext|>')).toBe(true);
		}
	});

	it('is merged up to the special token and after it, not across', () => {
		const ids = [...encode('one '), GPT2_END_OF_TEXT_ID, ...encode(' two')];
		expect(idsOf(gpt2.tokenize('one <|endoftext|> two'))).toEqual(ids);
	});
});

describe('createTokenizer', () => {
	const { pre_tokenizer, model } = gpt2Json;
	it('takes merges as pairs too, and leaves what it was given as it was', () => {
		const merges = model.merges.map((merge) => merge.split(' '));
		const pairs = { ...gpt2Json, model: { ...model, merges } };
		const before = JSON.stringify(pairs);
		const text = 'The old captain’s ship, 1234 😀';
		expect(createTokenizer(pairs).tokenize(text)).toEqual(gpt2.tokenize(text));
		expect(JSON.stringify(pairs)).toBe(before);
	});

	it.each([
		['nothing', null],
		['no model', { ...gpt2Json, model: undefined }],
		['another model', { ...gpt2Json, model: { ...model, type: 'WordPiece' } }],
		['a vocabulary of words', { ...gpt2Json, model: { ...model, vocab: { a: 'b' } } }],
		['another pre-tokenizer', { ...gpt2Json, pre_tokenizer: { type: 'Metaspace' } }],
		['a prefix space', { ...gpt2Json, pre_tokenizer: { ...pre_tokenizer, add_prefix_space: true } }]
	])('refuses %s', (_, json) => expect(() => createTokenizer(json)).toThrow());
});
