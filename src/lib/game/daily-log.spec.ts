import { expect, it } from 'vitest';
import { clockOf, dailyStatistics, stripOf } from './daily-log.ts';

it('counts days by rounds won', () => {
	const log = { '2026-11-23': 5, '2026-11-24': 3, '2026-11-25': 5 };
	expect(dailyStatistics(log, 5)).toEqual({ played: 3, average: 13 / 3, counts: [0, 0, 0, 1, 0, 2] });
	expect(dailyStatistics({}, 5)).toEqual({ played: 0, average: 0, counts: [0, 0, 0, 0, 0, 0] });
});

it('draws a strip that tells no words', () => {
	expect(stripOf([true, false, true])).toBe('🟧⬛🟧');
});

it.each([
	[0, '00:00:00'],
	[-5, '00:00:00'],
	[1, '00:00:01'],
	[86_399_001, '24:00:00'],
	[32_700_000, '09:05:00']
])('%i ms are %s', (milliseconds, clock) => {
	expect(clockOf(milliseconds)).toBe(clock);
});
