// Errors of the REST half, with the statuses and bodies of PostgREST
// (https://docs.postgrest.org/en/v13/references/errors.html).
import { DatabaseError } from './database.ts';
import { HttpError, type BodyProblem } from './http.ts';

/** PostgREST's error body. */
export function restError(
	status: number,
	code: string,
	message: string,
	hint: string | null = null
): HttpError {
	return new HttpError(status, { code, message, details: null, hint });
}

export function bodyError(problem: BodyProblem): HttpError {
	switch (problem) {
		case 'too-large':
			return restError(413, 'PGRST102', 'The body is too large');
		case 'media-type':
			return restError(415, 'PGRST102', 'The body must be application/json');
		case 'too-deep':
			return restError(400, 'PGRST102', 'The body is nested too deeply');
		case 'syntax':
			return restError(400, 'PGRST102', 'Empty or invalid json');
	}
}

const BY_CODE: Record<string, number> = {
	'23503': 409,
	'23505': 409,
	'25006': 405,
	'42883': 404,
	'42P01': 404
};
const BY_CLASS: Record<string, number> = {
	'08': 503,
	'09': 500,
	'0L': 403,
	'0P': 403,
	'25': 500,
	'28': 403,
	'2D': 500,
	'38': 500,
	'39': 500,
	'3B': 500,
	'40': 500,
	'53': 503,
	'54': 500,
	'55': 500,
	'57': 500,
	'58': 500,
	F0: 500,
	HV: 500,
	P0: 500,
	XX: 500
};

/** HTTP status of an SQLSTATE: PTxxx is xxx itself, a missing right is 401 for a caller without a session. */
export function statusOf(code: string, isAnon: boolean): number {
	const own = /^PT([2-5]\d\d)$/.exec(code)?.[1];
	if (own) return Number(own);
	if (code === '42501') return isAnon ? 401 : 403;
	if (code === 'P0001') return 400;
	if (code === '57P03' || code === '57P01') return 503;
	return BY_CODE[code] ?? BY_CLASS[code.slice(0, 2)] ?? 400;
}

/** Turns what the database threw into an HttpError. Inner failures are told to the log, not to the caller. */
export function fromDatabase(error: unknown, isAnon: boolean): HttpError {
	if (!(error instanceof DatabaseError)) throw error;
	const status = statusOf(error.code, isAnon);
	const headers: Record<string, string> = status === 401 ? { 'www-authenticate': 'Bearer' } : {};
	if (status >= 500) {
		console.error(`The store failed (${error.code}): ${error.message}`);
		return new HttpError(status, {
			code: error.code,
			message: status === 503 ? 'The store does not answer at the moment.' : 'The store failed.',
			details: null,
			hint: null
		});
	}
	const { code, message, details, hint } = error;
	return new HttpError(status, { code, message, details, hint }, headers);
}
