import { beforeEach, describe, expect, it } from 'vitest';
import { Daily } from './daily.svelte.ts';

const game = { campaignId: 'sample', day: '2026-11-25', index: 7 };
const rounds = [{ best: 0 }, { best: 1 }, { best: 2 }, { best: 3 }, { best: 0 }];
const newDaily = (of = game) => {
	const daily = new Daily(of, rounds);
	daily.restore();
	return daily;
};
beforeEach(() => localStorage.clear());

function play(daily: Daily, picks: number[]): void {
	for (const pick of picks) {
		daily.pick(pick);
		daily.next();
	}
}

describe('the daily rounds', () => {
	it('count the first pick of each round, then ask what it is, then are over', () => {
		const daily = newDaily();
		daily.pick(0);
		daily.pick(3);
		expect(daily).toMatchObject({ picks: [0], round: 0, isLit: true, phase: 'rounds' });
		daily.next();
		expect(daily.round).toBe(1);
		play(daily, [0, 2, 3, 1]);
		expect(daily.won).toEqual([true, false, true, true, false]);
		expect(daily.phase).toBe('answer');
		daily.finish();
		expect(daily.phase).toBe('over');
		expect(daily.statistics).toMatchObject({ played: 1, average: 3 });
	});

	it('go on after a reload, and are not played twice', () => {
		play(newDaily(), [0, 1]);
		const reloaded = newDaily();
		expect(reloaded).toMatchObject({ picks: [0, 1], round: 2, phase: 'rounds' });
		play(reloaded, [2, 3, 0]);
		reloaded.finish();
		const later = newDaily();
		later.pick(1);
		expect(later).toMatchObject({ phase: 'over', wonCount: 5 });
	});

	it('begin anew on another day, and keep the log', () => {
		play(newDaily(), [0, 1, 2, 3, 0]);
		const tomorrow = newDaily({ ...game, day: '2026-11-26', index: 9 });
		expect(tomorrow.picks).toEqual([]);
		play(tomorrow, [1, 1, 1, 1, 1]);
		expect(tomorrow.statistics).toEqual({ played: 2, average: 3, counts: [0, 1, 0, 0, 0, 1] });
	});

	it('pass over what somebody else left in the storage', () => {
		localStorage.setItem('neuronpedia-daily-log', '{"2026-11-25": "many"}');
		localStorage.setItem('neuronpedia-daily-today', '{broken');
		expect(newDaily()).toMatchObject({ picks: [], log: {} });
	});
});
