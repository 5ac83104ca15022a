// A player who has left something in every table that knows players: for tests of what is taken along, what leaves and
// what is taken over.
import { randomUUID } from 'node:crypto';
import { literal } from '../lib/server/embedded/literal.ts';
import type { Backend } from '../lib/server/embedded/backend.ts';
import { newPlayer, serviceRpcOf, type Player } from './players.ts';
import { call, playCheck, publishWithExhibits } from './rounds.ts';

interface Submitted {
	explanation: { id: string };
}

export interface WholePlayer {
	player: Player;
	/** Somebody else, who has seen and judged what the player wrote. */
	other: Player;
	explanationId: string;
}

const explain = async (player: Player, campaignId: string, index: number, text: string) =>
	(
		await call<Submitted>(player, 'submit_explanation', {
			campaign_id: campaignId,
			neuron_index: index,
			text
		})
	).explanation.id;

const deliverVote = (player: Player, explanationId: string) =>
	call(player, 'deliver', {
		delivery_id: randomUUID(),
		call: 'cast_vote',
		args: { explanation_id: explanationId, value: 1 }
	});

/** Play and texts, as pages let players do. */
async function play(player: Player, other: Player, campaignId: string, signedAs: string): Promise<string> {
	const own = await explain(player, campaignId, 0, 'first words of a player');
	await call(player, 'revise_explanation', { explanation_id: own, text: 'better words of a player' });
	const theirs = await explain(other, campaignId, 1, 'words of somebody else');
	await explain(other, campaignId, 2, 'more words of somebody else');
	await deliverVote(player, theirs);
	await deliverVote(other, own);
	await call(player, 'set_laugh', { explanation_id: theirs, laughed: true });
	await call(player, 'report_explanation', {
		explanation_id: theirs,
		reason: 'other',
		note: `says ${signedAs}`
	});
	await call(player, 'next_puzzle', { campaign_id: campaignId });
	await playCheck(player, campaignId);
	await call(player, 'start_check', { campaign_id: campaignId });
	await call(player, 'create_group');
	await call(player, 'send_feedback', { text: `Yours, ${signedAs}` });
	await call(player, 'prepare_merge');
	return own;
}

/** What the server measures for players. */
async function measure(
	backend: Backend,
	{ id }: Player,
	campaignId: string,
	explanationId: string
): Promise<void> {
	const rpc = serviceRpcOf(backend);
	const measured = {
		player_id: id,
		token_ids: [1],
		activations: [100],
		model_sha256: 'a'.repeat(64),
		tokenizer_sha256: 'b'.repeat(64),
		runtime: 'test'
	};
	await rpc('add_evidence', {
		evidence: { ...measured, explanation_id: explanationId, text: 'a sentence', predicts_firing: true }
	});
	await rpc('add_record', {
		record: { ...measured, campaign_id: campaignId, neuron_index: 0, text: 'a bright one' }
	});
}

/** Makes the player, by this name, in a campaign of its own. */
export async function makeWholePlayer(
	backend: Backend,
	campaignId: string,
	name: string
): Promise<WholePlayer> {
	const [player, other] = [await newPlayer(backend), await newPlayer(backend)];
	const { id } = player;
	await publishWithExhibits(backend, 3, campaignId);
	await serviceRpcOf(backend)('run_upkeep', {}); // makes the quests
	await call(player, 'update_profile', {
		profile: { name, is_credited: true, is_listed: true, country: 'FR' }
	});
	const explanationId = await play(player, other, campaignId, name);
	await measure(backend, player, campaignId, explanationId);
	// Points of a later moment than the quests, then what only time or a provider brings.
	await backend.database.run(`select game.earn('${id}', 7, 'round', '${campaignId}', 0);
		insert into auth.identities (provider, provider_id, user_id) values ('github', ${literal(randomUUID())}, '${id}');
		insert into auth.flows (code_hash, provider, provider_id, challenge, challenge_method, link_user)
			values (${literal(randomUUID())}, 'github', 'x', 'x', 'plain', '${id}');
		update game.players set role = 'moderator' where id = '${other.id}'`);
	await serviceRpcOf(backend)('run_upkeep', {});
	await call(player, 'my_badges');
	await call(other, 'decide', { explanation_id: explanationId, decision: 'keep', note: 'fine' });
	return { player, other, explanationId };
}

/** Which tables hold a row with one of these words, whatever column it is in: `schema.table`. */
export async function tablesWith(backend: Backend, ...words: string[]): Promise<string[]> {
	const tables = await backend.database.run(
		"select schemaname || '.' || tablename as name from pg_tables where schemaname in ('game', 'auth') order by 1"
	);
	const isHit = words.map((word) => `strpos(t::text, ${literal(word)}) > 0`).join(' or ');
	const found: string[] = [];
	for (const { name } of tables) {
		const [row] = await backend.database.run(
			`select count(*)::int::text as n from ${String(name)} t where ${isHit}`
		);
		if (row!.n !== '0') found.push(String(name));
	}
	return found;
}

/** Columns that refer to players or their sign-ins: `table.column` with its schema, in order. */
export async function columnsOfPlayers(backend: Backend): Promise<string[]> {
	const rows = await backend.database.run(`
		select n.nspname || '.' || r.relname || '.' || a.attname as name
		from pg_constraint c join pg_class r on r.oid = c.conrelid join pg_namespace n on n.oid = r.relnamespace
			join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
		where c.contype = 'f' and c.confrelid in ('game.players'::regclass, 'auth.users'::regclass) order by 1`);
	return rows.map(({ name }) => String(name));
}
