// All of a player: taken along, gone when the player leaves, and moved when an account takes a guest over. The tables are
// asked of the database, so that a new one that knows players fails here until somebody has decided.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Backend } from '../../src/lib/server/embedded/backend.ts';
import { describeOnBoth } from '../../src/testing/backends.ts';
import { newPlayer, serviceRpcOf } from '../../src/testing/players.ts';
import { call } from '../../src/testing/rounds.ts';
import { columnsOfPlayers, makeWholePlayer, tablesWith } from '../../src/testing/whole-player.ts';

/** Where each reference to a player is found in what a player takes along. */
const TAKEN_ALONG: Record<string, string> = {
	'auth.flows.link_user': '', // a sign-in that is under way, gone within five minutes
	'auth.identities.user_id': 'sign_in',
	'auth.sessions.user_id': 'sign_in',
	'game.answers.player_id': 'answers',
	'game.badges.player_id': 'badges',
	'game.deliveries.player_id': 'deliveries',
	'game.evidence.player_id': 'evidence',
	'game.explanations.author_id': 'explanations',
	'game.feedback.player_id': 'feedback',
	'game.laughs.player_id': 'laughs',
	'game.memberships.player_id': 'groups',
	'game.merge_codes.guest_id': 'merge_codes',
	'game.moderation_log.moderator_id': 'moderation',
	'game.moderation_log.player_id': 'moderation',
	'game.players.id': 'profile',
	'game.players.taken_over_by': '', // a guest that is taken over, gone with the next upkeep
	'game.points.player_id': 'points',
	'game.quest_scores.player_id': 'quests',
	'game.records.player_id': 'records',
	'game.reports.player_id': 'reports',
	'game.rounds.player_id': 'rounds',
	'game.scores.player_id': 'scores',
	'game.seen.player_id': 'dealt',
	'game.votes.player_id': 'votes',
	'game.write_budgets.player_id': 'writes'
};
/** Stay behind for a moment or for good, and never belong to one player alone. */
const NOT_MOVED = ['auth.users', 'auth.sessions', 'game.merge_codes', 'game.write_budgets', 'auth.flows'];

describeOnBoth('a whole player', (open) => {
	let backend: Backend;
	beforeAll(async () => {
		backend = await open();
	});
	afterAll(() => backend.close());
	const run = (sql: string) => backend.database.run(sql);

	it('takes everything along, and of an open round not what is to be found', async () => {
		const { player, other } = await makeWholePlayer(backend, 'taking', 'Taking Along');
		expect(await columnsOfPlayers(backend)).toEqual(Object.keys(TAKEN_ALONG));
		const data = await call<Record<string, unknown>>(player, 'export_my_data');
		for (const section of new Set(Object.values(TAKEN_ALONG)).values()) {
			if (section) expect(JSON.stringify(data[section] ?? '[]').length, section).toBeGreaterThan(2);
		}
		expect(data).toMatchObject({
			profile: { id: player.id, name: 'Taking Along' },
			sign_in: { is_anonymous: true, sessions: [expect.any(String)], identities: [{ provider: 'github' }] },
			explanations: [{ text: 'better words of a player', wordings: [{ text: 'first words of a player' }] }],
			dealt: [{ campaign_id: 'taking', neurons: expect.arrayContaining([0, 1]) }],
			feedback: [{ text: 'Yours, Taking Along' }],
			moderation: [{ action: 'keep', as_moderator: false, note: 'fine' }]
		});
		const rounds = data.rounds as Record<string, unknown>[];
		expect(rounds.map(({ finished_at }) => finished_at === null).sort()).toEqual([false, true]);
		for (const round of rounds) {
			for (const secret of ['truth', 'shares', 'is_gold'])
				expect(secret in round, secret).toBe(round.finished_at !== null);
		}
		expect(JSON.stringify(data)).not.toContain(other.id);
	});

	it.each([true, false])('leaves nothing behind, explanations kept: %s', async (keep_explanations) => {
		const name = keep_explanations ? 'Leaving Words' : 'Leaving Nothing';
		const campaignId = keep_explanations ? 'leaving-words' : 'leaving-nothing';
		const { player, explanationId } = await makeWholePlayer(backend, campaignId, name);
		const before = await tablesWith(backend, player.id, name);
		expect(before).toEqual(
			expect.arrayContaining(['game.players', 'game.votes', 'game.feedback', 'auth.users'])
		);
		expect(before.length).toBeGreaterThan(18);
		await call(player, 'delete_account', { keep_explanations });
		expect(await tablesWith(backend, player.id, name)).toEqual([]);
		await serviceRpcOf(backend)('run_upkeep', {});
		expect(await tablesWith(backend, player.id, name)).toEqual([]);
		const rows = await run(`select text from game.explanations where id = ${explanationId}`);
		expect(rows).toHaveLength(Number(keep_explanations));
	});

	it('is taken over whole: what was the guest’s is the account’s', async () => {
		const { player: guest } = await makeWholePlayer(backend, 'merging', 'Taken Over');
		const account = await newPlayer(backend);
		await run(`delete from auth.identities where user_id = '${guest.id}';
			update auth.users set is_anonymous = false where id = '${account.id}'`);
		const before = await tablesWith(backend, guest.id);
		const code = await call<string>(guest, 'prepare_merge');
		await call(account, 'claim_merge', { code });
		await serviceRpcOf(backend)('run_upkeep', {});
		expect(await tablesWith(backend, guest.id)).toEqual([]);
		const moved = before.filter((table) => !NOT_MOVED.includes(table) && table !== 'auth.identities');
		expect(await tablesWith(backend, account.id)).toEqual(expect.arrayContaining(moved));
		expect(await call(account, 'export_my_data')).toMatchObject({
			profile: { name: 'Taken Over' },
			votes: [{ value: 1 }],
			deliveries: [{ answer: { my_vote: 1 } }],
			moderation: [{ action: 'keep' }]
		});
	});
});
