// Verbs on contests: scoreboards, own rank, quests, badges, the puzzle of the day.
import * as v from 'valibot';
import { ok, type Result } from '../util/result.ts';
import type { Store } from './client.ts';
import type { StoreError } from './nouns.ts';
import { ChoiceRow, parseAnswer } from './rows.ts';

export const PERIODS = ['day', 'week', 'month', 'all'] as const;
export type Period = (typeof PERIODS)[number];

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

export const PlaceRow = v.pipe(
	v.object({
		rank: count,
		name: v.nullable(v.string()),
		avatar: count,
		country: v.nullable(v.string()),
		points: count,
		is_me: v.boolean()
	}),
	v.transform(({ is_me, ...row }) => ({ ...row, isMe: is_me }))
);
export type BoardPlace = v.InferOutput<typeof PlaceRow>;

const RankRow = v.nullable(
	v.pipe(
		v.object({ points: count, rank: count, is_exact: v.boolean() }),
		v.transform(({ is_exact, ...row }) => ({ ...row, isExact: is_exact }))
	)
);

const QuestRow = v.pipe(
	v.object({
		id: v.string(),
		kind: v.picklist(['week', 'month', 'special']),
		theme: v.string(),
		title: v.nullable(v.string()),
		campaign_id: v.nullable(v.string()),
		goal: count,
		starts_at: v.string(),
		ends_at: v.string(),
		my_points: count,
		reached_at: v.nullable(v.string())
	}),
	v.transform((row) => ({
		id: row.id,
		kind: row.kind,
		/** What pages call it by; a special quest brings a title. */
		theme: row.theme,
		title: row.title,
		campaignId: row.campaign_id,
		/** Points to be earned within the window. */
		goal: row.goal,
		startsAt: row.starts_at,
		endsAt: row.ends_at,
		myPoints: row.my_points,
		reachedAt: row.reached_at
	}))
);
export type Quest = v.InferOutput<typeof QuestRow>;

const QuestPlaceRow = v.pipe(
	v.object({
		rank: count,
		name: v.nullable(v.string()),
		avatar: count,
		points: count,
		has_reached: v.boolean(),
		is_me: v.boolean()
	}),
	v.transform(({ has_reached, is_me, ...row }) => ({ ...row, hasReached: has_reached, isMe: is_me }))
);

export const BadgeRow = v.pipe(
	v.object({ badge: v.string(), earned_at: v.string() }),
	v.transform((row) => ({ badge: row.badge, earnedAt: row.earned_at }))
);
export type Badge = v.InferOutput<typeof BadgeRow>;

const DailyRow = v.pipe(
	v.object({
		day: v.string(),
		index: count,
		explanations: v.array(ChoiceRow),
		is_done: v.boolean(),
		next_at: v.string()
	}),
	v.transform(({ is_done, next_at, ...row }) => ({ ...row, isDone: is_done, nextAt: next_at }))
);
export type DailyPuzzle = v.InferOutput<typeof DailyRow>;

/** The first hundred listed players of a period; `place` is 'world', a region or a country; `day` (YYYY-MM-DD) picks a
 *  past period. Error 'invalid': no such period. */
export async function leaderboard(
	store: Store,
	{ period, place = 'world', day }: { period: Period; place?: string; day?: string }
): Promise<Result<BoardPlace[], StoreError>> {
	const args = day === undefined ? { period, place } : { period, place, day };
	return parseAnswer(v.array(PlaceRow), await store.read('leaderboard', args));
}

/** The player's place on a board, whether listed or not; null without points. Beyond the first thousand the rank is an
 *  estimate (isExact false). */
export async function myRank(
	store: Store,
	{ period, place = 'world' }: { period: Period; place?: string }
): Promise<Result<v.InferOutput<typeof RankRow>, StoreError>> {
	if (!(await store.isSignedIn())) return ok(null);
	return parseAnswer(RankRow, await store.read('my_rank', { period, place }));
}

/** Quests that run, or ended within a week, soonest end first. */
export async function quests(store: Store): Promise<Result<Quest[], StoreError>> {
	return parseAnswer(v.array(QuestRow), await store.read('quests', {}));
}

/** The first fifty listed players of a quest. */
export async function questBoard(
	store: Store,
	questId: string
): Promise<Result<v.InferOutput<typeof QuestPlaceRow>[], StoreError>> {
	return parseAnswer(v.array(QuestPlaceRow), await store.read('quest_board', { quest_id: questId }));
}

/** The player's badges, newest first; none for somebody without a session. */
export async function myBadges(store: Store): Promise<Result<Badge[], StoreError>> {
	if (!(await store.isSignedIn())) return ok([]);
	return parseAnswer(v.array(BadgeRow), await store.read('my_badges', {}));
}

/** The puzzle of the day, the same for all; null when the campaign has none. */
export async function dailyPuzzle(
	store: Store,
	campaignId: string
): Promise<Result<DailyPuzzle | null, StoreError>> {
	return parseAnswer(v.nullable(DailyRow), await store.read('daily_puzzle', { campaign_id: campaignId }));
}
