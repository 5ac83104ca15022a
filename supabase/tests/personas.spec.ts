// Who may do what: every table and every function, for each kind of caller. The matrices are complete, so that a
// new table or function fails here until somebody has decided about it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { castVote } from '../../src/lib/data/votes.ts';
import { submitExplanation } from '../../src/lib/data/explanations.ts';
import type { DatabaseError } from '../../src/lib/server/embedded/database.ts';
import type { Backend } from '../../src/lib/server/embedded/backend.ts';
import { describeOnBoth } from '../../src/testing/backends.ts';
import { newPlayer, publishSample, type Player } from '../../src/testing/players.ts';

/** Rows that a persona sees ('-': may not look), then what it may write: i(nsert), u(pdate), d(elete). The author
 *  and the voter wrote one explanation each and voted on the other's; the stranger is signed in and wrote nothing. */
const TABLES: Record<string, Record<Persona, string>> = {
	answers: { anon: '-', author: '1', voter: '1', stranger: '0', service_role: '-' },
	badges: { anon: '-', author: '0', voter: '0', stranger: '0', service_role: '-' },
	blocked_words: { anon: '-', author: '-', voter: '-', stranger: '-', service_role: '0id' },
	campaigns: { anon: '1', author: '1', voter: '1', stranger: '1', service_role: '1iu' },
	dailies: { anon: '0', author: '0', voter: '0', stranger: '0', service_role: '-' },
	deliveries: { anon: '-', author: '-', voter: '-', stranger: '-', service_role: '-' },
	evidence: { anon: '0', author: '0', voter: '0', stranger: '0', service_role: '-' },
	exhibits: { anon: '-', author: '-', voter: '-', stranger: '-', service_role: '0iu' },
	explanation_words: { anon: '-', author: '-', voter: '-', stranger: '-', service_role: '-' },
	explanations: { anon: '2', author: '2', voter: '2', stranger: '2', service_role: '-' },
	feedback: { anon: '-', author: '-', voter: '-', stranger: '-', service_role: '-' },
	groups: { anon: '-', author: '-', voter: '-', stranger: '-', service_role: '-' },
	laughs: { anon: '-', author: '0', voter: '0', stranger: '0', service_role: '-' },
	memberships: { anon: '-', author: '0', voter: '0', stranger: '0', service_role: '-' },
	merge_codes: { anon: '-', author: '-', voter: '-', stranger: '-', service_role: '-' },
	moderation_log: { anon: '-', author: '-', voter: '-', stranger: '-', service_role: '-' },
	neurons: { anon: '3', author: '3', voter: '3', stranger: '3', service_role: '3iu' },
	players: { anon: '-', author: '1', voter: '1', stranger: '0', service_role: '-' },
	points: { anon: '-', author: '0', voter: '0', stranger: '0', service_role: '-' },
	points_due: { anon: '-', author: '-', voter: '-', stranger: '-', service_role: '-' },
	quest_scores: { anon: '-', author: '-', voter: '-', stranger: '-', service_role: '-' },
	quests: { anon: '0', author: '0', voter: '0', stranger: '0', service_role: '-' },
	rank_steps: { anon: '-', author: '-', voter: '-', stranger: '-', service_role: '-' },
	records: { anon: '0', author: '0', voter: '0', stranger: '0', service_role: '-' },
	reports: { anon: '-', author: '-', voter: '-', stranger: '-', service_role: '-' },
	reviews_due: { anon: '-', author: '-', voter: '-', stranger: '-', service_role: '-' },
	rounds: { anon: '-', author: '-', voter: '-', stranger: '-', service_role: '-' },
	scores: { anon: '-', author: '-', voter: '-', stranger: '-', service_role: '-' },
	seen: { anon: '-', author: '-', voter: '-', stranger: '-', service_role: '-' },
	upkeep: { anon: '-', author: '-', voter: '-', stranger: '-', service_role: '-' },
	votes: { anon: '-', author: '1', voter: '1', stranger: '0', service_role: '-' },
	votes_left: { anon: '-', author: '-', voter: '-', stranger: '-', service_role: '-' },
	wordings: { anon: '0', author: '0', voter: '0', stranger: '0', service_role: '-' },
	write_budgets: { anon: '-', author: '-', voter: '-', stranger: '-', service_role: '-' }
};

/** The roles that may execute a function; those marked ! run with their owner's rights. All others are for nobody. */
const FUNCTIONS: Record<string, string> = {
	'api.add_evidence': '! service_role',
	'api.add_quest': '! service_role',
	'api.add_record': '! service_role',
	'api.answer_no_pattern': '! authenticated',
	'api.answered_puzzles': 'authenticated',
	'api.campaign_map': 'anon authenticated',
	'api.campaigns': 'anon authenticated service_role',
	'api.cast_vote': '! authenticated',
	'api.claim_merge': '! authenticated',
	'api.create_group': '! authenticated',
	'api.daily_puzzle': '! anon authenticated',
	'api.decide': '! authenticated',
	'api.delete_account': '! authenticated',
	'api.deliver': '! authenticated',
	'api.dump': '! service_role',
	'api.evidence_of': 'anon authenticated',
	'api.explanation': 'anon authenticated',
	'api.explanation_ids': 'anon authenticated',
	'api.explanations_of': 'anon authenticated',
	'api.export_my_data': '! authenticated',
	'api.feedback_queue': '! authenticated',
	'api.finish_check': '! authenticated',
	'api.finish_intruder': '! authenticated',
	'api.finish_merge': '! authenticated',
	'api.funniest': 'anon authenticated',
	'api.group_board': '! authenticated',
	'api.handle_feedback': '! authenticated',
	'api.history_of': 'anon authenticated',
	'api.invitation': '! anon authenticated',
	'api.join_group': '! authenticated',
	'api.laughs_of': 'anon authenticated',
	'api.leaderboard': '! anon authenticated',
	'api.leave_group': '! authenticated',
	'api.me': '! authenticated',
	'api.moderation_trail': '! authenticated',
	'api.my_badges': '! authenticated',
	'api.my_groups': '! authenticated',
	'api.my_rank': '! authenticated',
	'api.my_votes': 'authenticated',
	'api.neuron': 'anon authenticated',
	'api.neuron_list': 'anon authenticated',
	'api.neurons_at': 'anon authenticated',
	'api.newest_explanations': 'anon authenticated',
	'api.next_puzzle': '! anon authenticated',
	'api.player_named': '! anon authenticated',
	'api.prepare_merge': '! authenticated',
	'api.publish_campaign': 'service_role',
	'api.publish_exhibits': 'service_role',
	'api.publish_neurons': 'service_role',
	'api.quest_board': '! anon authenticated',
	'api.quests': '! anon authenticated',
	'api.records_of': 'anon authenticated',
	'api.report_explanation': '! authenticated',
	'api.review_queue': '! authenticated',
	'api.revise_explanation': '! authenticated',
	'api.run_upkeep': '! service_role',
	'api.search_explanations': 'anon authenticated',
	'api.send_feedback': '! authenticated',
	'api.set_blocked_words': 'service_role',
	'api.set_laugh': '! authenticated',
	'api.set_role': '! service_role',
	'api.skip_puzzle': '! anon authenticated',
	'api.start_check': '! authenticated',
	'api.start_intruder': '! authenticated',
	'api.submit_explanation': '! authenticated',
	'api.target_of': '! service_role',
	'api.update_profile': '! authenticated',
	'auth.jwt': 'anon authenticated service_role',
	'auth.role': 'anon authenticated service_role',
	'auth.uid': 'anon authenticated service_role',
	'game.explanations_json': 'anon authenticated',
	'game.found_explanations': '! anon authenticated',
	'game.list_of': 'anon authenticated',
	'game.my_votes_on': 'anon authenticated',
	'game.names_of': '! anon authenticated',
	'game.neurons_json': 'anon authenticated',
	'game.neurons_of_kind': 'anon authenticated',
	'game.prior_rating': 'service_role',
	'game.refuse': 'anon authenticated service_role',
	'game.require_batch': 'service_role',
	'game.score_bound': 'anon authenticated',
	'game.set_checkable': '! service_role'
};

const PERSONAS = ['anon', 'author', 'voter', 'stranger', 'service_role'] as const;
type Persona = (typeof PERSONAS)[number];

describeOnBoth('access', (open) => {
	let backend: Backend;
	const players: Partial<Record<Persona, Player>> = {};

	beforeAll(async () => {
		backend = await open();
		const campaignId = await publishSample(backend, 3);
		const [author, voter, stranger] = [
			await newPlayer(backend),
			await newPlayer(backend),
			await newPlayer(backend)
		];
		Object.assign(players, { author, voter, stranger });
		const write = async (player: Player, text: string) => {
			const answer = await submitExplanation(player.store, { campaignId, index: 0, text });
			if (!answer.ok) throw new Error(answer.error.message);
			return answer.value.explanation.id;
		};
		const [first, second] = [await write(author, 'rivers'), await write(voter, 'mountains')];
		expect((await castVote(voter.store, { explanationId: first, value: 1 })).ok).toBe(true);
		expect((await castVote(author.store, { explanationId: second, value: -1 })).ok).toBe(true);
	});
	afterAll(() => backend.close());

	const list = async (sql: string) => (await backend.database.run(sql)).map((row) => Object.values(row));
	const tables = async () =>
		(await list(`select tablename::text from pg_tables where schemaname = 'game' order by 1`))
			.flat()
			.map(String);

	/** Runs one statement as a persona, always rolled back. Gives the refusal's SQLSTATE, or the first value. */
	async function attempt(persona: Persona, sql: string): Promise<string> {
		const role = players[persona] ? 'authenticated' : persona;
		const claims = JSON.stringify({ role, sub: players[persona]?.id });
		const enter = `set local role ${role}; select set_config('request.jwt.claims', '${claims}', true);`;
		try {
			const [row] = await backend.database.run(`${enter} ${sql}; reset role; do $$ begin
				raise exception using errcode = 'PT200', message = 'undone'; end $$`);
			return String(row);
		} catch (error) {
			return (error as DatabaseError).code;
		}
	}
	/** Anything but "permission denied" means that the statement may be made, even if this row is refused. */
	const may = async (persona: Persona, sql: string) => (await attempt(persona, sql)) !== '42501';

	async function count(persona: Persona, table: string): Promise<string> {
		const role = players[persona] ? 'authenticated' : persona;
		const claims = JSON.stringify({ role, sub: players[persona]?.id });
		const [row] = await backend.database.run(
			`select set_config('role', '${role}', true), set_config('request.jwt.claims', '${claims}', true);
			select count(*)::text as n from game.${table}`
		);
		return String(row?.n);
	}

	it('gives each persona its rows and writes of each table, and no more', async () => {
		const found: typeof TABLES = {};
		for (const table of await tables()) {
			const [column] = (
				await list(`select attname::text from pg_attribute where attrelid = 'game.${table}'::regclass
					and attnum > 0 and attgenerated = '' and attidentity = '' order by attnum limit 1`)
			).flat();
			const cells: [Persona, string][] = [];
			for (const persona of PERSONAS) {
				const canRead = await may(persona, `select from game.${table}`);
				const writes = [
					(await may(persona, `insert into game.${table} default values`)) && 'i',
					(await may(persona, `update game.${table} set ${column} = default`)) && 'u',
					(await may(persona, `delete from game.${table}`)) && 'd'
				];
				cells.push([
					persona,
					(canRead ? await count(persona, table) : '-') + writes.filter(Boolean).join('')
				]);
			}
			found[table] = Object.fromEntries(cells) as Record<Persona, string>;
		}
		expect(found).toEqual(TABLES);
	});

	it('shows players their own rows, not those of others', async () => {
		for (const persona of ['author', 'voter'] as const) {
			const { id } = players[persona]!;
			const claims = JSON.stringify({ role: 'authenticated', sub: id });
			const rows = await backend.database.run(
				`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', '${claims}', true);
				select player_id::text as id from game.votes union select player_id::text from game.answers
				union select id::text from game.players`
			);
			expect(rows).toEqual([{ id }]);
		}
	});

	it('lets each role execute the functions that are meant for it', async () => {
		const rows = await list(`
			select n.nspname || '.' || p.proname, concat_ws(' ', case when p.prosecdef then '!' end, (
				select string_agg(r, ' ' order by r) from unnest(array['anon', 'authenticated', 'service_role']) r
				where has_function_privilege(r, p.oid, 'execute')
			)) from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('api', 'game', 'auth')`);
		expect(Object.fromEntries(rows.filter(([, roles]) => roles !== ''))).toEqual(FUNCTIONS);
	});

	it('gives PUBLIC nothing and fixes each search path', async () => {
		expect(
			await list(`select p.oid::regprocedure::text from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
				where p.pronamespace in ('api'::regnamespace, 'game'::regnamespace, 'auth'::regnamespace) and a.grantee = 0`)
		).toEqual([]);
		expect(
			await list(`select p.oid::regprocedure::text from pg_proc p
				where p.pronamespace in ('api'::regnamespace, 'game'::regnamespace, 'auth'::regnamespace)
				and not 'search_path=""' = any (coalesce(p.proconfig, '{}'))`)
		).toEqual([]);
		expect(
			await list(`create function game.a_new_one() returns int language sql as 'select 1';
				select has_function_privilege('anon', 'game.a_new_one()', 'execute')::text`)
		).toEqual([['false']]);
		await backend.database.run('drop function game.a_new_one()');
	});

	it('has row-level security on every table and lets nobody make objects', async () => {
		expect(
			await list(`select oid::regclass::text from pg_class where relkind in ('r', 'p') and not relrowsecurity
				and relnamespace in ('api'::regnamespace, 'game'::regnamespace, 'auth'::regnamespace,
				'supabase_migrations'::regnamespace)`)
		).toEqual([]);
		expect(
			await list(`select n, r from unnest(array['api', 'game', 'auth', 'supabase_migrations']) n,
				unnest(array['anon', 'authenticated', 'service_role']) r where has_schema_privilege(r, n, 'create')`)
		).toEqual([]);
		expect(
			await list(`select c.relname::text, r from pg_class c, unnest(array['anon', 'authenticated', 'service_role']) r
				where c.relkind = 'r' and c.relnamespace in ('auth'::regnamespace, 'supabase_migrations'::regnamespace)
				and has_table_privilege(r, c.oid, 'select, insert, update, delete')`)
		).toEqual([]);
	});
});
