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
