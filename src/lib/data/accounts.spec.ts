// Signing in with GitHub as pages do it: two devices, one account, through the real supabase-js and a fake GitHub.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBoth } from '../../testing/backends.ts';
import { browse } from '../../testing/browse-github.ts';
import { startFakeGitHub, type FakeGitHub } from '../../testing/fake-github.ts';
import { newClient, newPlayer, ORIGIN, publishSample, serviceRpcOf, storeOf } from '../../testing/players.ts';
import type { Backend } from '../server/embedded/backend.ts';
import { finishGitHub, linkGitHub, signInWithGitHub, withoutReturn, type Kept } from './accounts.ts';
import type { Store } from './client.ts';
import { submitExplanation } from './explanations.ts';
import { me } from './players.ts';
import { castVote, myVotes } from './votes.ts';

const returnTo = `${ORIGIN}/settings?tab=account`;

function newKept(): Kept & { size(): number } {
	const items = new Map<string, string>();
	return {
		getItem: (key) => items.get(key) ?? null,
		setItem: (key, value) => void items.set(key, value),
		removeItem: (key) => void items.delete(key),
		size: () => items.size
	};
}

describeOnBoth('an account', (open) => {
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
	const explain = async (store: Store, index: number, text: string): Promise<string> => {
		const answer = await submitExplanation(store, { campaignId, index, text });
		if (!answer.ok) throw new Error(answer.error.code);
		return answer.value.explanation.id;
	};
	const valueOf = async <T>(answer: Promise<{ ok: true; value: T } | { ok: false; error: unknown }>) => {
		const given = await answer;
		if (!given.ok) throw new Error(JSON.stringify(given.error));
		return given.value;
	};
	const link = async (store: Store, kept: Kept) =>
		finishGitHub(store, { address: await browse(backend, await valueOf(linkGitHub(store, returnTo))), kept });
	const signIn = async (store: Store, kept: Kept) => {
		const page = await valueOf(signInWithGitHub(store, { returnTo, kept }));
		return finishGitHub(store, { address: await browse(backend, page), kept });
	};

	it('is a guest that stays the same player', async () => {
		github.visitor = 11;
		const guest = await newPlayer(backend);
		await explain(guest.store, 0, 'words of a guest');
		expect(await link(guest.store, newKept())).toMatchObject({
			value: { kind: 'signed-in', guest: 'none', player: { isAnonymous: false, answered: 1 } }
		});
	});

	it('takes the guest of a second device over, its votes and explanations too', async () => {
		github.visitor = 12;
		const first = await newPlayer(backend);
		await explain(first.store, 1, 'words on the first device');
		await link(first.store, newKept());
		const second = await newPlayer(backend);
		const kept = newKept();
		const others = await explain((await newPlayer(backend)).store, 2, 'words of somebody else');
		await castVote(second.store, { explanationId: others, value: 1 });
		await explain(second.store, 3, 'words on the second device');
		expect(await link(second.store, kept)).toEqual({ ok: true, value: { kind: 'taken' } });
		expect(await valueOf(me(second.store))).toMatchObject({ isAnonymous: true, answered: 2 });
		expect(await signIn(second.store, kept)).toMatchObject({
			value: { kind: 'signed-in', guest: 'taken-over', player: { isAnonymous: false, answered: 3 } }
		});
		expect(kept.size()).toBe(0);
		const rows = await backend.database.run(`select player_id::text as player from game.votes
			where explanation_id = ${others}`);
		expect(rows).toEqual([{ player: first.id }]);
		await serviceRpcOf(backend)('run_upkeep', {});
		expect(await backend.database.run(`select id from auth.users where id = '${second.id}'`)).toEqual([]);
	});

	it('can be had without having played', async () => {
		github.visitor = 13;
		const store = storeOf(newClient(backend.fetch));
		expect(await linkGitHub(store, returnTo)).toMatchObject({ ok: false, error: { code: 'signed_out' } });
		expect(await signIn(store, newKept())).toEqual({
			ok: true,
			value: { kind: 'signed-in', guest: 'none', player: null }
		});
	});

	it('leaves a guest whose code came too late where it is', async () => {
		github.visitor = 14;
		const guest = await newPlayer(backend);
		await explain(guest.store, 4, 'words that came too late');
		const kept = newKept();
		const page = await valueOf(signInWithGitHub(guest.store, { returnTo, kept }));
		const address = await browse(backend, page);
		await backend.database.run(`update game.merge_codes set expires_at = now() - interval '1 second'`);
		expect(await finishGitHub(guest.store, { address, kept })).toMatchObject({
			value: { kind: 'signed-in', guest: 'left' }
		});
		expect(await backend.database.run(`select name from game.players where id = '${guest.id}'`)).toHaveLength(
			1
		);
	});

	it('takes the guest over at the next visit when the network broke on the return', async () => {
		github.visitor = 15;
		let isDown = false;
		const client = newClient((input, init) => {
			const url = new Request(input).url;
			return isDown && url.includes('claim_merge')
				? Promise.reject(new TypeError())
				: backend.fetch(input, init);
		});
		await client.auth.signInAnonymously();
		const store = storeOf(client);
		await explain(store, 5, 'words before a broken network');
		const kept = newKept();
		isDown = true;
		expect(await signIn(store, kept)).toMatchObject({ ok: false, error: { code: 'offline' } });
		isDown = false;
		const again = { address: new URL(returnTo), kept };
		expect(await finishGitHub(store, again)).toMatchObject({
			value: { kind: 'signed-in', guest: 'taken-over', player: { answered: 1 } }
		});
		expect(await finishGitHub(store, again)).toEqual({ ok: true, value: { kind: 'none' } });
	});

	it('has taken the guest over although the network broke before the end', async () => {
		github.visitor = 17;
		const client = newClient((input, init) =>
			new Request(input).url.includes('finish_merge')
				? Promise.reject(new TypeError())
				: backend.fetch(input, init)
		);
		await client.auth.signInAnonymously();
		const store = storeOf(client);
		const others = await explain((await newPlayer(backend)).store, 2, 'words before a break');
		await castVote(store, { explanationId: others, value: 1 });
		const kept = newKept();
		expect(await signIn(store, kept)).toMatchObject({
			value: { kind: 'signed-in', guest: 'taken-over', player: { answered: 1 } }
		});
		expect(kept.size()).toBe(0);
		await serviceRpcOf(backend)('run_upkeep', {});
		const mine = await myVotes(store, campaignId);
		expect(mine).toMatchObject({ value: [{ explanationId: others, value: 1 }] });
	});

	it('tells what went otherwise', async () => {
		const guest = await newPlayer(backend);
		const kept = newKept();
		github.visitor = null;
		expect(await link(guest.store, kept)).toEqual({ ok: true, value: { kind: 'cancelled' } });
		github.visitor = 16;
		const page = await valueOf(linkGitHub(guest.store, returnTo));
		const address = await browse(backend, page);
		expect(address.searchParams.get('tab')).toBe('account');
		expect(withoutReturn(address).href).toBe(returnTo);
		const elsewhere = storeOf(newClient(backend.fetch));
		expect(await finishGitHub(elsewhere, { address, kept })).toMatchObject({
			ok: false,
			error: { code: 'expired' }
		});
		expect(await finishGitHub(guest.store, { address: new URL(returnTo), kept })).toEqual({
			ok: true,
			value: { kind: 'none' }
		});
		const broken = new URL(`${returnTo}&error=server_error&error_code=unexpected_failure`);
		expect(await finishGitHub(guest.store, { address: broken, kept })).toMatchObject({
			error: { code: 'server' }
		});
	});
});
