// How the store keeps its session: through the real supabase-js and the embedded backend, with the requests counted.
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { describeOnBoth } from '../../testing/backends.ts';
import { newClient, ORIGIN, publishSample, storeOf, type Client } from '../../testing/players.ts';
import type { Backend } from '../server/embedded/backend.ts';
import { EMBEDDED_PUBLISHABLE_KEY } from './address.ts';
import { createServerStore, SESSION_COOKIE, type Store } from './client.ts';
import { explanationsOf, submitExplanation } from './explanations.ts';
import { answeredPuzzles, nextPuzzle } from './puzzles.ts';
import { castVote, myVotes } from './votes.ts';

describeOnBoth('the session of the store', (open) => {
	let backend: Backend;
	let campaignId: string;
	let requests: string[];
	let client: Client;
	let store: Store;
	beforeAll(async () => {
		backend = await open();
		campaignId = await publishSample(backend);
	});
	afterAll(() => backend.close());

	const counting: typeof fetch = async (input, init) => {
		const request = new Request(input, init);
		requests.push(new URL(request.url).pathname.replace('/rest/v1/rpc/', '').replace('/auth/v1/', 'auth/'));
		return backend.fetch(request);
	};
	beforeEach(() => {
		requests = [];
		client = newClient(counting);
		store = storeOf(client);
	});
	const submit = (text: string, on = store) => submitExplanation(on, { campaignId, index: 0, text });
	const playerOf = async () => (await client.auth.getSession()).data.session?.user.id;

	it('reads as nobody, without asking for a player', async () => {
		expect((await nextPuzzle(store, { campaignId })).ok).toBe(true);
		expect((await explanationsOf(store, { campaignId, index: 0 })).ok).toBe(true);
		expect(await answeredPuzzles(store, campaignId)).toEqual({ ok: true, value: [] });
		expect(await myVotes(store, campaignId)).toEqual({ ok: true, value: [] });
		expect(await store.isSignedIn()).toBe(false);
		expect(requests).toEqual(['next_puzzle', 'explanations_of']);
	});

	it('makes a player with the first write, one for two at once', async () => {
		const answers = await Promise.all([submit('first words'), submit('second words')]);
		expect(answers.map(({ ok }) => ok)).toEqual([true, true]);
		expect((await submit('third words')).ok).toBe(true);
		expect(requests.filter((path) => path.startsWith('auth/'))).toEqual(['auth/signup']);
		const listed = await explanationsOf(store, { campaignId, index: 0 });
		expect(listed.ok && listed.value.filter(({ mine }) => mine)).toHaveLength(3);
	});

	it('renews a session that the server calls worthless', async () => {
		await submit('before the end');
		const id = await playerOf();
		const { session } = (await client.auth.getSession()).data;
		const [head, payload] = session!.access_token.split('.');
		const broken = newClient(counting);
		Object.assign(session!, { access_token: `${head}.${payload}.AAAA` });
		const keep = (broken.auth as unknown as { _saveSession(s: unknown): Promise<void> })._saveSession;
		await keep.call(broken.auth, session);
		expect((await submit('after the end', storeOf(broken))).ok).toBe(true);
		expect((await broken.auth.getSession()).data.session?.user.id).toBe(id);
		expect(requests.filter((path) => path.startsWith('auth/'))).toEqual(['auth/signup', 'auth/token']);
	});

	it('goes on as a new player when the old one is gone', async () => {
		await submit('old words');
		const old = await playerOf();
		await backend.database.run(`delete from auth.users where id = '${old}'`);
		expect(await submit('new words')).toMatchObject({ ok: true, value: { explanation: { mine: true } } });
		expect(await playerOf()).not.toBe(old);
		const listed = await explanationsOf(store, { campaignId, index: 0 });
		expect(listed.ok && listed.value.find(({ text }) => text === 'old words')).toMatchObject({ mine: false });
	});

	it('says offline when nobody answers, and keeps the session', async () => {
		let isCut = false;
		const cut: typeof fetch = async (input, init) => {
			if (isCut) throw new TypeError('fetch failed');
			return backend.fetch(input, init);
		};
		const cuttable = newClient(cut);
		const over = storeOf(cuttable);
		isCut = true;
		expect(await submit('no answer', over)).toMatchObject({ error: { code: 'offline' } });
		expect(await nextPuzzle(over, { campaignId })).toMatchObject({ error: { code: 'offline' } });
		isCut = false;
		expect((await submit('an answer', over)).ok).toBe(true);
		isCut = true;
		expect(await castVote(over, { explanationId: '1', value: 1 })).toMatchObject({
			error: { code: 'offline' }
		});
		expect(await over.isSignedIn()).toBe(true);
		const missing = { ...over, read: storeOf(null as unknown as Client).read };
		expect(await nextPuzzle(missing, { campaignId })).toMatchObject({ error: { code: 'offline' } });
	});

	it('calls an answer of another shape the server’s error', async () => {
		const odd = storeOf(newClient(async () => Response.json({ index: -1 })));
		expect(await nextPuzzle(odd, { campaignId })).toMatchObject({ error: { code: 'server' } });
	});

	it('carries a player in the cookies of one request to the next', async () => {
		const jar = new Map<string, string>();
		const serverStore = () =>
			createServerStore({
				url: ORIGIN,
				key: EMBEDDED_PUBLISHABLE_KEY,
				fetch: counting,
				isSecure: false,
				cookies: {
					getAll: () => [...jar].map(([name, value]) => ({ name, value })),
					setAll: (cookies) => {
						for (const { name, value, options } of cookies) {
							expect(options.secure).toBeFalsy();
							if (value) jar.set(name, value);
							else jar.delete(name);
						}
					}
				}
			});
		expect(await serverStore().playerId()).toBeNull();
		expect(requests).toEqual([]);
		expect((await submit('from the server', serverStore())).ok).toBe(true);
		expect([...jar.keys()].every((name) => name.startsWith(SESSION_COOKIE))).toBe(true);
		const id = await serverStore().playerId();
		expect(id).toMatch(/^[0-9a-f-]{36}$/);
		expect((await answeredPuzzles(serverStore(), campaignId)).ok).toBe(true);
		expect(await serverStore().playerId()).toBe(id);
		const warn = vi.spyOn(console, 'warn').mockImplementation(() => {}); // the library tells of the damage
		for (const [name, value] of jar) jar.set(name, value.slice(0, -20));
		expect(await serverStore().playerId()).toBeNull();
		warn.mockRestore();
	});
});
