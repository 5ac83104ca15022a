import { expect, it } from 'vitest';
import { EMBEDDED_PUBLISHABLE_KEY, storeAddress } from './address.ts';

const ORIGIN = 'https://play.example';

it('is our own origin unless a hosted store is named', () => {
	const own = { url: ORIGIN, key: EMBEDDED_PUBLISHABLE_KEY, isHosted: false };
	expect(storeAddress({}, ORIGIN)).toEqual(own);
	expect(storeAddress({ PUBLIC_SUPABASE_URL: '', PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'k' }, ORIGIN)).toEqual(
		own
	);
	const hosted = { PUBLIC_SUPABASE_URL: 'https://abc.supabase.co/', PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'k' };
	expect(storeAddress(hosted, ORIGIN)).toEqual({ url: 'https://abc.supabase.co', key: 'k', isHosted: true });
});

it('refuses a hosted address without its key and an address that is none', () => {
	const url = 'https://abc.supabase.co';
	expect(() => storeAddress({ PUBLIC_SUPABASE_URL: url }, ORIGIN)).toThrow('PUBLIC_SUPABASE_PUBLISHABLE_KEY');
	const wrong = { PUBLIC_SUPABASE_URL: 'abc', PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'k' };
	expect(() => storeAddress(wrong, ORIGIN)).toThrow();
});
