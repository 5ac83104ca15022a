// Names that look alike are one name: in other alphabets, in capitals, with accents, in letters that are no letters.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Backend } from '../../src/lib/server/embedded/backend.ts';
import { bundledSchema } from '../../src/lib/server/embedded/bundled-schema.ts';
import { migrate } from '../../src/lib/server/embedded/schema.ts';
import { describeOnBoth } from '../../src/testing/backends.ts';
import { newPlayer, type Player } from '../../src/testing/players.ts';

/** A name that somebody has, and what nobody else may then be called. */
const ALIKE: [taken: string, alike: string[]][] = [
	['Coco', ['Сосо', 'сосо', 'СОСО', 'c0c0', 'Cοco', 'CoCo', 'Çoço', 'c.o.c.o']],
	['NIKOX', ['ΝΙΚΟΧ', 'N1kox', 'nikox', 'Ńikox', 'NIK0X', 'N-I-K-O-X']],
	['тамара', ['TAMAPA', 'ТАМАРА', 'tamapa']],
	['ΜΑΤΕ', ['MATE', 'ματε', 'Mate']],
	['Pavel', ['Paveł', 'PaveI', 'ρανel', 'P a v e l']],
	['Łukasz', ['Lukasz', 'lukasz', '1ukasz']],
	['Bjørn', ['Bjorn', 'bjom', 'BJÖRN']],
	['Straße', ['Strasse', 'STRASSE']],
	['huos', ['հսօѕ', 'HUOS']]
];
/** Never a name: invisible, of two alphabets, or of signs that only look like letters. */
const ODD = [
	'ᴍɪᴋᴇ', // small capitals
	'ɑdmin', // an alpha of phonetics
	'ꓟꓲꓗꓰ', // Lisu
	'Ꮇike', // Cherokee
	'ϲat', // a Greek lunate sigma
	'\u3164\u3164', // fillers of Hangul, which are blank
	'\u115f\u1160x',
	'm\u200dike',
	'mi\u0336ke',
	'm\u17b4ike',
	'x\u{1d5ba}\u{1d5bb}', // letters of mathematics
	'ǀǀǀ', // clicks
	'٠١٢', // digits of others
	'Mιke',
	'Мary',
	'Ａnna',
	'ab\ufe0fcd',
	'\u202eabc\u0336'
];
const ALLOWED = [
	'Đặng Thị',
	'Ńandú',
	'Ağca',
	'Həsən',
	'Ƙauye',
	'Ёжик',
	'Նարեկ',
	'ქეთი',
	'ไทย',
	'김민수',
	'ひらがな',
	'Ana 東'
];
/** What every name takes away first, so that these are the plain names in disguise, not other ones. */
const CLEANED: [raw: string, name: string][] = [
	['Ze\u0301lie', 'Zélie'],
	['\u2066Quinn\u2069', 'Quinn'],
	['Wi\u200bl\ufeffl', 'Will']
];

const LOOK_ALIKES = bundledSchema.migrations.find(({ name }) => name === 'look_alikes')!;

describeOnBoth('names that look alike', (open) => {
	let backend: Backend;
	let player: Player;
	beforeAll(async () => {
		backend = await open();
		player = await newPlayer(backend);
	});
	afterAll(() => backend.close());

	/** The code of the refusal, or the name as it is kept. */
	async function named(who: Player, name: string): Promise<string> {
		await backend.database.run('delete from game.write_budgets');
		const answer = await who.store.write('update_profile', { profile: { name } });
		return answer.ok ? (answer.value as { name: string }).name : answer.error.code;
	}

	it('are refused to everybody but the one who has the name', async () => {
		for (const [taken, alike] of ALIKE) {
			const owner = await newPlayer(backend);
			expect(await named(owner, taken)).toBe(taken);
			for (const name of alike) {
				expect(['already_exists', 'unfit'], `${name} like ${taken}`).toContain(await named(player, name));
			}
		}
	});

	it('are found in other alphabets by how they look, not by having been refused for something else', async () => {
		for (const name of ['Сосо', 'СОСО', 'ΝΙΚΟΧ', 'TAMAPA', 'MATE', 'ματε', 'bjom', 'Strasse', 'HUOS']) {
			expect(await named(player, name), name).toBe('already_exists');
		}
	});

	it('are made of the letters of one alphabet', async () => {
		for (const name of ODD) expect(await named(player, name), JSON.stringify(name)).toBe('unfit');
		for (const name of ALLOWED) expect(await named(player, name)).toBe(name);
	});

	it('are kept clean and in NFC', async () => {
		for (const [raw, name] of CLEANED) expect(await named(player, raw)).toBe(name);
	});

	it('name no address and no listed word, and nobody is called like the makers', async () => {
		await backend.database.run(`insert into game.blocked_words (word) values ('blockedword')`);
		for (const name of ['spam.com', 'www.spam', 'a blockedword', 'x_BlockedWord']) {
			expect(await named(player, name), name).toBe('unfit');
		}
		for (const name of ['SUPPORT', 'Neuron_pedia', 'аԁміп', 'Àdmin']) {
			expect(await named(player, name), name).toBe('already_exists');
		}
	});
});

describeOnBoth('names from before that look alike', (open) => {
	it('stay with the older player', async () => {
		const earlier = bundledSchema.migrations.filter(({ version }) => version < LOOK_ALIKES.version);
		const backend = await open({ ...bundledSchema, migrations: earlier });
		try {
			const [older, younger] = [await newPlayer(backend), await newPlayer(backend)];
			await backend.database.run(`insert into game.players (id, name, name_key, created_at) values
				('${younger.id}', 'ROCΗER', 'not folded', now()),
				('${older.id}', 'Rocher', 'rocher', now() - interval '1 day')`);
			await migrate(backend.database, bundledSchema);
			const rows = await backend.database.run('select name, name_key from game.players order by created_at');
			expect(rows).toEqual([
				{ name: 'Rocher', name_key: 'rocher' },
				{ name: null, name_key: null }
			]);
		} finally {
			await backend.close();
		}
	});
});
