// What a player has reached: points, days in a row, badges. Nothing of it can be set from here.
import * as v from 'valibot';
import { ok, type Result } from '../util/result.ts';
import type { Store } from './client.ts';
import type { StoreError } from './nouns.ts';
import { parseAnswer } from './rows.ts';

export interface Progress {
	points: number;
	/** Neurons answered, over all campaigns. */
	answered: number;
	/** Blind rounds finished. */
	rounds: number;
	/** Days in a row up to today, the longest such run, and missed days that may still be forgiven. */
	streak: number;
	streakBest: number;
	streakFreezes: number;
	/** Glicko-2 against neurons; provisional while few rounds were played. */
	rating: number;
	isProvisional: boolean;
}

/** The badges of the store (supabase/migrations/*_quests.sql). */
export const BADGES = [
	'first-answer',
	'ten-neurons',
	'hundred-neurons',
	'ten-rounds',
	'hundred-rounds',
	'week-in-a-row',
	'month-in-a-row',
	'solver',
	'light-maker',
	'quest'
] as const;
export type BadgeName = (typeof BADGES)[number];

export interface Badge {
	badge: BadgeName;
	earnedAt: string;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const ProgressRow = v.nullable(
	v.pipe(
		v.object({
			points: count,
			answered: count,
			rounds: count,
			streak: count,
			streak_best: count,
			streak_freezes: count,
			rating: v.number(),
			is_provisional: v.boolean()
		}),
		v.transform((row) => ({
			points: row.points,
			answered: row.answered,
			rounds: row.rounds,
			streak: row.streak,
			streakBest: row.streak_best,
			streakFreezes: row.streak_freezes,
			rating: row.rating,
			isProvisional: row.is_provisional
		}))
	)
);

/** A badge that this build does not know yet is passed over. */
const BadgeRows = v.pipe(
	v.array(v.object({ badge: v.string(), earned_at: v.string() })),
	v.transform((rows) =>
		rows.flatMap(({ badge, earned_at }): Badge[] => {
			const known = BADGES.find((name) => name === badge);
			return known ? [{ badge: known, earnedAt: earned_at }] : [];
		})
	)
);

/** Where the player stands; null for somebody who has not played yet. */
export async function myProgress(store: Store): Promise<Result<Progress | null, StoreError>> {
	if (!(await store.isSignedIn())) return ok(null);
	return parseAnswer(ProgressRow, await store.read('me', {}));
}

/** The player's badges, newest first; gives those that have become due. None for somebody without a session. */
export async function myBadges(store: Store): Promise<Result<Badge[], StoreError>> {
	if (!(await store.isSignedIn())) return ok([]);
	return parseAnswer(BadgeRows, await store.read('my_badges', {}));
}
