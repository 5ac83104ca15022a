import { describe, expect, it } from 'vitest';
import { dailyRounds, seedOf } from './daily.ts';

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
