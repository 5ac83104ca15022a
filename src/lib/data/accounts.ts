// Journeys to an account with GitHub. A page shows one button:
//   somebody who has played: `linkGitHub`, send the browser to the address it gives; on the page it returns to call
//   `finishGitHub`. Is that 'taken' (the account plays on another device already), offer `signInWithGitHub`, which
//   takes the guest of this device over into the account. Somebody who has not played yet: `signInWithGitHub`.
import * as v from 'valibot';
import { err, ok, type Result } from '../util/result.ts';
import type { Store } from './client.ts';
import type { StoreError } from './nouns.ts';
import { claimMerge, finishMerge, me, prepareMerge, type PlayerProfile } from './players.ts';

/** Where the guest's code waits while the browser is away: `localStorage`, since a phone may come back in another tab. */
export type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
const GUEST_CODE = 'neuronpedia-guest-code';

/** What a page learns when it is opened. */
export type Homecoming =
	| { kind: 'none' } // nobody comes back from GitHub
	| { kind: 'cancelled' }
	| { kind: 'taken' } // not linked, for the account is another player's: offer `signInWithGitHub`
	| {
			kind: 'signed-in';
			/** Null for an account that has not played yet. */
			player: PlayerProfile | null;
			/** What became of this device's guest; 'left' when the code came too late. */
			guest: 'none' | 'taken-over' | 'left';
	  };

/** Where to send the browser so that the signed-in guest becomes an account and stays the same player. `returnTo` is a
 *  page of this origin. Errors: 'signed_out' (no guest: use `signInWithGitHub`), 'forbidden' (not offered here). */
export const linkGitHub = (store: Store, returnTo: string): Promise<Result<string, StoreError>> =>
	store.gitHubPage('link', returnTo);

/** Where to send the browser to sign in. What a guest of this device did moves into the account on the return. */
export async function signInWithGitHub(
	store: Store,
	{ returnTo, kept }: { returnTo: string; kept: Kept }
): Promise<Result<string, StoreError>> {
	kept.removeItem(GUEST_CODE);
	const player = await me(store);
	if (!player.ok) return player;
	if (player.value?.isAnonymous) {
		const code = await prepareMerge(store);
		if (!code.ok) return code;
		kept.setItem(GUEST_CODE, code.value);
	}
	return store.gitHubPage('sign-in', returnTo);
}

/** Query of an address that GitHub's journey ended at (sign-in.ts and Supabase Auth alike). */
const ReturnQuery = v.object({
	code: v.optional(v.string()),
	error_code: v.optional(v.string()),
	error: v.optional(v.string())
});
const RETURN_KEYS = ['code', 'error', 'error_code', 'error_description'];

/** The address without what the journey left in it: to be put in its place, since a code is good once. */
export function withoutReturn(address: URL): URL {
	const clean = new URL(address);
	for (const key of RETURN_KEYS) clean.searchParams.delete(key);
	return clean;
}

/** Ends the journey on the page that the browser returned to, and takes the guest over that waits in `kept`. To be
 *  called once each time the page opens. Errors: 'expired' (begin again), 'server', 'offline' (call again: the guest
 *  still waits). */
export async function finishGitHub(
	store: Store,
	{ address, kept }: { address: URL; kept: Kept }
): Promise<Result<Homecoming, StoreError>> {
	const { code, error, error_code } = v.parse(ReturnQuery, Object.fromEntries(address.searchParams));
	if (error_code === 'identity_already_exists') return ok({ kind: 'taken' });
	if (error_code === 'access_denied' || error === 'access_denied') return ok({ kind: 'cancelled' });
	if (error) return err({ code: 'server', message: 'Signing in with GitHub failed. Please try again.' });
	if (code) {
		const finished = await store.finishSignIn(code);
		if (!finished.ok) return finished.error.code === 'already_exists' ? ok({ kind: 'taken' }) : finished;
	} else if (kept.getItem(GUEST_CODE) === null) {
		return ok({ kind: 'none' });
	}
	return takeGuestOver(store, kept, { cameBack: code !== undefined });
}

async function takeGuestOver(
	store: Store,
	kept: Kept,
	{ cameBack }: { cameBack: boolean }
): Promise<Result<Homecoming, StoreError>> {
	const player = await me(store);
	if (!player.ok) return player;
	const code = kept.getItem(GUEST_CODE);
	// A journey that was broken off: still the guest, or nobody.
	const isNoAccount = player.value?.isAnonymous ?? !(await store.isSignedIn());
	if (!cameBack && isNoAccount) return ok({ kind: 'none' });
	if (code === null) return ok({ kind: 'signed-in', player: player.value, guest: 'none' });
	const claimed = await claimMerge(store, code);
	if (!claimed.ok && claimed.error.code !== 'not_found') return claimed;
	kept.removeItem(GUEST_CODE);
	if (!claimed.ok) return ok({ kind: 'signed-in', player: player.value, guest: 'left' });
	// Should this fail, the store finishes by itself.
	const finished = await finishMerge(store);
	return ok({ kind: 'signed-in', player: finished.ok ? finished.value : claimed.value, guest: 'taken-over' });
}
