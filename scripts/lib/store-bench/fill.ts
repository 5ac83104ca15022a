// Fills a new store with a game of a given size, by SQL and deterministic formulas: what matters is the number and
// spread of rows, not what they say.
import type { Database } from '../../../src/lib/server/embedded/database.ts';

export interface Size {
	neurons: number;
	players: number;
	explanations: number;
	votes: number;
	/** Of six passages each. */
	rounds: number;
}

/** The size that the store is made for: gpt2-small's layer, played by a hundred thousand. */
export const FULL: Size = {
	neurons: 3072,
	players: 100_000,
	explanations: 300_000,
	votes: 5_000_000,
	rounds: 333_334
};

export const CAMPAIGN = 'bench';

/** The same game at a share of the size; the neurons stay. */
export function scaled(size: Size, share: number): Size {
	const part = (count: number) => Math.round(count * share);
	return {
		neurons: size.neurons,
		players: part(size.players),
		explanations: part(size.explanations),
		votes: part(size.votes),
		rounds: part(size.rounds)
	};
}

const uuid = (number: string) => `('00000000-0000-4000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
/** The sign-in id of player `number` (from 1). */
export const playerId = (number: number): string =>
	`00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

/** The number that `playerId` was made of. */
export const numberOf = (player: string): number => parseInt(player.slice(-12), 16);
/** Players number 1 to 8 are the first group, and so on. */
export const MEMBERS = 8;
export const groupId = (number: number): string => number.toString(16).padStart(64, '0');

/** Looks after the campaign; takes no other part. */
export const MODERATOR = playerId(1);
/** The quest that everybody has points in. */
export const QUEST_ID = '1';

const WORDS = `array['rivers','names','numbers','capital letters','the sea','verbs of motion','colours','music','law',
	'quotes','dates','animals','food','weather','war','ships','brackets','endings in -ing','plural nouns','cities']`;

/** The statements in order; each is one transaction. Keys between tables hold by construction, so that they need not be
 *  checked row by row. */
function statements({ neurons, players, explanations, votes, rounds }: Size): string[] {
	const fast = `set local session_replication_role = replica; set local statement_timeout = 0;`;
	return [
		`insert into auth.users (id, is_anonymous) select ${uuid('i')}, i % 3 > 0 from generate_series(1, ${players}) i`,
		`insert into game.players (id, name, name_key, country, region, is_listed, is_credited, answered_count,
				rounds_finished, rating, rating_deviation)
			select ${uuid('i')}, 'player ' || i, 'player' || i, (array['FR','DE','US','IN','BR','JP'])[1 + i % 6],
				(array['europe','north-america','asia','south-america'])[1 + i % 4], i % 2 = 0, i % 3 > 0, 10 + i % 90,
				i % 40, 1200 + i % 600, 60 + i % 200 from generate_series(1, ${players}) i`,
		`insert into game.campaigns (id, title, model_id, layer, content_hash)
			values ('${CAMPAIGN}', 'Bench', 'none', 6, repeat('a', 64))`,
		`insert into game.neurons (campaign_id, index, max, min, difficulty, answer_count, is_checkable, rating, uncertainty)
			select '${CAMPAIGN}', i, 3, -0.17, (i * 7919 % 1000) / 1000.0, ${Math.round(votes / neurons)} / 10 * (i % 20), true,
				1200 + i % 600, (i * 31 % 100) / 100.0 from generate_series(0, ${neurons - 1}) i`,
		`insert into game.exhibits select '${CAMPAIGN}', i, array(select i * 100 + k from generate_series(0, 23) k),
				array(select (300 + k)::smallint from generate_series(0, 23) k),
				array(select 1000000 + i * 100 + k from generate_series(0, 23) k),
				array(select 10::smallint from generate_series(0, 23) k),
				array(select k % 2 = 0 from generate_series(0, 23) k) from generate_series(0, ${neurons - 1}) i`,
		`insert into game.explanations (campaign_id, neuron_index, author_id, text, text_key, is_checkable, rounds, tp, fn, tn, fp, created_at)
			select '${CAMPAIGN}', i % ${neurons}, ${uuid(`1 + i * 7919::bigint % ${players}`)},
				(${WORDS})[1 + i % 20] || ' and ' || (${WORDS})[1 + i / 20 % 20] || ' ' || i, 'text ' || i, true,
				i % 9, 3.0 * (i % 9) * (0.5 + i % 5 / 10.0), 3.0 * (i % 9) * (0.5 - i % 5 / 10.0),
				3.0 * (i % 9) * (0.5 + i % 5 / 10.0), 3.0 * (i % 9) * (0.5 - i % 5 / 10.0),
				now() - i * interval '10 seconds' from generate_series(1, ${explanations}) i`,
		// Triggers do not fire here.
		`insert into game.explanation_words (explanation_id, campaign_id, words)
			select id, campaign_id, to_tsvector('pg_catalog.simple', text) from game.explanations`,
		`insert into game.votes (player_id, explanation_id, value, created_at)
			select ${uuid(`1 + i % ${players}`)},
				1 + (i % ${players} * 7919 + i / ${players} * 6007) % ${explanations},
				case when i % 3 = 0 then -1 else 1 end, now() - i * interval '1 second'
			from generate_series(0::bigint, ${votes - 1}) i on conflict do nothing`,
		`update game.explanations e set votes_up = v.up, votes_down = v.down from (
			select explanation_id, count(*) filter (where value = 1) as up, count(*) filter (where value = -1) as down
			from game.votes group by 1) v where v.explanation_id = e.id`,
		`insert into game.answers (player_id, campaign_id, neuron_index, kind, answered_at)
			select ${uuid(`1 + i % ${players}`)}, '${CAMPAIGN}', (i % ${players} * 31 + i / ${players} * 97) % ${neurons},
				'vote', now() - i * interval '1 second' from generate_series(0::bigint, ${players * 20 - 1}) i on conflict do nothing`,
		`insert into game.seen (player_id, campaign_id, neurons)
			select ${uuid('i')}, '${CAMPAIGN}', decode(repeat(substr(md5(i::text), 1, 8), ${neurons / 32}), 'hex')
			from generate_series(1, ${players}) i`,
		`insert into game.rounds (player_id, kind, campaign_id, neuron_index, explanation_id, passages, truth, shares,
				started_at, finished_at, answer, accuracy, points, weight)
			select ${uuid(`1 + i * 104729::bigint % ${players}`)}, 'check', '${CAMPAIGN}', e % ${neurons}, e,
				array(select e % ${neurons} * 100 + k from generate_series(0, 2) k)
					|| array(select 1000000 + e % ${neurons} * 100 + k from generate_series(0, 2) k),
				array[true, true, true, false, false, false], array[400, 410, 420, 10, 10, 10]::smallint[],
				now() - i * interval '10 seconds', now() - i * interval '10 seconds',
				array[true, true, false, false, false, true], 0.667, 3, 0.5
			from (select i, 1 + i * 7::bigint % ${explanations} as e from generate_series(1, ${rounds}) i) x`,
		`insert into game.points (player_id, amount, reason, campaign_id, neuron_index, earned_at)
			select player_id, 3, 'round', campaign_id, neuron_index, finished_at from game.rounds`,
		`insert into game.scores (period, bucket, player_id, points, country, region, is_listed)
			select period, game.bucket_of(period, (now() at time zone 'UTC')::date), p.id, 1 + hashtext(p.id::text || period) & 65535,
				p.country, p.region, p.is_listed from game.players p, unnest(array['day', 'week', 'month', 'all']) period`,
		`insert into game.evidence (explanation_id, player_id, text, predicts_firing, fires, token_ids, activations, peak,
				model_sha256, tokenizer_sha256, runtime)
			select 1 + i * 13::bigint % ${explanations}, ${uuid(`1 + i * 7::bigint % ${players}`)}, 'a sentence ' || i, true, i % 2 = 0,
				array(select generate_series(1, 12)), array_fill(0.5::real, array[12]), 0.5, repeat('a', 64), repeat('b', 64), 'bench'
			from generate_series(1, ${explanations / 10}) i on conflict do nothing`,
		`insert into game.records (campaign_id, neuron_index, player_id, text, token_ids, activations, peak, beats_corpus,
				model_sha256, tokenizer_sha256, runtime)
			select '${CAMPAIGN}', i % ${neurons}, ${uuid(`1 + i * 11::bigint % ${players}`)}, 'a sentence ' || i,
				array(select generate_series(1, 12)), array_fill(0.5::real, array[12]), 1 + i % 7 / 10.0, false, repeat('a', 64),
				repeat('b', 64), 'bench' from generate_series(1, ${players / 5}) i`,
		`insert into game.quests (kind, theme, reasons, goal, starts_at, ends_at)
			values ('special', 'bench', array['round'], 100, now() - interval '1 day', now() + interval '30 days')`,
		`insert into game.quest_scores (quest_id, player_id, points)
			select ${QUEST_ID}, id, hashtext(id::text) & 4095 from game.players`,
		`insert into game.badges (player_id, badge) select p.id, b from game.players p,
			unnest(array['first-answer', 'ten-neurons']) b`,
		`insert into game.laughs (explanation_id, player_id)
			select 1 + i * 19::bigint % ${explanations}, ${uuid(`1 + i * 23::bigint % ${players}`)}
			from generate_series(1, ${explanations}) i on conflict do nothing`,
		`update game.explanations e set laughs = l.n
			from (select explanation_id, count(*) as n from game.laughs group by 1) l where l.explanation_id = e.id`,
		`insert into game.groups (id) select lpad(to_hex(i), 64, '0') from generate_series(0, ${Math.ceil(players / MEMBERS)}) i`,
		`insert into game.memberships (group_id, player_id)
			select lpad(to_hex((i - 1) / ${MEMBERS}), 64, '0'), ${uuid('i')} from generate_series(1, ${players}) i`,
		`insert into game.feedback (player_id, text) select ${uuid('i')}, 'a message ' || i from generate_series(1, 1000) i`,
		`insert into game.reports (player_id, explanation_id, reason)
			select ${uuid(`1 + i * 17::bigint % ${players}`)}, 1 + i * 3, 'spam' from generate_series(1, ${players / 100}) i`,
		`update game.explanations set status = 'hidden', report_count = 3 where id % 3000 = 1`,
		// Where the neurons stand with all that: solved ones have paid their voters long ago.
		`update game.neurons n set best_id = best.id, best_low = best.score_low, best_low_ever = best.score_low,
				uncertainty = least(1, 3.29 * best.score_sd),
				solved_at = case when best.score_low >= 0.7 and best.rounds >= 5 then now() end
			from (select distinct on (neuron_index) * from game.explanations where status = 'shown'
				order by neuron_index, score_low desc, id) best where best.neuron_index = n.index`,
		`update game.players set role = 'moderator' where id = '${MODERATOR}'`,
		`insert into game.write_budgets (player_id, minute, writes) select id, now() - interval '1 hour', 0 from game.players`
	].map((sql) => `${fast} ${sql}`);
}

/** Fills the store; `told` is called before each step. */
export async function fill(database: Database, size: Size, told: (step: string) => void): Promise<void> {
	for (const sql of statements(size)) {
		told(/insert into ([a-z_.]+)/.exec(sql)?.[1] ?? '');
		await database.run(sql);
	}
	told('statistics');
	for (const table of await database.run(
		"select tablename::text as name from pg_tables where schemaname = 'game'"
	)) {
		await database.run(`vacuum (analyze) game.${String(table.name)}`);
	}
	await database.run('analyze auth.users');
}
