import { expect, it } from 'vitest';
import {
	createAddressLimits,
	limitedKind,
	MOST_PER_WINDOW,
	networkOf,
	tooManyAnswer
} from './address-limits.ts';

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

it.each([
	['192.0.2.7', '192.0.2.7'],
	['::ffff:192.0.2.7', '192.0.2.7'],
	['::FFFF:c000:207', '192.0.2.7'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
	['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
	['2001:db8:1:3::9', '2001:db8:1:3::/64'],
	['2001:db8::1', '2001:db8:0:0::/64'],
	['2001:db8::1:2:3:4:5', '2001:db8:0:1::/64'],
	['fe80::1%eth0', 'fe80:0:0:0::/64'],
	['64:ff9b::192.0.2.7', '64:ff9b:0:0::/64'],
	['::1', '0:0:0:0::/64'],
	['::', '0:0:0:0::/64'],
	['1:2:3:4:5:6:7::', '1:2:3:4::/64'],
	['not an address', 'not an address']
])('%s counts as %s', (address, network) => {
	expect(networkOf(address)).toBe(network);
});

it('counts the addresses of one IPv6 network together', () => {
	const limits = createAddressLimits(() => 0);
	const most = MOST_PER_WINDOW['sign-up'];
	for (let i = 0; i < most; i++)
		expect(limits.allow('sign-up', `2001:db8:1:2::${i.toString(16)}`)).toBe(true);
	expect(limits.allow('sign-up', '2001:db8:1:2:ffff::1')).toBe(false);
	expect(limits.allow('sign-up', '2001:db8:1:3::1')).toBe(true);
});

it('takes a new salt with each window, so that no count tells who came in another one', () => {
	let now = 0;
	let salts = 0;
	const limits = createAddressLimits(
		() => now,
		() => Buffer.from(`salt ${salts++}`)
	);
	for (now of [0, 1000, 59_999]) limits.allow('call', '192.0.2.7');
	expect(salts).toBe(1);
	for (now of [60_000, 61_000, 180_000]) limits.allow('call', '192.0.2.7');
	expect(salts).toBe(3);
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
