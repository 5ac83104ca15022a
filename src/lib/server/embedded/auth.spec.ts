// The auth half of the gateway through the real supabase-js.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBoth } from '../../../testing/backends.ts';
import { newClient, newPlayer, ORIGIN } from '../../../testing/players.ts';
import type { Backend } from './backend.ts';

describeOnBoth('sessions', (open) => {
	let backend: Backend;
	beforeAll(async () => (backend = await open()));
	afterAll(() => backend.close());

	const refresh = async (refresh_token: string) => {
		const { data, error } = await newClient(backend.fetch).auth.refreshSession({ refresh_token });
		return { session: data.session, code: error?.code };
	};
	const age = (token: string, seconds: number) =>
		backend.database.run(`update auth.refresh_tokens set used_at = used_at - interval '${seconds} s'
			where session_id = (select session_id from auth.refresh_tokens where token_hash =
			rtrim(translate(encode(sha256('${token}'), 'base64'), '+/', '-_'), '='))`);
	const newSession = async () => {
		const { client, id } = await newPlayer(backend);
		return { client, id, session: (await client.auth.getSession()).data.session! };
	};

	it('signs players up without a name', async () => {
		const { client, id } = await newPlayer(backend);
		const { data } = await client.auth.getUser();
		expect(data.user).toMatchObject({ id, is_anonymous: true, role: 'authenticated', user_metadata: {} });
		const { data: verified, error } = await client.auth.getClaims();
		expect(error).toBeNull();
		expect(verified?.claims).toMatchObject({ sub: id, role: 'authenticated', is_anonymous: true });
	});

	it('serves the public key alone', async () => {
		const answer = await backend.fetch(`${ORIGIN}/auth/v1/.well-known/jwks.json`);
		const { keys } = await answer.json();
		expect(keys).toHaveLength(1);
		expect(keys[0]).toMatchObject({ alg: 'ES256', kty: 'EC', use: 'sig' });
		expect(keys[0]).not.toHaveProperty('d');
	});

	it('refuses e-mail and foreign tokens', async () => {
		const client = newClient(backend.fetch);
		const { error } = await client.auth.signUp({ email: 'a@example.org', password: 'secret-secret' });
		expect([error?.status, error?.code]).toEqual([422, 'email_provider_disabled']);
		expect((await client.auth.getUser('a.b.c')).error?.status).toBe(403);
		expect((await refresh('unknown')).code).toBe('refresh_token_not_found');
	});

	it('changes small metadata and refuses to let it grow', async () => {
		const { client } = await newSession();
		const { data } = await client.auth.updateUser({ data: { name: "O'Neil \\ 🦊" } });
		expect(data.user?.user_metadata).toEqual({ name: "O'Neil \\ 🦊" });
		expect((await client.auth.updateUser({ data: { name: 'x'.repeat(2000) } })).error?.status).toBe(422);
		let status: number | undefined;
		for (let i = 0; i < 4; i++) {
			status = (await client.auth.updateUser({ data: { [`key${i}`]: 'x'.repeat(400) } })).error?.status;
		}
		expect(status).toBe(422);
		const user = (await client.auth.getUser()).data.user!;
		expect(JSON.stringify(user.user_metadata).length).toBeLessThanOrEqual(1100);
		expect((await client.auth.updateUser({ email: 'a@example.org' })).error?.status).toBe(422);
	});

	it('exchanges each refresh token once, the same within ten seconds', async () => {
		const { id, session } = await newSession();
		const [first, second] = await Promise.all([
			refresh(session.refresh_token),
			refresh(session.refresh_token)
		]);
		expect(first.session?.user.id).toBe(id);
		expect(first.session?.refresh_token).not.toBe(session.refresh_token);
		expect(second.session?.refresh_token).toBe(first.session?.refresh_token);
		await age(session.refresh_token, 8);
		expect((await refresh(session.refresh_token)).session?.refresh_token).toBe(first.session?.refresh_token);
	});

	it('ends the session when an old token comes back', async () => {
		const { client, session } = await newSession();
		const next = await refresh(session.refresh_token);
		await age(session.refresh_token, 11);
		expect((await refresh(session.refresh_token)).code).toBe('refresh_token_already_used');
		expect((await refresh(next.session!.refresh_token)).code).toBe('refresh_token_not_found');
		expect((await client.auth.getUser()).error?.name).toBe('AuthSessionMissingError');
	});

	it('signs out here, elsewhere or everywhere', async () => {
		const { session } = await newSession();
		const [sub] = [session.user.id];
		const other = await newSession();
		await backend.database.run(`update auth.sessions set user_id = '${sub}' where user_id = '${other.id}'`);
		const sessions = async () =>
			(await backend.database.run(`select id::text from auth.sessions where user_id = '${sub}'`)).length;
		const client = newClient(backend.fetch);
		await client.auth.setSession(session);
		await client.auth.signOut({ scope: 'others' });
		expect(await sessions()).toBe(1);
		await client.auth.signOut({ scope: 'local' });
		expect(await sessions()).toBe(0);
		const again = await newSession();
		await again.client.auth.signOut();
		expect((await refresh(again.session.refresh_token)).code).toBe('refresh_token_not_found');
	});
});
