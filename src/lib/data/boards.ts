// Verbs on contests: leaderboards, one's own place on them, and quests.
import * as v from 'valibot';
import { ok, type Result } from '../util/result.ts';
import type { Store } from './client.ts';
import type { StoreError } from './nouns.ts';
import { parseAnswer } from './rows.ts';

export const PERIODS = ['day', 'week', 'month', 'all'] as const;
export type Period = (typeof PERIODS)[number];

export interface BoardRow {
	rank: number;
	/** Null for somebody without a name. */
	name: string | null;
	avatar: number;
	points: number;
	isMe: boolean;
}

export interface OwnRank {
	points: number;
	rank: number;
	/** False where the rank lies between two counted ones. */
	isExact: boolean;
}

export interface Quest {
	id: string;
	kind: 'week' | 'month' | 'special';
	/** What the pages call it; a special one brings its own title. */
	theme: string;
	title: string | null;
	goal: number;
	startsAt: string;
	endsAt: string;
	myPoints: number;
	reachedAt: string | null;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const place = {
	rank: count,
	name: v.nullable(v.string()),
	avatar: count,
	points: v.number(),
	is_me: v.boolean()
};

const LeaderRow = v.pipe(
	v.object({ ...place, country: v.nullable(v.string()) }),
	v.transform(({ is_me, ...row }): BoardRow & { country: string | null } => ({ ...row, isMe: is_me }))
);

const QuestPlaceRow = v.pipe(
	v.object({ ...place, has_reached: v.boolean() }),
	v.transform(({ is_me, has_reached, ...row }): BoardRow & { hasReached: boolean } => ({
		...row,
		isMe: is_me,
		hasReached: has_reached
	}))
);

const RankRow = v.nullable(
	v.pipe(
		v.object({ points: v.number(), rank: count, is_exact: v.boolean() }),
		v.transform(({ points, rank, is_exact }): OwnRank => ({ points, rank, isExact: is_exact }))
	)
);

const QuestRow = v.pipe(
	v.object({
		id: v.string(),
		kind: v.picklist(['week', 'month', 'special']),
		theme: v.string(),
		title: v.nullable(v.string()),
		goal: count,
		starts_at: v.string(),
		ends_at: v.string(),
		my_points: v.number(),
		reached_at: v.nullable(v.string())
	}),
	v.transform(({ starts_at, ends_at, my_points, reached_at, ...row }): Quest => ({
		...row,
		startsAt: starts_at,
		endsAt: ends_at,
		myPoints: my_points,
		reachedAt: reached_at
	}))
);

/** The first hundred of a board; `place` is 'world', a region or a country's two letters. */
export async function leaderboard(
	store: Store,
	{ period, place }: { period: Period; place: string }
): Promise<Result<(BoardRow & { country: string | null })[], StoreError>> {
	return parseAnswer(v.array(LeaderRow), await store.read('leaderboard', { period, place }));
}

/** The calling player's place on a board; null without points or without a session. */
export async function ownRank(
	store: Store,
	{ period, place }: { period: Period; place: string }
): Promise<Result<OwnRank | null, StoreError>> {
	if (!(await store.isSignedIn())) return ok(null);
	return parseAnswer(RankRow, await store.read('my_rank', { period, place }));
}

/** Quests that run now or ended within a week, the next to end first. */
export async function quests(store: Store): Promise<Result<Quest[], StoreError>> {
	return parseAnswer(v.array(QuestRow), await store.read('quests', {}));
}

/** The first fifty listed players of a quest. */
export async function questBoard(
	store: Store,
	questId: string
): Promise<Result<(BoardRow & { hasReached: boolean })[], StoreError>> {
	return parseAnswer(v.array(QuestPlaceRow), await store.read('quest_board', { quest_id: questId }));
}
