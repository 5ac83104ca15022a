// What a cheating script can reach. The model runs in every browser, so a script can know the truth of every passage;
// what it may do with that is bounded here.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { explanationsOf, submitExplanation } from '../../src/lib/data/explanations.ts';
import type { Backend } from '../../src/lib/server/embedded/backend.ts';
import { describeOnBoth } from '../../src/testing/backends.ts';
import { newPlayer, type Player } from '../../src/testing/players.ts';
import { call, playCheck, publishWithExhibits } from '../../src/testing/rounds.ts';

/** Rounds of others that found the friend's explanation to be no better than chance. */
const ROUNDS_OF_OTHERS = 12;

describeOnBoth('a script that is always right', (open) => {
	let backend: Backend;
	let campaignId: string;
	let bot: Player;
	let friend: Player;
	let bad: string;
	let own: string;
	beforeAll(async () => {
		backend = await open();
		campaignId = await publishWithExhibits(backend, 12, 'scripts');
		[bot, friend] = [await newPlayer(backend), await newPlayer(backend)];
		bad = await explain(friend, 0, 'words that explain nothing');
		own = await explain(bot, 1, 'words of the script');
		for (let i = 2; i < 12; i++) await explain(await newPlayer(backend), i, 'words of others');
		// Half an item of each kind for each round: what honest players of middling reliability leave behind.
		await run(`update game.explanations set rounds = ${ROUNDS_OF_OTHERS}, tp = ${ROUNDS_OF_OTHERS}, fn = ${ROUNDS_OF_OTHERS},
			tn = ${ROUNDS_OF_OTHERS}, fp = ${ROUNDS_OF_OTHERS} where id = ${bad}`);
	});
	afterAll(() => backend.close());
	const run = (sql: string) => backend.database.run(sql);

	async function explain(player: Player, index: number, text: string): Promise<string> {
		const answer = await submitExplanation(player.store, { campaignId, index, text });
		if (!answer.ok) throw new Error(answer.error.code);
		return answer.value.explanation.id;
	}
	async function scoreOf(
		id: string,
		index: number
	): Promise<{ score: number; scoreLow: number; rounds: number }> {
		const listed = await explanationsOf(bot.store, { campaignId, index });
		if (!listed.ok) throw new Error(listed.error.code);
		return listed.value.find((explanation) => explanation.id === id)!;
	}
	const reliabilityOf = async ({ id }: Player) =>
		Number((await run(`select game.player_reliability('${id}')::text as r`))[0]!.r);

	it('judges its friend’s explanation once, its own never, and lifts it by a hair', async () => {
		const before = await scoreOf(bad, 0);
		const dealt: (string | null)[] = [];
		for (let turn = 0; turn < 30; turn++) {
			await run('delete from game.write_budgets');
			const played = await playCheck(bot, campaignId).catch((error: Error) => error);
			if (played instanceof Error) {
				expect(played.message).toBe('no_checks');
				break;
			}
			dealt.push(played.dealt.explanation_id);
		}
		expect(dealt).toHaveLength(11); // each explanation of others once, then nothing more
		expect(new Set(dealt).size).toBe(11);
		expect(dealt).not.toContain(own);
		const after = await scoreOf(bad, 0);
		expect(after.rounds - before.rounds).toBeLessThanOrEqual(1);
		expect(after.score - before.score).toBeLessThan(0.03);
		expect(after.scoreLow).toBeLessThan(0.5);
		expect(await scoreOf(own, 1)).toMatchObject({ rounds: 0 });
	});

	it('is believed at most like the best of players, and less where it disagrees with them', async () => {
		await run(`update game.players set gold_items = 6000, gold_right = 6000 where id = '${bot.id}'`);
		expect(await reliabilityOf(bot)).toBeLessThanOrEqual(1);
		// A thousand rounds with all right where others found chance.
		await run(`update game.players set agreement_rounds = 1000, agreement_sum = 500 where id = '${bot.id}'`);
		expect(await reliabilityOf(bot)).toBeLessThan(0.68);
	});

	it('neither votes for nor reports its way up with its own', async () => {
		await run('delete from game.write_budgets');
		for (const name of ['cast_vote', 'report_explanation'] as const) {
			const args = { explanation_id: own, ...(name === 'cast_vote' ? { value: 1 } : { reason: 'spam' }) };
			await expect(call(bot, name, args)).rejects.toThrow('own_explanation');
		}
		// Three reports are all that a new player has, and three players are needed to hide one.
		const [first, ...rest] = await Promise.all(
			[2, 3, 4, 5].map(
				async (index) =>
					(
						await call<{ id: string }[]>(friend, 'explanations_of', {
							campaign_id: campaignId,
							neuron_index: index
						})
					)[0]!.id
			)
		);
		for (const id of [first, ...rest.slice(0, 2)]) {
			expect(await call(friend, 'report_explanation', { explanation_id: id, reason: 'spam' })).toBe('shown');
		}
		await expect(
			call(friend, 'report_explanation', { explanation_id: rest[2], reason: 'spam' })
		).rejects.toThrow('rate_limited');
	});

	it('is paid for what it told, not for how much it plays', async () => {
		const paid = await run(`select coalesce(max(amount), 0)::int::text as most, count(*)::int::text as entries
			from game.points where player_id = '${bot.id}' and reason = 'round'`);
		// Ten points for each bit by which a posterior narrows: a first round narrows one most.
		expect(Number(paid[0]!.most)).toBeLessThanOrEqual(10);
		expect(Number(paid[0]!.entries)).toBeLessThanOrEqual(11);
		await expect(playCheck(bot, campaignId)).rejects.toThrow('no_checks');
	});
});
