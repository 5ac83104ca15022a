import { describe, expect, it } from 'vitest';
import { dailyPool, dailyRounds, hasAllRounds, seedOf } from './daily.ts';

const list = (name: string, length: number) => Array.from({ length }, (_, i) => `${name}${i}`);
const pool = {
	clues: list('clue', 20),
	strong: list('strong', 5),
	weak: list('weak', 5),
	dark: list('dark', 10)
};

describe('the seed of a day', () => {
	it('is FNV-1a (the reference’s vectors)', () => {
		expect(['', 'a', 'foobar'].map(seedOf)).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
	});
});

describe('the rounds of a day', () => {
	it('are the same for the same seed and others for another', () => {
		expect(dailyRounds(pool, 1)).toEqual(dailyRounds(pool, 1));
		expect(dailyRounds(pool, 1)).not.toEqual(dailyRounds(pool, 2));
	});

	it.each([1, 2, 3, 4, 5])(
		'have one strong option among four, harder and with a clue more each (seed %i)',
		(seed) => {
			const rounds = dailyRounds(pool, seed);
			expect(rounds.map(({ clues }) => clues)).toEqual([1, 2, 3, 4, 5].map((n) => pool.clues.slice(0, n)));
			const kinds = rounds.map(({ options }) =>
				options
					.map((option) => option.replace(/\d+/, ''))
					.sort()
					.join(' ')
			);
			expect(kinds).toEqual([
				'dark dark dark strong',
				'dark dark dark strong',
				'dark dark strong weak',
				'dark strong weak weak',
				'dark strong weak weak'
			]);
			for (const { options, best } of rounds) expect(options[best]).toMatch(/^strong/);
			const used = rounds.flatMap(({ options }) => options);
			expect(new Set(used).size).toBe(20);
		}
	);

	it('puts the best option anywhere', () => {
		const places = Array.from({ length: 40 }, (_, seed) => dailyRounds(pool, seed)[0]!.best);
		expect(new Set(places)).toEqual(new Set([0, 1, 2, 3]));
	});

	it('make do with what there is', () => {
		const few = { ...pool, dark: list('dark', 2), weak: list('weak', 6) };
		expect(dailyRounds(few, 1)).toHaveLength(2);
		expect(dailyRounds({ ...pool, strong: [] }, 1)).toEqual([]);
		expect(dailyRounds({ ...pool, clues: list('clue', 3) }, 1)).toHaveLength(3);
	});
});

describe('the pool of a day', () => {
	const peaks = (name: string, ...values: number[]) =>
		values.map((peak, i) => ({ name: `${name}${i}`, peak }));
	const source = {
		max: 10,
		clues: peaks('clue', 10, 9, 9, 9, 9, 8, 6.4),
		bands: [peaks('bright', 8, 7.5, 7.5, 7.5), peaks('middle', 6), peaks('faint', 4, 4, 4, 4, 4)],
		nearMisses: peaks('near', 0, 0, 0, 0),
		plainDark: peaks('dark', 0, 0, 0, 0, 0, 0, 0)
	};
	const names = (items: readonly { name: string }[]) => items.map(({ name }) => name).join(' ');

	it('has strong, weak and dark passages clearly apart', () => {
		const { strong, weak, dark } = dailyPool(source);
		expect(names(strong)).toBe('bright0 bright1 bright2 bright3 clue5');
		expect(names(weak)).toBe('faint0 faint1 faint2 faint3 faint4');
		expect(names(dark)).toBe('near0 near1 near2 near3 dark0 dark1 dark2 dark3 dark4 dark5');
	});

	it('makes five rounds or not, whatever the seed', () => {
		expect(hasAllRounds(dailyPool(source))).toBe(true);
		const short = dailyPool({ ...source, bands: [source.bands[0]!.slice(1), ...source.bands.slice(1)] });
		expect(hasAllRounds(short)).toBe(false);
		for (let seed = 0; seed < 20; seed++) expect(dailyRounds(short, seed)).toHaveLength(4);
		expect(hasAllRounds(dailyPool({ ...source, bands: [] }))).toBe(false);
	});
});
