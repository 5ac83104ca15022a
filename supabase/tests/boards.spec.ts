// Points, scoreboards, ranks, quests, badges, streaks and the puzzle of the day.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { submitExplanation } from '../../src/lib/data/explanations.ts';
import type { Backend } from '../../src/lib/server/embedded/backend.ts';
import type { ServiceRpc } from '../../src/lib/server/rpc.ts';
import { describeOnBoth } from '../../src/testing/backends.ts';
import { newPlayer, publishSample, serviceRpcOf, type Player } from '../../src/testing/players.ts';
import { call } from '../../src/testing/rounds.ts';

interface Place {
	rank: number;
	name: string | null;
	points: number;
	is_me: boolean;
}

describeOnBoth('scoreboards', (open) => {
	let backend: Backend;
	let rpc: ServiceRpc;
	let campaignId: string;
	beforeAll(async () => {
		backend = await open();
		rpc = serviceRpcOf(backend);
		campaignId = await publishSample(backend, 50);
	});
	afterAll(() => backend.close());
	const run = (sql: string) => backend.database.run(sql);
	const upkeep = async () => {
		await run('delete from game.upkeep');
		return rpc('run_upkeep', {});
	};

	async function listed(name: string, country: string | null, region: string | null): Promise<Player> {
		const player = await newPlayer(backend);
		await call(player, 'update_profile', { profile: { name, country, region, is_listed: true } });
		return player;
	}
	const earn = (player: Player, amount: number, reason = 'round', at = 'now()') =>
		run(`select game.earn('${player.id}', ${amount}, '${reason}', '${campaignId}', 0);
			update game.points set earned_at = ${at} where id = (select max(id) from game.points)`);
	const board = (player: Player, period: string, place = 'world', day?: string) =>
		call<Place[]>(player, 'leaderboard', { period, place, ...(day && { day }) });

	it('rank listed players by points, by place and period', async () => {
		const ann = await listed('Ann', 'FR', 'europe');
		const bob = await listed('Bob', 'DE', 'europe');
		const cyd = await listed('Cyd', 'JP', 'asia');
		const shy = await newPlayer(backend);
		await run(`insert into game.players (id) values ('${shy.id}')`);
		await earn(ann, 10);
		await earn(ann, 5);
		await earn(bob, 20);
		await earn(cyd, 15);
		await earn(shy, 99);
		await earn(bob, 7, 'round', `timestamptz '2025-03-05 12:00Z'`);
		expect(await board(ann, 'day')).toEqual([]); // not yet drained
		expect(await upkeep()).toBe(6);
		expect(await upkeep()).toBe(0);
		const names = async (...args: Parameters<typeof board>) =>
			(await board(...args)).map(({ rank, name, points }) => `${rank} ${name} ${points}`);
		expect(await names(ann, 'day')).toEqual(expect.arrayContaining(['1 Bob 20', '2 Ann 15', '2 Cyd 15']));
		expect(await names(ann, 'all')).toContain('1 Bob 27');
		expect(await names(ann, 'month', 'europe')).toEqual(['1 Bob 20', '2 Ann 15']);
		expect(await names(ann, 'week', 'JP')).toEqual(['1 Cyd 15']);
		expect(await names(ann, 'month', 'world', '2025-03-31')).toEqual(['1 Bob 7']);
		expect(await names(ann, 'day', 'world', '2025-03-06')).toEqual([]);
		expect(await names(ann, 'day', 'atlantis')).toEqual([]);
		expect((await board(cyd, 'day')).filter(({ is_me }) => is_me)).toMatchObject([{ name: 'Cyd' }]);
		await expect(board(ann, 'year')).rejects.toThrow('invalid');
		expect(await call(shy, 'my_rank', { period: 'all' })).toEqual({ points: 99, rank: 1, is_exact: true });
		expect(await call(cyd, 'my_rank', { period: 'day' })).toMatchObject({ rank: 2 });
		expect(await call(await newPlayer(backend), 'my_rank', { period: 'day' })).toBeNull();
		// Who leaves the boards, or moves, does so at once.
		await call(bob, 'update_profile', { profile: { is_listed: false } });
		await call(cyd, 'update_profile', { profile: { country: 'KR' } });
		expect(await names(ann, 'day')).not.toContain('1 Bob 20');
		expect(await names(ann, 'day', 'JP')).toEqual([]);
		expect(await names(ann, 'day', 'KR')).toEqual(['1 Cyd 15']);
	});

	it('drain points that were earned while another drain ran, each once', async () => {
		const player = await listed('Drained', null, null);
		for (let i = 0; i < 30; i++) await earn(player, 1);
		const drained = await Promise.all(Array.from({ length: 6 }, () => rpc('run_upkeep', {})));
		expect(drained.reduce((sum: number, n) => sum + Number(n), 0)).toBe(30);
		expect(await call(player, 'me')).toMatchObject({ points: 30 });
	});

	it('tell the rank in a crowd from steps', async () => {
		const player = await listed('Middling', 'NZ', 'oceania');
		await run(`with crowd as (
				insert into auth.users (id) select gen_random_uuid() from generate_series(1, 5000) returning id
			), made as (insert into game.players (id, is_listed) select id, true from crowd returning id)
			insert into game.scores (period, bucket, player_id, points, is_listed)
				select 'week', game.bucket_of('week', (now() at time zone 'UTC')::date), id,
					10 * row_number() over (), true from made`);
		await earn(player, 20_005);
		await upkeep();
		const rank = await call<{ rank: number; is_exact: boolean }>(player, 'my_rank', { period: 'week' });
		// 2,999 or so have more than 20,005; a step is a two-hundredth of the crowd.
		expect(rank.is_exact).toBe(false);
		expect(Math.abs(rank.rank - 3001)).toBeLessThan(30);
		expect(await call(player, 'my_rank', { period: 'week', place: 'NZ' })).toMatchObject({
			rank: 1,
			is_exact: true
		});
	});

	it('hold the quests of week and month, and special ones', async () => {
		const player = await listed('Questor', null, null);
		await upkeep();
		const quests = await call<{ id: string; kind: string; goal: number }[]>(player, 'quests');
		expect(quests.map(({ kind }) => kind).sort()).toEqual(['month', 'week']);
		await upkeep();
		expect(await call(player, 'quests')).toHaveLength(2);
		const id = await rpc('add_quest', {
			quest: {
				theme: 'zebra-week',
				title: 'All about zebras',
				reasons: ['record'],
				goal: 20,
				starts_at: new Date(Date.now() - 1000).toISOString(),
				ends_at: new Date(Date.now() + 3_600_000).toISOString()
			}
		});
		await earn(player, 12, 'record');
		await earn(player, 50, 'round'); // another deed
		await earn(player, 50, 'record', `now() - interval '1 day'`); // before it began
		await upkeep();
		const mine = async () =>
			(await call<{ id: string; my_points: number; reached_at: string | null }[]>(player, 'quests')).find(
				(quest) => quest.id === id
			);
		expect(await mine()).toMatchObject({ my_points: 12, reached_at: null });
		await earn(player, 8, 'record');
		await upkeep();
		expect(await mine()).toMatchObject({ my_points: 20, reached_at: expect.any(String) });
		expect(await call(player, 'quest_board', { quest_id: id })).toEqual([
			{ rank: 1, name: 'Questor', avatar: 0, points: 20, has_reached: true, is_me: true }
		]);
		const badges = await call<{ badge: string }[]>(player, 'my_badges');
		expect(badges.map(({ badge }) => badge)).toEqual(['quest']);
	});

	it('give the same puzzle of the day to all, and badges for play', async () => {
		const [one, two] = [await newPlayer(backend), await newPlayer(backend)];
		const daily = (player: Player) =>
			call<{ day: string; index: number; is_done: boolean }>(player, 'daily_puzzle', {
				campaign_id: campaignId
			});
		const first = await daily(one);
		expect(first).toMatchObject({ day: new Date().toISOString().slice(0, 10), is_done: false });
		expect((await daily(two)).index).toBe(first.index);
		await submitExplanation(one.store, { campaignId, index: first.index, text: 'today and today alone' });
		expect(await daily(one)).toMatchObject({ index: first.index, is_done: true });
		expect(await daily(two)).toMatchObject({ is_done: false });
		expect(await call(one, 'me')).toMatchObject({ streak: 1, streak_best: 1, answered: 1 });
		expect(await call(one, 'my_badges')).toMatchObject([{ badge: 'first-answer' }]);
		const other = await run(
			`select game.daily_neuron('${campaignId}', (now() at time zone 'UTC')::date + 1)::text as n`
		);
		expect(other[0]!.n).not.toBe(String(first.index));
		expect(await call(one, 'daily_puzzle', { campaign_id: 'none' })).toBeNull();
	});

	it('choose the puzzle of the day among neurons with passages for all rounds', async () => {
		const whole = 3;
		await run(
			`update game.neurons set flags = '{short-daily}' where campaign_id = '${campaignId}' and index <> ${whole}`
		);
		const of = async (daysAhead: number) =>
			(await run(`select game.daily_neuron('${campaignId}', current_date + ${daysAhead})::text as n`))[0]!.n;
		expect(await of(400)).toBe(String(whole));
		expect(await of(401)).toBeNull(); // that one was one lately
		await run(`update game.neurons set flags = '{}' where campaign_id = '${campaignId}'`);
	});

	it('choose clear neurons for the day before less clear ones, and flagged ones last', async () => {
		await run(
			`update game.neurons set difficulty = (index % 10) / 10.0 + 0.05 where campaign_id = '${campaignId}'`
		);
		await run(`update game.neurons set flags = '{noise}' where campaign_id = '${campaignId}' and index = 0`);
		const days = `generate_series(date '2031-01-01', date '2031-01-01' + count_.n - 1, interval '1 day') day`;
		const rows = await run(`select n.difficulty::text as difficulty, n.flags <> '{}' as flagged from (
				select count(*)::int as n from game.neurons where campaign_id = '${campaignId}') count_,
			${days}, lateral (select game.daily_neuron('${campaignId}', day::date) as index) d
			join game.neurons n on n.campaign_id = '${campaignId}' and n.index = d.index order by day`);
		const bands = rows.map(({ difficulty, flagged }) =>
			flagged ? 99 : Math.max(0, Math.ceil((Number(difficulty) - 0.5) * 10))
		);
		expect(bands.length).toBeGreaterThan(8);
		expect(bands).toEqual([...bands].sort((a, b) => a - b));
		expect(bands.at(-1)).toBe(99);
		await run(`update game.neurons set flags = '{}' where campaign_id = '${campaignId}'`);
	});

	it('keep a streak over a missed day by its freeze, once', async () => {
		const player = await newPlayer(backend);
		const play = async (index: number, daysAgo: number) => {
			await submitExplanation(player.store, { campaignId, index, text: `streak of ${index}` });
			await run(`update game.players set streak_last_day = (now() at time zone 'UTC')::date - ${daysAgo}
				where id = '${player.id}'`);
		};
		await play(1, 1);
		await play(2, 2);
		expect(await call(player, 'me')).toMatchObject({ streak: 2, streak_freezes: 1 });
		await play(3, 0);
		const hours = new Date().getUTCHours();
		expect(await call(player, 'me')).toMatchObject({ streak: 3, streak_freezes: hours < 3 ? 1 : 0 });
		await run(
			`update game.players set streak_last_day = (now() at time zone 'UTC')::date - 3 where id = '${player.id}'`
		);
		expect(await call(player, 'me')).toMatchObject({ streak: 0, streak_best: 3 });
	});
});
