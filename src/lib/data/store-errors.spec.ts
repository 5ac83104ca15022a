import { expect, it } from 'vitest';
import { toSignInError, toStoreError } from './store-errors.ts';

it.each([
	[400, 'too_short', 'too_short'],
	[400, 'too_long', 'too_long'],
	[403, 'own_explanation', 'own_explanation'],
	[404, 'not_found', 'not_found'],
	[401, 'signed_out', 'signed_out'],
	[429, 'rate_limited', 'rate_limited'],
	[400, 'server', 'server'],
	[400, 'offline', 'server'], // no code that SQL may give
	[0, null, 'offline'],
	[502, null, 'offline'],
	[503, null, 'offline'],
	[504, null, 'offline'],
	[500, null, 'server'],
	[401, 'Some hint', 'signed_out'],
	[403, null, 'server'],
	[429, null, 'rate_limited'],
	[404, null, 'server']
])('status %i with hint %j is %s', (status, hint, code) => {
	const error = toStoreError(status, { hint, message: 'From SQL' });
	expect(error.code).toBe(code);
	if (hint === code) expect(error.message).toBe('From SQL');
	else expect(error.message).toMatch(/^[A-Z].*\.$/);
});

it.each([
	[{ name: 'AuthRetryableFetchError' }, 'offline'],
	[{ name: 'AuthApiError', status: 429, code: 'over_request_rate_limit' }, 'rate_limited'],
	[{ name: 'AuthApiError', status: 400, code: 'provider_disabled' }, 'forbidden'],
	[{ name: 'AuthApiError', status: 422, code: 'identity_already_exists' }, 'already_exists'],
	[{ name: 'AuthApiError', status: 401, code: 'no_authorization' }, 'signed_out'],
	[{ name: 'AuthSessionMissingError', status: 400 }, 'signed_out'],
	[{ name: 'AuthPKCECodeVerifierMissingError', code: 'pkce_code_verifier_not_found' }, 'expired'],
	[{ name: 'AuthApiError', status: 404, code: 'flow_state_not_found' }, 'expired'],
	[{ name: 'AuthUnknownError' }, 'server']
])('a sign-in that fails with %j is %s', (error, code) => {
	expect(toSignInError(error).code).toBe(code);
});
