// From what supabase-js reports to the closed list of codes that pages know.
import type { StoreError } from './nouns.ts';

type Code = StoreError['code'];

/** Codes that SQL gives itself, as the error's hint, with a message for people. */
const FROM_SQL: readonly string[] = [
	'too_short',
	'too_long',
	'unfit',
	'own_explanation',
	'already_exists',
	'already_done',
	'expired',
	'no_checks',
	'invalid',
	'group_limit',
	'forbidden',
	'not_found',
	'signed_out',
	'rate_limited',
	'server'
] satisfies Code[];

const MESSAGES = {
	offline: 'The server does not answer. Check your connection and try again.',
	queued: 'Your answer is safe on this device. It is sent by itself when the server answers.',
	signed_out: 'Your session has ended. Please try again.',
	rate_limited: 'That was very fast. Please wait a minute, then go on.',
	server: 'Something went wrong on the server. Please try again.'
};

export type MessageCode = keyof typeof MESSAGES;

/** A StoreError in our own words. */
export const storeError = (code: MessageCode): StoreError => ({ code, message: MESSAGES[code] });

/** Maps a refused call: `status` is the HTTP status, 0 when there was no answer. */
export function toStoreError(status: number, error: { hint?: string | null; message: string }): StoreError {
	if (error.hint && FROM_SQL.includes(error.hint)) {
		return { code: error.hint as Code, message: error.message };
	}
	if (status === 0 || (status >= 502 && status <= 504)) return storeError('offline');
	if (status === 401) return storeError('signed_out');
	if (status === 429) return storeError('rate_limited');
	return storeError('server');
}

/** True when Supabase Auth could not be asked, so that the session may still be good. */
export const isUnanswered = (error: { name: string }): boolean => error.name === 'AuthRetryableFetchError';

/** Maps what Supabase Auth refuses in a sign-in with another provider. */
export function toSignInError(error: { name: string; code?: string; status?: number }): StoreError {
	if (isUnanswered(error)) return storeError('offline');
	if (error.status === 429) return storeError('rate_limited');
	switch (error.code ?? error.name) {
		case 'provider_disabled':
			return { code: 'forbidden', message: 'Signing in with GitHub is not offered here.' };
		case 'identity_already_exists':
			return { code: 'already_exists', message: 'This GitHub account plays on another device already.' };
		case 'session_not_found':
		case 'no_authorization':
		case 'bad_jwt':
		case 'AuthSessionMissingError':
			return storeError('signed_out');
		// The code is unknown, used or old, or this browser did not begin (its verifier is missing or another one).
		case 'flow_state_not_found':
		case 'flow_state_expired':
		case 'bad_code_verifier':
		case 'pkce_code_verifier_not_found':
			return { code: 'expired', message: 'That took too long. Please sign in again.' };
		default:
			return storeError('server');
	}
}
