// Days in a row, as the store counts them (supabase/migrations/*_streaks.sql; both are held to streak-table.ts). Days
// are UTC days by the server's clock.

export interface Streak {
	days: number;
	/** Number of the last day played, counted from 1970-01-01; null for none. */
	lastDay: number | null;
	freezes: number;
}

const DAY_MS = 86_400_000;
/** After midnight a play still counts for the day before, when that day is missing. */
const GRACE_MS = 3 * 3_600_000;
/** The freeze comes back with every so many days in a row. */
const REFILL_EVERY = 7;

/** Number of the UTC day that holds `at` (milliseconds since 1970). */
export const dayOf = (at: number): number => Math.floor(at / DAY_MS);

function extended(streak: Streak, lastDay: number, freezes = streak.freezes): Streak {
	const days = streak.days + 1;
	return { days, lastDay, freezes: days % REFILL_EVERY === 0 ? 1 : freezes };
}

/** The streak after playing at `at`. One missed day costs the freeze; more break the streak. */
export function nextStreak(before: Streak, at: number): Streak {
	const today = dayOf(at);
	if (before.lastDay === null) return { days: 1, lastDay: today, freezes: before.freezes };
	const gap = today - before.lastDay;
	if (gap <= 0) return before;
	if (gap === 1) return extended(before, today);
	if (gap === 2 && dayOf(at - GRACE_MS) < today) return extended(before, today - 1);
	if (gap === 2 && before.freezes > 0) return extended(before, today, before.freezes - 1);
	return { days: 1, lastDay: today, freezes: before.freezes };
}
