// What an explanation becomes before it is stored, and what counts as the same.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { literal } from '../../src/lib/server/embedded/literal.ts';
import type { Backend } from '../../src/lib/server/embedded/backend.ts';
import { describeOnBoth } from '../../src/testing/backends.ts';

const CLEANED: [string, string][] = [
	['  two   words\t\r\n', 'two words'],
	['a\u00a0\u2003b\u3000c\u2028d\u0085e', 'a b c d e'],
	['cafe\u0301', 'café'],
	['a\u0327\u0301', '\u00e1\u0327'],
	['\u202ekcab\u202c \u2066x\u2069 \u200fy\u200e', 'kcab x y'],
	['z\u200be\ufeffr\u2060o\u00ad', 'zero'],
	['\u0001a\u0008b\u001fc\u007fd\u0090e', 'abcde'],
	['👩\u200d👩\u200d👧 ❤\ufe0f', '👩\u200d👩\u200d👧 ❤\ufe0f'],
	['می\u200cخواهم', 'می\u200cخواهم'],
	['it\'s \\ "q" -- \';', 'it\'s \\ "q" -- \';'],
	['\u200b \u2060', '']
];
const SAME: [string, string][] = [
	['Rivers', 'rIVERS'],
	['two  words', ' Two words'],
	['ÉCOLE', 'e\u0301cole'],
	['ΣΊΣΥΦΟΣ', 'σίσυφος'],
	['Ｗｉｄｅ ﬁn', 'wide fin'],
	['МОСКВА', 'москва'],
	['❤\ufe0f hearts', '❤ hearts'],
	['ri\u200dvers', 'rivers']
];

describeOnBoth('the text of an explanation', (open) => {
	let backend: Backend;
	beforeAll(async () => (backend = await open()));
	afterAll(() => backend.close());
	const sql = async (call: string) => (await backend.database.run(`select ${call} as body`))[0]?.body;

	it('is one clean line in NFC', async () => {
		for (const [raw, cleaned] of CLEANED) {
			expect(await sql(`game.clean_text(${literal(raw)})`), JSON.stringify(raw)).toBe(cleaned);
			expect(await sql(`game.clean_text(${literal(cleaned)})`)).toBe(cleaned);
		}
	});

	it('is the same whatever its case, space and compatible letters', async () => {
		for (const [a, b] of SAME) {
			expect(await sql(`game.text_key(${literal(a)})`), a).toBe(await sql(`game.text_key(${literal(b)})`));
		}
		expect(await sql(`game.text_key('rivers')`)).not.toBe(await sql(`game.text_key('river')`));
	});
});
