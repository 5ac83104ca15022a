// The REST half of the gateway, called by the real supabase-js where it can and by fetch where it would not.
import { SignJWT, generateKeyPair, importJWK } from 'jose';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeOnBoth } from '../../../testing/backends.ts';
import { newClient, newPlayer, ORIGIN, type Client } from '../../../testing/players.ts';
import { probeSchema } from '../../../testing/probe-schema.ts';
import { EMBEDDED_PUBLISHABLE_KEY } from '../../data/address.ts';
import type { Backend } from './backend.ts';
import { statusOf } from './rest-errors.ts';

const NASTY = [
	`it's "quoted" \\ and \\\\ and \\' $$ $1 %s`,
	'line\nbreak\r\n\ttab',
	'🦊👩‍👩‍👧 café naïve \u200f עברית',
	"'); drop table game.votes; --",
	'null',
	'{1,2}',
	'\u0001\u001f\u007f'
];

describeOnBoth('the gateway', (open) => {
	let backend: Backend;
	let anon: Client;
	beforeAll(async () => {
		backend = await open(probeSchema);
		anon = newClient(backend.fetch);
	});
	afterAll(() => backend.close());

	const post = (name: string, body: BodyInit | null, headers: Record<string, string> = {}) =>
		backend.fetch(`${ORIGIN}/rest/v1/rpc/${name}`, {
			method: 'POST',
			body,
			headers: { apikey: EMBEDDED_PUBLISHABLE_KEY, 'content-type': 'application/json', ...headers }
		});
	const count = async () => (await anon.rpc('probe_count', {})).data;

	it('carries any JSON there and back', async () => {
		const value = { texts: NASTY, numbers: [0, -1.5, 1e21], deep: [[{ a: [null, true] }]], none: null };
		expect((await anon.rpc('probe_echo', { value })).data).toEqual(value);
		for (const text of NASTY) {
			expect((await anon.rpc('probe_echo_text', { value: text })).data).toBe(text);
			expect((await anon.rpc('probe_echo_text', { value: text }, { get: true })).data).toBe(text);
		}
		expect((await anon.rpc('probe_echo_list', { value: [...NASTY, null] })).data).toEqual([...NASTY, null]);
		expect((await anon.rpc('probe_echo', { value: null })).data).toBeNull();
		expect((await anon.rpc('probe_echo_text', { value: null })).data).toBeNull();
	});

	it('refuses texts that PostgreSQL cannot hold', async () => {
		for (const value of ['a\0b', '\ud800', 'x\udc00y']) {
			const { error, status } = await anon.rpc('probe_echo_text', { value });
			expect(status, JSON.stringify(value)).toBe(400);
			expect(error?.code).toMatch(/^22/);
		}
	});

	it('gives sets, single rows, values and nothing as PostgREST does', async () => {
		expect((await anon.rpc('probe_numbers', { up_to: 3 })).data).toEqual([1, 2, 3]);
		expect((await anon.rpc('probe_numbers', { up_to: 5, step: 2 }, { get: true })).data).toEqual([1, 3, 5]);
		expect((await anon.rpc('probe_rows', { up_to: 0 })).data).toEqual([]);
		expect((await anon.rpc('probe_rows', { up_to: 1 }).single()).data).toEqual({ n: 1, word: 'w1' });
		const two = await anon.rpc('probe_rows', { up_to: 2 }).single();
		expect([two.status, two.error?.code]).toEqual([406, 'PGRST116']);
		const nothing = await anon.rpc('probe_void', {});
		expect([nothing.status, nothing.data, nothing.error]).toEqual([204, null, null]);
	});

	it('knows only functions of schema api', async () => {
		const cases: [PromiseLike<{ status: number; error: { code: string } | null }>, number, string][] = [
			[anon.rpc('nothing_here', {}), 404, 'PGRST202'],
			[anon.rpc('probe_numbers', { up_to: 1, other: 2 }), 404, 'PGRST202'],
			[anon.rpc('probe_numbers', {}), 404, 'PGRST202'],
			[anon.rpc('begin_write', {}), 404, 'PGRST202'],
			[anon.rpc('probe_numbers"(1); select 1 --', {}), 404, 'PGRST202'],
			[anon.rpc('probe_numbers', { 'up_to"; drop schema game': 1 }), 404, 'PGRST202'],
			[anon.rpc('toString', {}), 404, 'PGRST202'],
			[anon.rpc('__proto__', {}), 404, 'PGRST202'],
			[anon.from('explanations' as never).select() as never, 404, 'PGRST205'],
			[anon.from('explanations' as never).delete() as never, 404, 'PGRST205'],
			[newClient(backend.fetch, undefined, 'game').rpc('begin_write', {}), 406, 'PGRST106'],
			[
				newClient(backend.fetch, undefined, 'game')
					.from('votes' as never)
					.select() as never,
				406,
				'PGRST106'
			]
		];
		for (const [i, [call, status, code]] of cases.entries()) {
			const answer = await call;
			expect([answer.status, answer.error?.code], `case ${i}`).toEqual([status, code]);
		}
	});

	it('tells whose right is missing by 401 and 403', async () => {
		expect((await anon.rpc('probe_secret', {})).status).toBe(401);
		const { client } = await newPlayer(backend);
		const refused = await client.rpc('probe_secret', {});
		expect([refused.status, refused.error?.code]).toEqual([403, '42501']);
	});

	it('maps SQLSTATEs to statuses and keeps inner failures to itself', async () => {
		vi.spyOn(console, 'error').mockImplementation(() => {});
		const table: [string, number][] = [
			['P0001', 400],
			['PT404', 404],
			['PT429', 429],
			['23505', 409],
			['23503', 409],
			['22P02', 400],
			['42883', 404],
			['53300', 503],
			['57014', 500],
			['XX000', 500]
		];
		for (const [state, status] of table) {
			const answer = await anon.rpc('probe_raise', { state });
			expect(answer.status, state).toBe(status);
			const body = { code: state, message: 'told', details: 'more', hint: 'hinted' };
			if (status < 500) expect(answer.error).toMatchObject(body);
			else expect(answer.error).toMatchObject({ code: state, details: null, hint: null });
			if (status >= 500) expect(answer.error?.message).not.toContain('told');
		}
		vi.restoreAllMocks();
		expect([statusOf('42501', true), statusOf('42501', false), statusOf('PT999', true)]).toEqual([
			401, 403, 400
		]);
	});

	it('runs stable functions and every GET read-only', async () => {
		expect((await anon.rpc('probe_who', {})).data).toMatchObject({ read_only: 'on', search_path: '' });
		expect((await anon.rpc('probe_mode', {})).data).toBe('off');
		expect((await anon.rpc('probe_mode', {}, { get: true })).data).toBe('on');
		expect((await anon.rpc('probe_write_stable', {})).status).toBe(405);
		expect((await anon.rpc('probe_insert', { text: 'get', fails: false }, { get: true })).status).toBe(405);
		expect((await anon.rpc('probe_mode', {})).data).toBe('off');
	});

	it('keeps nothing of a call that fails', async () => {
		const before = await count();
		expect((await anon.rpc('probe_insert', { text: 'a', fails: true })).status).toBe(400);
		expect(await count()).toBe(before);
		expect((await anon.rpc('probe_insert', { text: 'a', fails: false })).status).toBe(204);
		expect((await anon.rpc('probe_insert', { text: 'a', fails: false })).status).toBe(409);
		expect(await count()).toBe(Number(before) + 1);
	});

	it('refuses bodies that it should not read', async () => {
		const deep = '['.repeat(40) + ']'.repeat(40);
		const cases: [BodyInit, Record<string, string>, number][] = [
			[`{"value":"${'x'.repeat(70_000)}"}`, {}, 413],
			[`{"value":${deep}}`, {}, 400],
			['{"value":', {}, 400],
			['[1]', {}, 400],
			['"text"', {}, 400],
			['{}', { 'content-type': 'text/csv' }, 415],
			['value=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415]
		];
		for (const [body, headers, status] of cases) {
			const answer = await post('probe_echo', body, headers);
			expect(answer.status, String(body).slice(0, 30)).toBe(status);
			expect((await answer.json()).code).toBe('PGRST102');
		}
		expect((await post('probe_void', null)).status).toBe(204);
		expect((await post('probe_void?select=n', '{}')).status).toBe(400);
		const put = await backend.fetch(`${ORIGIN}/rest/v1/rpc/probe_void`, {
			method: 'PUT',
			headers: { apikey: EMBEDDED_PUBLISHABLE_KEY }
		});
		expect(put.status).toBe(405);
		expect(
			(await backend.fetch(`${ORIGIN}/rest/v1/rpc/%ff`, { headers: { apikey: EMBEDDED_PUBLISHABLE_KEY } }))
				.status
		).toBe(400);
	});

	it('refuses missing and unknown keys and gives the service role to its own key alone', async () => {
		const bare = await backend.fetch(`${ORIGIN}/rest/v1/rpc/probe_who`);
		expect(bare.status).toBe(401);
		expect((await newClient(backend.fetch, 'sb_secret_guessed').rpc('probe_who', {})).status).toBe(401);
		const service = newClient(backend.fetch, backend.serviceKey);
		expect((await service.rpc('campaigns', {})).data).toEqual([]);
		expect((await post('probe_who', '{}', { authorization: `Bearer ${backend.serviceKey}` })).status).toBe(
			401
		);
	});

	it('refuses forged, expired and wrongly signed tokens', async () => {
		const { id } = await newPlayer(backend);
		const claims = { sub: id, role: 'authenticated', session_id: id };
		const own = await importJWK({ ...backend.keys.signingKey, alg: 'ES256' });
		const foreign = (await generateKeyPair('ES256')).privateKey;
		const jwt = (more: object = {}) =>
			new SignJWT({ ...claims, ...more }).setProtectedHeader({ alg: 'ES256' }).setAudience('authenticated');
		const good = await jwt().setExpirationTime('1h').sign(own);
		const [head, payload, signature] = good.split('.') as [string, string, string];
		const none = Buffer.from('{"alg":"none"}').toString('base64url');
		const hmac = await new SignJWT(claims)
			.setProtectedHeader({ alg: 'HS256' })
			.setAudience('authenticated')
			.setExpirationTime('1h')
			.sign(Buffer.from(JSON.stringify(backend.keys.signingKey)));
		const tokens: [string, string][] = [
			[await jwt().setExpirationTime('1h').sign(foreign), 'PGRST301'],
			[await jwt().setExpirationTime(1).sign(own), 'PGRST303'],
			[await jwt({ role: 'service_role' }).setExpirationTime('1h').sign(own), 'PGRST301'],
			[await jwt({ sub: 'x' }).setExpirationTime('1h').sign(own), 'PGRST301'],
			[await jwt().sign(own), 'PGRST301'],
			[await jwt().setAudience('else').setExpirationTime('1h').sign(own), 'PGRST301'],
			[`${none}.${payload}.`, 'PGRST301'],
			[hmac, 'PGRST301'],
			[`${head}.${Buffer.from('{}').toString('base64url')}.${signature}`, 'PGRST301'],
			['nonsense', 'PGRST301']
		];
		for (const [i, [token, code]] of tokens.entries()) {
			const answer = await post('probe_who', '{}', { authorization: `Bearer ${token}` });
			expect([answer.status, (await answer.json()).code], `token ${i}`).toEqual([401, code]);
		}
		const answer = await post('probe_who', '{}', { authorization: `Bearer ${good}` });
		expect(await answer.json()).toMatchObject({ sub: id, role: 'authenticated' });
	});

	it('keeps callers apart when their calls run at once', async () => {
		const players = await Promise.all([1, 2, 3].map(() => newPlayer(backend)));
		const calls = Array.from({ length: 50 }, async (_, i) => {
			const player = i % 5 === 4 ? undefined : players[i % 3];
			if (i % 7 === 3) await anon.rpc('probe_raise', { state: 'P0001' });
			const { data } = await (player?.client ?? anon).rpc('probe_who', {});
			const role = player ? 'authenticated' : 'anon';
			expect(data).toMatchObject({ role, claimed: role, sub: player?.id ?? null });
		});
		await Promise.all(calls);
		const [row] = await backend.database.run('select current_user::text as role, auth.uid()::text as sub');
		expect(row).toEqual({ role: 'postgres', sub: null });
	});
});
