// Puzzles and the daily neuron dealt ahead, in the real IndexedDB; the store deals neurons one after the other.
import { beforeEach, describe, expect, it } from 'vitest';
import { ok } from '../util/result.ts';
import type { Store } from './client.ts';
import { deviceDb } from './device-db.ts';
import {
	forgetDealt,
	keepDaily,
	keepPuzzles,
	keptDaily,
	keptPuzzles,
	rememberAnswered
} from './kept-puzzles.ts';

const CAMPAIGN = 'sample';
const ROOT = '0123456789abcdef';
const NEXT_AT = '2026-11-26T00:00:00+00:00';
const NOON = Date.parse('2026-11-25T12:00:00Z');
const choices = (index: number) => [{ id: String(index), text: `words for ${index}`, covers: null }];

/** Deals `neurons` neurons from 0 on, and number 5 as the day's. */
const storeWith = (neurons: number) =>
	({
		isSignedIn: async () => false,
		write: async () => ok(null),
		read: async (name, args) => {
			if (name === 'daily_puzzle') {
				return ok({
					day: '2026-11-25',
					index: 5,
					explanations: choices(5),
					is_done: false,
					next_at: NEXT_AT
				});
			}
			const exclude = (args as { exclude: number[] }).exclude;
			const index = Array.from({ length: neurons }, (_, i) => i).find((i) => !exclude.includes(i));
			return ok(index === undefined ? null : { index, explanations: choices(index) });
		}
	}) as Partial<Store> as Store;

beforeEach(async () => {
	const db = (await deviceDb())!;
	await Promise.all([db.clear('puzzles'), db.clear('answered'), db.clear('dailies')]);
});

describe('puzzles dealt ahead', () => {
	it('come with what to choose from, and make room for others once they are answered', async () => {
		await keepPuzzles(storeWith(100), CAMPAIGN);
		const kept = await keptPuzzles(CAMPAIGN);
		expect(kept).toHaveLength(24);
		expect(kept[3]).toEqual({ campaignId: CAMPAIGN, index: 3, explanations: choices(3) });
		await rememberAnswered({ campaignId: CAMPAIGN, index: 3 });
		await keepPuzzles(storeWith(100), CAMPAIGN);
		const later = (await keptPuzzles(CAMPAIGN)).map(({ index }) => index);
		expect(later).toHaveLength(24);
		expect(later).not.toContain(3);
	});

	it('are as many as there are', async () => {
		await keepPuzzles(storeWith(2), CAMPAIGN);
		expect((await keptPuzzles(CAMPAIGN)).map(({ index }) => index)).toEqual([0, 1]);
	});
});

describe('the daily neuron', () => {
	const copy = { campaignId: CAMPAIGN, root: ROOT };

	it('is kept with what to choose from until its day is over', async () => {
		await keepDaily(storeWith(1), copy);
		expect(await keptDaily(copy, NOON)).toMatchObject({
			index: 5,
			day: '2026-11-25',
			explanations: choices(5)
		});
		expect(await keptDaily(copy, Date.parse(NEXT_AT) - 1)).toBeDefined();
		expect(await keptDaily(copy, Date.parse(NEXT_AT))).toBeUndefined();
	});

	it('is not played with another build of the campaign', async () => {
		await keepDaily(storeWith(1), copy);
		expect(await keptDaily({ ...copy, root: 'fedcba9876543210' }, NOON)).toBeUndefined();
		expect(await keptDaily({ ...copy, campaignId: 'another' }, NOON)).toBeUndefined();
	});
});

it('takes away what was dealt of one campaign alone', async () => {
	for (const id of [CAMPAIGN, 'another']) {
		await keepPuzzles(storeWith(3), id);
		await keepDaily(storeWith(3), { campaignId: id, root: ROOT });
	}
	await forgetDealt(CAMPAIGN);
	expect(await keptPuzzles(CAMPAIGN)).toEqual([]);
	expect(await keptDaily({ campaignId: CAMPAIGN, root: ROOT }, NOON)).toBeUndefined();
	expect(await keptPuzzles('another')).toHaveLength(3);
	expect(await keptDaily({ campaignId: 'another', root: ROOT }, NOON)).toBeDefined();
});
