// Verbs on players: one's own profile and everything kept of it, badges, and others by name.
import * as v from 'valibot';
import { ok, type Result } from '../util/result.ts';
import type { Store } from './client.ts';
import type { StoreError } from './nouns.ts';
import { parseAnswer } from './rows.ts';

export const REGIONS = ['africa', 'asia', 'europe', 'north-america', 'oceania', 'south-america'] as const;
export type Region = (typeof REGIONS)[number];

/** How many drawn pictures there are to choose among. */
export const AVATARS = 32;

/** The calling player as they see themselves. */
export interface Profile {
	name: string | null;
	avatar: number;
	/** Self-declared: ISO 3166-1 alpha-2. */
	country: string | null;
	region: Region | null;
	/** On the leaderboards, and with a page that everyone can open. */
	isListed: boolean;
	/** Named beside one's explanations in the published data. */
	isCredited: boolean;
	role: 'player' | 'moderator';
	isAnonymous: boolean;
	createdAt: string;
	answered: number;
	rounds: number;
	/** Glicko-2; provisional while the deviation is high. */
	rating: number;
	ratingDeviation: number;
	isProvisional: boolean;
	/** 0 to 1: how often the player judged right where the truth is known. */
	reliability: number;
	streak: number;
	streakBest: number;
	streakFreezes: number;
	points: number;
}

export type ProfileChange = Partial<
	Pick<Profile, 'name' | 'avatar' | 'country' | 'region' | 'isListed' | 'isCredited'>
>;

export interface Badge {
	badge: string;
	earnedAt: string;
}

/** A player as everyone may see them. */
export interface PublicPlayer {
	name: string;
	avatar: number;
	country: string | null;
	createdAt: string;
	answered: number;
	rounds: number;
	streak: number;
	streakBest: number;
	points: number;
	badges: Badge[];
	/** Empty unless the player wants to be credited. */
	explanations: {
		id: string;
		campaignId: string;
		index: number;
		text: string;
		score: number;
		rounds: number;
	}[];
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const ProfileRow = v.pipe(
	v.object({
		name: v.nullable(v.string()),
		avatar: count,
		country: v.nullable(v.string()),
		region: v.nullable(v.picklist(REGIONS)),
		is_listed: v.boolean(),
		is_credited: v.boolean(),
		role: v.picklist(['player', 'moderator']),
		is_anonymous: v.boolean(),
		created_at: v.string(),
		answered: count,
		rounds: count,
		rating: v.number(),
		rating_deviation: v.number(),
		is_provisional: v.boolean(),
		reliability: share,
		streak: count,
		streak_best: count,
		streak_freezes: count,
		points: v.number()
	}),
	v.transform((row): Profile => ({
		name: row.name,
		avatar: row.avatar,
		country: row.country,
		region: row.region,
		isListed: row.is_listed,
		isCredited: row.is_credited,
		role: row.role,
		isAnonymous: row.is_anonymous,
		createdAt: row.created_at,
		answered: row.answered,
		rounds: row.rounds,
		rating: row.rating,
		ratingDeviation: row.rating_deviation,
		isProvisional: row.is_provisional,
		reliability: row.reliability,
		streak: row.streak,
		streakBest: row.streak_best,
		streakFreezes: row.streak_freezes,
		points: row.points
	}))
);

const BadgeRow = v.pipe(
	v.object({ badge: v.string(), earned_at: v.string() }),
	v.transform(({ badge, earned_at }): Badge => ({ badge, earnedAt: earned_at }))
);

const PublicRow = v.pipe(
	v.object({
		name: v.string(),
		avatar: count,
		country: v.nullable(v.string()),
		created_at: v.string(),
		answered: count,
		rounds: count,
		streak: count,
		streak_best: count,
		points: v.number(),
		badges: v.array(BadgeRow),
		explanations: v.array(
			v.object({
				id: v.string(),
				campaign_id: v.string(),
				neuron_index: count,
				text: v.string(),
				score: share,
				rounds: count
			})
		)
	}),
	v.transform(({ created_at, streak_best, explanations, ...row }): PublicPlayer => ({
		...row,
		createdAt: created_at,
		streakBest: streak_best,
		explanations: explanations.map(({ campaign_id, neuron_index, ...explanation }) => ({
			...explanation,
			campaignId: campaign_id,
			index: neuron_index
		}))
	}))
);

/** The calling player; null for somebody who is none yet. */
export async function ownProfile(store: Store): Promise<Result<Profile | null, StoreError>> {
	if (!(await store.isSignedIn())) return ok(null);
	return parseAnswer(v.nullable(ProfileRow), await store.read('me', {}));
}

/** Changes the named parts of one's profile. Errors: 'too_short', 'too_long', 'unfit', 'already_exists' (a name that
 *  looks like somebody's), 'invalid', 'rate_limited', 'signed_out', 'offline', 'server'. */
export async function updateProfile(
	store: Store,
	change: ProfileChange
): Promise<Result<Profile, StoreError>> {
	const { isListed, isCredited, ...rest } = change;
	const profile = {
		...rest,
		...(isListed === undefined ? {} : { is_listed: isListed }),
		...(isCredited === undefined ? {} : { is_credited: isCredited })
	};
	return parseAnswer(ProfileRow, await store.write('update_profile', { profile }));
}

/** Everything that is kept of the calling player, for taking along. */
export async function exportOwnRows(store: Store): Promise<Result<Record<string, unknown>, StoreError>> {
	return parseAnswer(v.record(v.string(), v.unknown()), await store.write('export_my_data', {}));
}

/** Deletes the calling player for good; explanations stay unsigned, or go too. */
export async function deleteAccount(
	store: Store,
	{ keepExplanations }: { keepExplanations: boolean }
): Promise<Result<unknown, StoreError>> {
	return store.write('delete_account', { keep_explanations: keepExplanations });
}

/** The calling player's badges, newest first; none for somebody without a session. */
export async function ownBadges(store: Store): Promise<Result<Badge[], StoreError>> {
	if (!(await store.isSignedIn())) return ok([]);
	return parseAnswer(v.array(BadgeRow), await store.read('my_badges', {}));
}

/** A player by name, if they chose to be seen; else null. */
export async function playerNamed(
	store: Store,
	name: string
): Promise<Result<PublicPlayer | null, StoreError>> {
	return parseAnswer(v.nullable(PublicRow), await store.read('player_named', { name }));
}
