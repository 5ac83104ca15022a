// Signing in with GitHub through the real supabase-js; GitHub is a server on 127.0.0.1.
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { submitExplanation } from '../../data/explanations.ts';
import { describeOnBoth } from '../../../testing/backends.ts';
import { browse } from '../../../testing/browse-github.ts';
import { startFakeGitHub, type FakeGitHub } from '../../../testing/fake-github.ts';
import {
	newClient,
	newPlayer,
	ORIGIN,
	publishSample,
	serviceRpcOf,
	storeOf,
	type Client
} from '../../../testing/players.ts';
import { call } from '../../../testing/rounds.ts';
import { gitHubSettings } from './github.ts';
import type { Backend } from './backend.ts';

const RETURN = `${ORIGIN}/sign-in`;
const options = { redirectTo: RETURN, skipBrowserRedirect: true };

describeOnBoth('signing in with GitHub', (open) => {
	let github: FakeGitHub;
	let backend: Backend;
	let campaignId: string;
	beforeAll(async () => {
		github = await startFakeGitHub();
		backend = await open(undefined, github.settings);
		campaignId = await publishSample(backend);
	});
	afterAll(async () => {
		await backend.close();
		await github.close();
	});
	beforeEach(() => {
		github.requests = [];
		github.isBroken = false;
	});
	const count = async (from: string) =>
		Number((await backend.database.run(`select count(*)::text as n from ${from}`))[0]!.n);

	const visit = async (address: string) => (await browse(backend, address)).searchParams;
	async function pageOf(client: Client, kind: 'sign-in' | 'link', more = {}): Promise<string> {
		const wanted = { provider: 'github', options: { ...options, ...more } } as const;
		const { data, error } =
			kind === 'link' ? await client.auth.linkIdentity(wanted) : await client.auth.signInWithOAuth(wanted);
		if (error) throw error;
		return data.url!;
	}
	/** What goes to GitHub and back in a sign-in that begins now. */
	async function newState(more = {}): Promise<string> {
		const page = await pageOf(newClient(backend.fetch), 'sign-in', more);
		const answer = await backend.fetch(page, { redirect: 'manual' });
		return new URL(answer.headers.get('location')!).searchParams.get('state')!;
	}
	const finish = async (client: Client, code: string | null) => {
		const { data, error } = await client.auth.exchangeCodeForSession(code ?? '');
		return { user: data.user, code: error?.code ?? error?.name };
	};
	async function signIn(
		account: number,
		client = newClient(backend.fetch),
		kind: 'sign-in' | 'link' = 'sign-in'
	) {
		github.visitor = account;
		const query = await visit(await pageOf(client, kind));
		return { client, query, ...(await finish(client, query.get('code'))) };
	}

	it('makes an account the first time, and finds it again', async () => {
		const first = await signIn(1001);
		expect(first.user).toMatchObject({
			is_anonymous: false,
			email: '',
			app_metadata: { provider: 'github', providers: ['github'] },
			identities: [{ provider: 'github', id: '1001', identity_data: { sub: '1001' } }]
		});
		const { data } = await first.client.auth.getClaims();
		expect(data?.claims).toMatchObject({ sub: first.user!.id, is_anonymous: false });
		const again = await signIn(1001);
		expect(again.user!.id).toBe(first.user!.id);
		expect((await signIn(1002)).user!.id).not.toBe(first.user!.id);
		const refreshed = await again.client.auth.refreshSession();
		expect(refreshed.data.user?.id).toBe(first.user!.id);
	});

	it('keeps nothing of GitHub but the number', async () => {
		const { user } = await signIn(1003);
		for (const table of ['auth.users', 'auth.identities', 'auth.sessions', 'auth.refresh_tokens']) {
			const rows = await backend.database.run(`select t::text as row from ${table} t`);
			for (const { row } of rows) expect(row).not.toMatch(/person-|gho_|example\.org/);
		}
		expect(JSON.stringify(user)).not.toMatch(/person-|gho_|example\.org/);
		expect(await count('auth.flows')).toBe(0);
	});

	it('links a guest with nothing lost: the player stays who it is', async () => {
		const guest = await newPlayer(backend);
		const own = await submitExplanation(guest.store, { campaignId, index: 0, text: 'words of a guest' });
		expect(await call(guest, 'me')).toMatchObject({ is_anonymous: true });
		const linked = await signIn(2001, guest.client, 'link');
		expect(linked.user).toMatchObject({ id: guest.id, is_anonymous: false, identities: [{ id: '2001' }] });
		expect(await call(guest, 'me')).toMatchObject({ is_anonymous: false, answered: 1 });
		// On another device the same account is the same player.
		const elsewhere = await signIn(2001);
		expect(elsewhere.user!.id).toBe(guest.id);
		const mine = await storeOf(elsewhere.client).read('explanations_of', {
			campaign_id: campaignId,
			neuron_index: 0
		});
		expect(mine).toMatchObject({ value: [{ mine: true }] });
		expect(own.ok).toBe(true);
		// Linking again what is one's own is no error.
		expect((await signIn(2001, guest.client, 'link')).user!.id).toBe(guest.id);
		const { data } = await guest.client.auth.getUserIdentities();
		expect(data?.identities).toHaveLength(1);
	});

	it('merges a guest into the account that is on another device already', async () => {
		const account = await signIn(3001);
		const first = { id: account.user!.id, client: account.client, store: storeOf(account.client) };
		await submitExplanation(first.store, { campaignId, index: 1, text: 'words on the first device' });
		const guest = await newPlayer(backend);
		await submitExplanation(guest.store, { campaignId, index: 2, text: 'words on the second device' });
		const refused = await signIn(3001, guest.client, 'link');
		expect(refused.query.get('error_code')).toBe('identity_already_exists');
		expect(refused.query.get('code')).toBeNull();
		const code = await call<string>(guest, 'prepare_merge');
		const second = await signIn(3001, guest.client);
		expect(second.user!.id).toBe(first.id);
		expect(await call({ ...guest, id: first.id }, 'claim_merge', { code })).toMatchObject({
			is_anonymous: false,
			answered: 2
		});
		expect(await count(`game.explanations where author_id = '${first.id}'`)).toBe(2);
		await serviceRpcOf(backend)('run_upkeep', {});
		expect(await count(`auth.users where id = '${guest.id}'`)).toBe(0);
	});

	it('gives the code to nobody but the browser that began, and once', async () => {
		github.visitor = 4001;
		const client = newClient(backend.fetch);
		const code = (await visit(await pageOf(client, 'sign-in'))).get('code');
		const thief = newClient(backend.fetch);
		await pageOf(thief, 'sign-in'); // has a verifier, of its own flow
		expect((await finish(thief, code)).code).toBe('bad_code_verifier');
		expect((await finish(client, code)).code).toBe('flow_state_not_found'); // the attempt used it up
		expect(await count(`auth.identities where provider_id = '4001'`)).toBe(0);

		const again = (await visit(await pageOf(client, 'sign-in'))).get('code');
		await backend.database.run(`update auth.flows set created_at = now() - interval '6 minutes'`);
		expect((await finish(client, again)).code).toBe('flow_state_not_found');
		const { user } = await signIn(4001, client);
		expect(user?.is_anonymous).toBe(false);
	});

	it('lets nobody link somebody else’s account by sending a link', async () => {
		const attacker = await newPlayer(backend);
		const page = await pageOf(attacker.client, 'link');
		github.visitor = 4101; // the victim's browser opens the attacker's link and is taken through
		await visit(page);
		expect(await count(`auth.identities where provider_id = '4101'`)).toBe(0);
	});

	it('makes one player of two first sign-ins at once', async () => {
		github.visitor = 5001;
		const clients = [1, 2, 3, 4].map(() => newClient(backend.fetch));
		const codes = await Promise.all(
			clients.map(async (client) => (await visit(await pageOf(client, 'sign-in'))).get('code'))
		);
		const answers = await Promise.all(clients.map((client, i) => finish(client, codes[i]!)));
		expect(new Set(answers.map(({ user }) => user?.id)).size).toBe(1);
		expect(answers[0]!.user?.id).toMatch(/^[0-9a-f-]{36}$/);
	});

	it('lets one of two guests have an account that both link at once', async () => {
		github.visitor = 5101;
		const guests = [await newPlayer(backend), await newPlayer(backend)];
		const codes = await Promise.all(
			guests.map(async ({ client }) => (await visit(await pageOf(client, 'link'))).get('code'))
		);
		const answers = await Promise.all(guests.map(({ client }, i) => finish(client, codes[i]!)));
		expect(answers.map(({ code }) => code).sort()).toEqual(['identity_already_exists', undefined]);
		const loser = guests[answers.findIndex(({ code }) => code)]!;
		expect(await call(loser, 'update_profile', { profile: {} })).toMatchObject({ is_anonymous: true });
	});

	it('links to no session that has ended meanwhile', async () => {
		github.visitor = 5201;
		const guest = await newPlayer(backend);
		const { data } = await guest.client.auth.getSession();
		const code = (await visit(await pageOf(guest.client, 'link'))).get('code');
		await backend.database.run(`delete from auth.sessions where user_id = '${data.session!.user.id}'`);
		expect((await finish(guest.client, code)).code).toBe('AuthSessionMissingError');
		expect(await count(`auth.identities where provider_id = '5201'`)).toBe(0);
	});

	it('says what went wrong in the address it returns to', async () => {
		const client = newClient(backend.fetch);
		github.visitor = null;
		expect((await visit(await pageOf(client, 'sign-in'))).get('error_code')).toBe('access_denied');
		github.visitor = 6001;
		github.isBroken = true;
		const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
		expect((await visit(await pageOf(client, 'sign-in'))).get('error_code')).toBe('unexpected_failure');
		const state = await newState();
		const forged = `${ORIGIN}/auth/v1/callback?code=made-up&state=${state}`;
		expect((await visit(forged)).get('error_code')).toBe('unexpected_failure');
		expect(warn.mock.calls.flat().join()).not.toContain(github.settings.clientSecret);
		warn.mockRestore();
		const asked = github.requests.length;
		const { session } = (await (await newPlayer(backend)).client.auth.getSession()).data;
		for (const wrong of [
			'',
			'x',
			`${state}x`,
			state.split('.').slice(0, 2).join('.'),
			session!.access_token
		]) {
			const query = await visit(`${ORIGIN}/auth/v1/callback?code=c&state=${wrong}`);
			expect(query.get('error_code'), wrong).toBe('bad_oauth_state');
		}
		expect(github.requests).toHaveLength(asked); // nobody makes this server ask GitHub without a state of its own
	});

	it('takes no state for an access token', async () => {
		const page = new URL(await pageOf((await newPlayer(backend)).client, 'link'));
		const { error } = await newClient(backend.fetch).auth.getUser(page.searchParams.get('state')!);
		expect(error?.status).toBe(403);
	});

	it('returns to this origin alone', async () => {
		github.visitor = 7001;
		for (const redirectTo of [
			'https://evil.example/x',
			'//evil.example',
			'javascript:alert(1)',
			'x'.repeat(1001)
		]) {
			const state = (await newState({ redirectTo })).split('.')[1]!;
			expect(JSON.parse(Buffer.from(state, 'base64url').toString()).redirectTo).toBe(`${ORIGIN}/`);
		}
	});

	it('refuses what is no such request', async () => {
		const status = async (path: string, init?: RequestInit) => {
			const answer = await backend.fetch(`${ORIGIN}/auth/v1/${path}`, init);
			return [answer.status, ((await answer.json()) as { code: string }).code];
		};
		const challenge = `code_challenge=${'a'.repeat(43)}`;
		expect(await status(`authorize?provider=gitlab&${challenge}&code_challenge_method=s256`)).toEqual([
			400,
			'validation_failed'
		]);
		expect(await status('authorize?provider=github')).toEqual([400, 'validation_failed']);
		expect(await status(`authorize?provider=github&${challenge}&code_challenge_method=md5`)).toEqual([
			400,
			'validation_failed'
		]);
		expect(await status('user/identities/authorize?provider=github')).toEqual([401, 'no_authorization']);
		const exchange = (body: unknown, grant = 'pkce') =>
			status(`token?grant_type=${grant}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body)
			});
		expect(await exchange({})).toEqual([400, 'validation_failed']);
		expect(await exchange({ auth_code: 'x', code_verifier: `\0${'a'.repeat(50)}` })).toEqual([
			400,
			'validation_failed'
		]);
		expect(await exchange({ auth_code: '\0', code_verifier: 'a'.repeat(50) })).toEqual([
			404,
			'flow_state_not_found'
		]);
		expect(await exchange({}, 'password')).toEqual([400, 'validation_failed']);
	});

	it('is off unless it was set up, and says so', async () => {
		const settings = async (fetch: Backend['fetch']) => (await fetch(`${ORIGIN}/auth/v1/settings`)).json();
		expect(await settings(backend.fetch)).toMatchObject({
			external: { github: true, anonymous_users: true }
		});
		const without = await open();
		try {
			expect(await settings(without.fetch)).toMatchObject({ external: { github: false } });
			const page = await pageOf(newClient(without.fetch), 'sign-in');
			expect((await without.fetch(page)).status).toBe(400);
			const { client } = await newPlayer(without);
			const { error } = await client.auth.linkIdentity({ provider: 'github', options });
			expect(error?.code).toBe('provider_disabled');
			expect((await without.fetch(`${ORIGIN}/auth/v1/callback?code=c&state=s`)).status).toBe(400);
		} finally {
			await without.close();
		}
	});
});

it('reads the environment: both halves or none', () => {
	expect(gitHubSettings({})).toBeUndefined();
	expect(gitHubSettings({ GITHUB_CLIENT_ID: 'a', GITHUB_CLIENT_SECRET: 'b' })).toEqual({
		clientId: 'a',
		clientSecret: 'b',
		url: undefined,
		apiUrl: undefined
	});
	expect(() => gitHubSettings({ GITHUB_CLIENT_ID: 'a' })).toThrow('belong together');
	expect(
		gitHubSettings({ GITHUB_CLIENT_ID: 'a', GITHUB_CLIENT_SECRET: 'b', GITHUB_URL: 'https://g.example/' })
	).toMatchObject({ url: 'https://g.example' });
});
