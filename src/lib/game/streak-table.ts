// What streak.ts and the store's SQL must both give.

export interface StreakCase {
	what: string;
	/** Days in a row, the last of them, and freezes, before the play. */
	before: { days: number; lastDay: string | null; freezes: number };
	at: string;
	after: { days: number; lastDay: string; freezes: number };
}

export const streakTable: StreakCase[] = [
	{
		what: 'the first play',
		before: { days: 0, lastDay: null, freezes: 1 },
		at: '2026-11-25T12:00:00Z',
		after: { days: 1, lastDay: '2026-11-25', freezes: 1 }
	},
	{
		what: 'again on the same day',
		before: { days: 3, lastDay: '2026-11-25', freezes: 0 },
		at: '2026-11-25T23:59:59Z',
		after: { days: 3, lastDay: '2026-11-25', freezes: 0 }
	},
	{
		what: 'on the next day',
		before: { days: 3, lastDay: '2026-11-25', freezes: 0 },
		at: '2026-11-26T00:00:00Z',
		after: { days: 4, lastDay: '2026-11-26', freezes: 0 }
	},
	{
		what: 'within the window after midnight, the day before is made up for',
		before: { days: 3, lastDay: '2026-11-24', freezes: 1 },
		at: '2026-11-26T02:59:00Z',
		after: { days: 4, lastDay: '2026-11-25', freezes: 1 }
	},
	{
		what: 'after the window, the missed day costs the freeze',
		before: { days: 3, lastDay: '2026-11-24', freezes: 1 },
		at: '2026-11-26T03:00:00Z',
		after: { days: 4, lastDay: '2026-11-26', freezes: 0 }
	},
	{
		what: 'a missed day without a freeze',
		before: { days: 9, lastDay: '2026-11-24', freezes: 0 },
		at: '2026-11-26T12:00:00Z',
		after: { days: 1, lastDay: '2026-11-26', freezes: 0 }
	},
	{
		what: 'two missed days',
		before: { days: 9, lastDay: '2026-11-23', freezes: 1 },
		at: '2026-11-26T01:00:00Z',
		after: { days: 1, lastDay: '2026-11-26', freezes: 1 }
	},
	{
		what: 'the seventh day brings the freeze back',
		before: { days: 6, lastDay: '2026-11-25', freezes: 0 },
		at: '2026-11-26T12:00:00Z',
		after: { days: 7, lastDay: '2026-11-26', freezes: 1 }
	},
	{
		what: "a clock behind the last play's changes nothing",
		before: { days: 3, lastDay: '2026-11-26', freezes: 1 },
		at: '2026-11-25T12:00:00Z',
		after: { days: 3, lastDay: '2026-11-26', freezes: 1 }
	}
];
