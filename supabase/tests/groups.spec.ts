// Friends by link: who has the link may join, members see each other, everybody else sees nothing; sizes are bounded.
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
	createGroup,
	groupBoard,
	invitation,
	joinGroup,
	leaveGroup,
	myGroups
} from '../../src/lib/data/groups.ts';
import type { Backend } from '../../src/lib/server/embedded/backend.ts';
import type { Result } from '../../src/lib/util/result.ts';
import { describeOnBoth } from '../../src/testing/backends.ts';
import { newClient, newPlayer, storeOf, type Player } from '../../src/testing/players.ts';
import { call } from '../../src/testing/rounds.ts';

const UNKNOWN = '0'.repeat(64);

describeOnBoth('groups of friends', (open) => {
	let backend: Backend;
	let ann: Player;
	let bob: Player;
	let eve: Player;
	let id: string;
	beforeAll(async () => {
		backend = await open();
		[ann, bob, eve] = [await newPlayer(backend), await newPlayer(backend), await newPlayer(backend)];
		await call(ann, 'update_profile', { profile: { name: 'Ann of the North' } });
		await call(bob, 'update_profile', { profile: { name: 'Bob of the South' } });
		id = await value(createGroup(ann.store));
	});
	afterAll(() => backend.close());

	async function value<T>(answer: Promise<Result<T, { code: string }>>): Promise<T> {
		const result = await answer;
		if (!result.ok) throw new Error(result.error.code);
		return result.value;
	}
	const earn = (player: Player, points: number) =>
		backend.database.run(`insert into game.scores (period, bucket, player_id, points, is_listed)
			select period, game.bucket_of(period, (now() at time zone 'UTC')::date), '${player.id}', ${points}, false
			from unnest(array['day', 'week', 'month', 'all']) period`);
	const members = async (group: string) =>
		Number(
			(
				await backend.database.run(
					`select count(*)::text as n from game.memberships where group_id = '${group}'`
				)
			)[0]!.n
		);
	/** Puts `count` players without a session into a group. */
	const fill = (group: string, count: number) =>
		backend.database.run(`with made as (insert into auth.users (id, is_anonymous)
				select gen_random_uuid(), true from generate_series(1, ${count}) returning id),
			playing as (insert into game.players (id) select id from made returning id)
			insert into game.memberships (group_id, player_id) select '${group}', id from playing`);

	it('have an id that nobody can guess and that is the invitation', async () => {
		expect(id).toMatch(/^[0-9a-f]{64}$/);
		expect(await value(createGroup(eve.store))).not.toBe(id);
		const nobody = storeOf(newClient(backend.fetch));
		expect(await value(invitation(nobody, id))).toEqual({
			members: 1,
			names: ['Ann of the North'],
			isMember: false
		});
		expect(await value(invitation(ann.store, id))).toMatchObject({ isMember: true });
		for (const wrong of [UNKNOWN, 'x', `${id}' or '1'='1`]) {
			expect(await value(invitation(nobody, wrong)), wrong).toBeNull();
		}
	});

	it('show their board to members alone, listed on the public ones or not', async () => {
		expect(await groupBoard(bob.store, { groupId: id, period: 'week' })).toMatchObject({
			error: { code: 'not_found' }
		});
		await value(joinGroup(bob.store, id));
		await value(joinGroup(bob.store, id)); // twice is once
		await earn(bob, 30);
		for (const period of ['day', 'week', 'month', 'all'] as const) {
			expect(await value(groupBoard(ann.store, { groupId: id, period }))).toMatchObject([
				{ rank: 1, name: 'Bob of the South', points: 30, isMe: false },
				{ rank: 2, name: 'Ann of the North', points: 0, isMe: true }
			]);
		}
		expect(await value(myGroups(bob.store))).toEqual([{ id, members: 2, names: ['Ann of the North'] }]);
		expect(await groupBoard(eve.store, { groupId: id, period: 'all' })).toMatchObject({
			error: { code: 'not_found' }
		});
		expect(await groupBoard(ann.store, { groupId: id, period: 'year' as never })).toMatchObject({
			error: { code: 'invalid' }
		});
	});

	it('are left again, and end with their last member', async () => {
		const other = await value(createGroup(bob.store));
		await value(joinGroup(ann.store, other));
		await value(leaveGroup(eve.store, other)); // no member: nothing happens
		expect(await members(other)).toBe(2);
		await value(leaveGroup(bob.store, other));
		expect(await value(invitation(ann.store, other))).toMatchObject({ members: 1 });
		await value(leaveGroup(ann.store, other));
		expect(await value(invitation(ann.store, other))).toBeNull();
		expect(await joinGroup(ann.store, other)).toMatchObject({ error: { code: 'not_found' } });
	});

	it('take fifty members, and a player joins ten', async () => {
		const full = await value(createGroup(ann.store));
		await fill(full, 48);
		await value(joinGroup(bob.store, full));
		expect(await joinGroup(eve.store, full)).toMatchObject({ error: { code: 'group_limit' } });
		const keen = await newPlayer(backend);
		const first = await value(createGroup(keen.store));
		for (let i = 1; i < 10; i++) await value(createGroup(keen.store));
		expect(await createGroup(keen.store)).toMatchObject({ error: { code: 'group_limit' } });
		expect(await joinGroup(keen.store, id)).toMatchObject({ error: { code: 'group_limit' } });
		await value(leaveGroup(keen.store, first));
		await value(joinGroup(keen.store, id));
		await value(leaveGroup(keen.store, id));
	});

	it('give their last place to one of two who come at once', async () => {
		const nearly = await value(createGroup(ann.store));
		await fill(nearly, 48);
		const answers = await Promise.all([bob, eve].map(({ store }) => joinGroup(store, nearly)));
		expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true]);
		expect(await members(nearly)).toBe(50);
	});

	it('belong to a player’s data: taken along, merged, gone with the player', async () => {
		const guest = await newPlayer(backend);
		const own = await value(createGroup(guest.store));
		await value(joinGroup(guest.store, id));
		expect(await call(guest, 'export_my_data')).toMatchObject({
			groups: [{ group_id: own }, { group_id: id }]
		});
		const code = await call<string>(guest, 'prepare_merge');
		await backend.database.run(`update auth.users set is_anonymous = false where id = '${eve.id}'`);
		await call(eve, 'claim_merge', { code });
		expect((await value(myGroups(eve.store))).map((group) => group.id)).toEqual(
			expect.arrayContaining([own, id])
		);
		await call(eve, 'delete_account', { keep_explanations: true });
		expect(await value(invitation(ann.store, own))).toBeNull();
		expect(await value(invitation(ann.store, id))).toMatchObject({ members: 2 });
	});

	it('that both are in take no room when a guest is taken over', async () => {
		const [guest, account] = [await newPlayer(backend), await newPlayer(backend)];
		const shared = await value(createGroup(guest.store));
		const own = await value(createGroup(guest.store));
		await value(joinGroup(account.store, shared));
		for (let i = 1; i < 9; i++) await value(createGroup(account.store));
		const code = await call<string>(guest, 'prepare_merge');
		await backend.database.run(`update auth.users set is_anonymous = false where id = '${account.id}'`);
		await call(account, 'claim_merge', { code });
		const groups = (await value(myGroups(account.store))).map((group) => group.id);
		expect(groups).toHaveLength(10);
		expect(groups).toEqual(expect.arrayContaining([shared, own]));
		expect(await members(shared)).toBe(1);
	});
});
