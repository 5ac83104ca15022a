// Verbs on the player: profile, what is kept of them, leaving, and moving from a guest to an account.
import * as v from 'valibot';
import { ok, type Result } from '../util/result.ts';
import type { Store } from './client.ts';
import type { StoreError } from './nouns.ts';
import { parseAnswer } from './rows.ts';

export const REGIONS = ['africa', 'asia', 'europe', 'north-america', 'oceania', 'south-america'] as const;

const PlayerRow = v.pipe(
	v.object({
		name: v.nullable(v.string()),
		avatar: v.number(),
		country: v.nullable(v.string()),
		region: v.nullable(v.picklist(REGIONS)),
		is_listed: v.boolean(),
		is_credited: v.boolean(),
		role: v.picklist(['player', 'moderator']),
		is_anonymous: v.boolean(),
		created_at: v.string(),
		answered: v.number(),
		rounds: v.number(),
		rating: v.number(),
		rating_deviation: v.number(),
		is_provisional: v.boolean(),
		reliability: v.number(),
		streak: v.number(),
		streak_best: v.number(),
		streak_freezes: v.number(),
		points: v.number()
	}),
	v.transform((row) => ({
		name: row.name,
		/** Number of a drawn picture, 0 to 31. */
		avatar: row.avatar,
		/** ISO 3166-1 alpha-2. */
		country: row.country,
		region: row.region,
		/** Shown on scoreboards. */
		isListed: row.is_listed,
		/** Named beside what they wrote, and in public dumps. */
		isCredited: row.is_credited,
		role: row.role,
		/** A guest: not signed in anywhere else. */
		isAnonymous: row.is_anonymous,
		createdAt: row.created_at,
		answered: row.answered,
		rounds: row.rounds,
		/** Glicko-2; provisional while the deviation is high. */
		rating: row.rating,
		ratingDeviation: row.rating_deviation,
		isProvisional: row.is_provisional,
		/** How far the player's rounds are believed, 0.1 to 1. */
		reliability: row.reliability,
		/** Days in a row, as it stands today. */
		streak: row.streak,
		streakBest: row.streak_best,
		streakFreezes: row.streak_freezes,
		points: row.points
	}))
);
export type PlayerProfile = v.InferOutput<typeof PlayerRow>;

/** The parts of a profile that its player chooses; null takes name, country or region away. */
export interface ProfileChanges {
	name?: string | null;
	avatar?: number;
	country?: string | null;
	region?: (typeof REGIONS)[number] | null;
	isListed?: boolean;
	isCredited?: boolean;
}

/** The signed-in player; null for somebody who is none yet. */
export async function me(store: Store): Promise<Result<PlayerProfile | null, StoreError>> {
	if (!(await store.isSignedIn())) return ok(null);
	return parseAnswer(v.nullable(PlayerRow), await store.read('me', {}));
}

/** Changes the named parts of the profile. Errors: 'already_exists' (a name that looks like another's), 'unfit',
 *  'too_short', 'too_long', 'invalid', 'rate_limited', 'signed_out', 'offline'. */
export async function updateProfile(
	store: Store,
	{ isListed, isCredited, ...same }: ProfileChanges
): Promise<Result<PlayerProfile, StoreError>> {
	const profile = { ...same, is_listed: isListed, is_credited: isCredited };
	return parseAnswer(PlayerRow, await store.write('update_profile', { profile }));
}

/** Everything that the store keeps of the player, as JSON to be saved. */
export async function exportMyData(store: Store): Promise<Result<Record<string, unknown>, StoreError>> {
	return parseAnswer(v.record(v.string(), v.unknown()), await store.write('export_my_data', {}));
}

/** Deletes the player for good; explanations stay unsigned or go too. */
export async function deleteAccount(
	store: Store,
	{ keepExplanations }: { keepExplanations: boolean }
): Promise<Result<null, StoreError>> {
	const answer = await store.write('delete_account', { keep_explanations: keepExplanations });
	return answer.ok ? ok(null) : answer;
}

/** A code by which an account can take this guest over within 15 minutes (claimMerge): to be asked for before signing
 *  in. Error 'forbidden': not a guest. */
export async function prepareMerge(store: Store): Promise<Result<string, StoreError>> {
	return parseAnswer(v.string(), await store.write('prepare_merge', {}));
}

/** Takes over what the guest with this code is and has made, and ends it; finishMerge brings the rest. Errors:
 *  'not_found' (unknown or too late), 'forbidden' (still a guest). */
export async function claimMerge(store: Store, code: string): Promise<Result<PlayerProfile, StoreError>> {
	return parseAnswer(PlayerRow, await store.write('claim_merge', { code }));
}

/** Takes over what claimed guests told of explanations: votes, laughs, rounds. The store does so by itself within
 *  seconds; this is for somebody who wants to see it now. */
export async function finishMerge(store: Store): Promise<Result<PlayerProfile, StoreError>> {
	return parseAnswer(PlayerRow, await store.write('finish_merge', {}));
}
