// One of the crowds that src/lib/game/crowd.spec.ts simulates a thousand times, played on the store itself: what SQL makes
// of every round and vote is what the simulated rules make of it.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { submitExplanation } from '../../src/lib/data/explanations.ts';
import { literal } from '../../src/lib/server/embedded/literal.ts';
import type { Backend } from '../../src/lib/server/embedded/backend.ts';
import { seededRandom } from '../../src/lib/util/seeded-random.ts';
import { describeOnBoth } from '../../src/testing/backends.ts';
import { simulateCrowd, type CrowdLog } from '../../src/testing/crowd.ts';
import { newPlayer } from '../../src/testing/players.ts';
import { publishWithExhibits } from '../../src/testing/rounds.ts';

const PLAYERS = { careful: 37, careless: 10, hostile: 3, lifter: 0, colluder: 10, oracle: 0, schemer: 0 };
const CAMPAIGN = 'crowd';
const PLANTED = ['good', 'middling', 'bad'];
/** Explanations elsewhere, by how often they are right; the first one is the gold one. */
const ELSEWHERE = [0.9, 0.8, 0.7, 0.6, 0.5];
/** So well known that rounds move nothing. */
const ITEMS = 1e12;

describeOnBoth('a crowd with ten who collude', (open) => {
	let backend: Backend;
	/** The explanations, by what the crowd calls them. */
	const explained = new Map<string, { id: string; index: number }>();
	beforeAll(async () => {
		backend = await open();
		await publishWithExhibits(backend, 1 + ELSEWHERE.length, CAMPAIGN);
		const author = await newPlayer(backend);
		const explain = async (index: number, name: string) => {
			const text = `words that are ${name}`;
			const answer = await submitExplanation(author.store, { campaignId: CAMPAIGN, index, text });
			if (!answer.ok) throw new Error(answer.error.code);
			explained.set(name, { id: answer.value.explanation.id, index });
		};
		for (const name of PLANTED) await explain(0, name);
		for (const [i, right] of ELSEWHERE.entries()) {
			await explain(1 + i, `${right}`);
			const [hits, misses] = [right * ITEMS, (1 - right) * ITEMS];
			await backend.database.run(`update game.explanations set rounds = 1000, tp = ${hits}, fn = ${misses},
				tn = ${hits}, fp = ${misses} where id = ${explained.get(`${right}`)!.id}`);
		}
		explained.set('gold', explained.get('0.9')!);
	});
	afterAll(() => backend.close());

	/** Plays everything through the functions that players call, each call as its player. */
	async function replay({ rounds, votes }: CrowdLog): Promise<void> {
		const players = votes.map(() => randomUUID());
		const list = (played: readonly { player: number; on: string | number }[]) =>
			literal(
				JSON.stringify(
					played.map((row) => ({ ...row, ...explained.get(`${row.on}`)!, player: players[row.player] }))
				)
			);
		const everybody = `unnest(array[${players.map(literal).join()}]::uuid[])`;
		await backend.database.run(`
			insert into auth.users (id) select ${everybody};
			insert into game.players (id) select ${everybody};
			do $do$ declare played record; round uuid; begin
				for played in select * from rows from (jsonb_to_recordset(${list(rounds)}::jsonb) as (player uuid, id bigint,
						index int, "on" text, "isCalibration" boolean, truth boolean[], answer boolean[])) with ordinality
						as x (player, id, index, named, is_calibration, truth, answer, place) order by place loop
					delete from game.write_budgets;
					perform set_config('request.jwt.claims', json_build_object('sub', played.player)::text, true);
					insert into game.rounds (player_id, kind, campaign_id, neuron_index, explanation_id, passages, truth, shares,
							is_gold, is_calibration)
						values (played.player, 'check', '${CAMPAIGN}', played.index, played.id, '{}', played.truth, '{}',
							played.named = 'gold', played.is_calibration) returning id into round;
					perform api.finish_check(round, played.answer);
				end loop;
				for played in select * from jsonb_to_recordset(${list(votes)}::jsonb) as x (player uuid, id bigint) loop
					perform set_config('request.jwt.claims', json_build_object('sub', played.player)::text, true);
					perform api.cast_vote(played.id, 1);
				end loop;
			end $do$`);
	}

	it('finds what the simulation finds', async () => {
		const { ranked, log } = simulateCrowd(seededRandom(4), { players: PLAYERS, roundsElsewhere: 10 });
		await replay(log);
		for (const { quality, mean, low } of ranked) {
			const [row] = await backend.database.run(`select score_mean::text as mean, score_low::text as low
				from game.explanations where id = ${explained.get(quality)!.id}`);
			expect(Number(row!.mean), quality).toBeCloseTo(mean, 4);
			expect(Number(row!.low), quality).toBeCloseTo(low, 4);
		}
		const [neuron] = await backend.database.run(
			`select best_id::text as best from game.neurons where campaign_id = '${CAMPAIGN}' and index = 0`
		);
		expect(neuron!.best).toBe(explained.get(ranked[0]!.quality)!.id);
	});
});
