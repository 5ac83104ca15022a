// What one has reached in the daily neurons, and how it is told to others without giving anything away.

/** Rounds won by day (YYYY-MM-DD). */
export type DailyLog = Record<string, number>;

export interface DailyStatistics {
	played: number;
	/** Mean of the rounds won; 0 when none was played. */
	average: number;
	/** How often 0, 1, … rounds were won. */
	counts: number[];
}

/** The statistics of a log of days with `rounds` rounds each. */
export function dailyStatistics(log: DailyLog, rounds: number): DailyStatistics {
	const won = Object.values(log);
	const counts = Array.from({ length: rounds + 1 }, (_, n) => won.filter((count) => count === n).length);
	const sum = won.reduce((total, count) => total + count, 0);
	return { played: won.length, average: won.length ? sum / won.length : 0, counts };
}

/** One square a round: lit for a win, dark for a miss. */
export const stripOf = (won: readonly boolean[]): string => won.map((is) => (is ? '🟧' : '⬛')).join('');

/** Hours, minutes and seconds until `milliseconds` are over, as 09:05:00; never below zero. */
export function clockOf(milliseconds: number): string {
	const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
	const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
	return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
