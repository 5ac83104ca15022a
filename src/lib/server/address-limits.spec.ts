import { expect, it } from 'vitest';
import { createAddressLimits, limitedKind, MOST_PER_WINDOW, tooManyAnswer } from './address-limits.ts';

it('counts each address and kind by itself, anew each minute', () => {
	let now = 0;
	const limits = createAddressLimits(() => now);
	for (let i = 0; i < MOST_PER_WINDOW['sign-up']; i++) expect(limits.allow('sign-up', '10.0.0.1')).toBe(true);
	expect(limits.allow('sign-up', '10.0.0.1')).toBe(false);
	expect(limits.allow('sign-up', '10.0.0.2')).toBe(true);
	expect(limits.allow('call', '10.0.0.1')).toBe(true);
	now = 59_999;
	expect(limits.allow('sign-up', '10.0.0.1')).toBe(false);
	now = 60_000;
	expect(limits.allow('sign-up', '10.0.0.1')).toBe(true);
});

it('stays bounded under a flood of addresses', () => {
	const limits = createAddressLimits(() => 0);
	for (let i = 0; i < 100_000; i++) limits.allow('sign-up', `address ${i}`);
	// All further addresses share one count.
	for (let i = 0; i < MOST_PER_WINDOW['sign-up']; i++)
		expect(limits.allow('sign-up', `late ${i}`)).toBe(true);
	expect(limits.allow('sign-up', 'one more')).toBe(false);
	expect(limits.allow('sign-up', 'address 7')).toBe(true);
});

it('limits sign-ups and calls, not reading', async () => {
	expect(limitedKind('POST', '/auth/v1/signup')).toBe('sign-up');
	expect(limitedKind('GET', '/auth/v1/callback')).toBe('sign-up');
	expect(limitedKind('POST', '/rest/v1/rpc/cast_vote')).toBe('call');
	expect(limitedKind('POST', '/auth/v1/token')).toBe('call');
	expect(limitedKind('GET', '/auth/v1/.well-known/jwks.json')).toBeUndefined();
	const answer = tooManyAnswer();
	expect(answer.status).toBe(429);
	expect(await answer.json()).toMatchObject({ hint: 'rate_limited' });
});
