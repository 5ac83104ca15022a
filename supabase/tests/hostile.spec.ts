// Hostile calls, each with its expected refusal: forged, expired and swapped tokens, other people's rows, replayed and
// foreign rounds, direct tables, SQL and Unicode tricks, oversized and deeply nested bodies, raced counters.
import { SignJWT, generateKeyPair, importJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMBEDDED_PUBLISHABLE_KEY } from '../../src/lib/data/address.ts';
import { submitExplanation } from '../../src/lib/data/explanations.ts';
import type { Backend } from '../../src/lib/server/embedded/backend.ts';
import { describeOnBoth } from '../../src/testing/backends.ts';
import { newPlayer, ORIGIN, publishSample, serviceRpcOf, type Player } from '../../src/testing/players.ts';
import { call, publishWithExhibits, type DealtRound } from '../../src/testing/rounds.ts';

/** What every case may use; made once for each database. */
interface World {
	backend: Backend;
	player: Player;
	victim: Player;
	/** Ids of the victim's things. */
	explanationId: string;
	roundId: string;
	doneRoundId: string;
	ownExplanationId: string;
	groupId: string;
	tokens: Record<string, string>;
}

interface Case {
	what: string;
	/** Function of schema api, or a path below /rest/v1 or /auth/v1. */
	call: string;
	args?: (world: World) => unknown;
	/** Replaces headers of an ordinary call by the player. */
	headers?: (world: World) => Record<string, string | undefined>;
	method?: string;
	body?: () => string;
	status: number | number[];
	/** The stable code of the refusal (hint), or PostgREST's. */
	code?: string;
}

/** Players, and connections to a PostgreSQL, that race for one counter. */
const RACERS = 50;
const NOBODY = '00000000-0000-4000-8000-000000000000';
const C = 'sample';
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const at = (index: number | string, rest: Record<string, unknown> = {}) => ({
	campaign_id: C,
	neuron_index: index,
	...rest
});
const bearer =
	(name: string) =>
	({ tokens }: World) => ({ authorization: `Bearer ${tokens[name]}` });
const vote = ({ explanationId }: World) => ({ explanation_id: explanationId, value: 1 });

const TOKENS: Case[] = [
	...[
		['signed by another key', 'forged'],
		['without a signature (alg none)', 'unsigned'],
		['signed with HMAC by the public key', 'hmac'],
		['expired', 'expired'],
		['for another audience', 'audience'],
		['without an end', 'endless'],
		['without a player', 'subjectless'],
		['whose player is no uuid', 'named'],
		['that claims the service role', 'service'],
		['that claims the role postgres', 'postgres'],
		['with a claim changed after signing', 'altered'],
		['cut short', 'short'],
		['of another player with this one’s signature', 'swapped'],
		['without a session', 'sessionless']
	].map(([what, name]): Case => ({
		what: `a token ${what}`,
		call: 'cast_vote',
		args: vote,
		headers: bearer(name!),
		status: 401
	})),
	{
		what: 'a token that is no token',
		call: 'me',
		headers: () => ({ authorization: 'Bearer x' }),
		status: 401
	},
	{ what: 'no key', call: 'me', headers: () => ({ apikey: undefined }), status: 401 },
	{ what: 'an unknown key', call: 'me', headers: () => ({ apikey: 'sb_secret_guess' }), status: 401 },
	{
		what: 'a service key that is nearly right',
		call: 'publish_campaign',
		args: () => ({ campaign: {} }),
		headers: ({ backend }) => ({ apikey: `${backend.serviceKey.slice(0, -1)}_`, authorization: undefined }),
		status: 401
	},
	{ what: 'a token as the key', call: 'me', headers: ({ tokens }) => ({ apikey: tokens.own }), status: 401 },
	{
		what: 'the public key as the bearer of a player',
		call: 'me',
		headers: () => ({ authorization: `Bearer ${EMBEDDED_PUBLISHABLE_KEY}` }),
		status: 401
	},
	{
		what: 'a write as nobody',
		call: 'cast_vote',
		args: vote,
		headers: () => ({ authorization: undefined }),
		status: 401
	},
	{
		what: 'a token of a player who is gone',
		call: 'cast_vote',
		args: vote,
		headers: bearer('gone'),
		status: 401,
		code: 'signed_out'
	}
];

const SERVICE_ONLY: Case[] = [
	['publish_campaign', { campaign: { id: 'evil', title: 'x', model_id: 'x', layer: 0 } }],
	['publish_neurons', { campaign_id: C, rows: [] }],
	['publish_exhibits', { campaign_id: C, rows: [] }],
	['add_evidence', { evidence: {} }],
	['add_record', { record: {} }],
	['target_of', { explanation_id: 1 }],
	['run_upkeep', {}],
	['add_quest', { quest: {} }],
	['set_blocked_words', { words: [] }],
	['set_role', { player_id: NOBODY, role: 'moderator' }],
	['dump', { campaign_id: C, kind: 'explanations' }]
].flatMap(([name, args]): Case[] => [
	{ what: `${name} as a player`, call: name as string, args: () => args, status: 403 },
	{
		what: `${name} as nobody`,
		call: name as string,
		args: () => args,
		headers: () => ({ authorization: undefined }),
		status: 401
	}
]);

const PLAYERS_ONLY: Case[] = [
	['answer_no_pattern', at(0)],
	['answered_puzzles', { campaign_id: C }],
	['cast_vote', { explanation_id: 1, value: 1 }],
	['claim_merge', { code: 'x' }],
	['decide', { explanation_id: 1, decision: 'keep' }],
	['create_group', {}],
	['delete_account', { keep_explanations: true }],
	['deliver', { delivery_id: NOBODY, call: 'cast_vote', args: { explanation_id: 1, value: 1 } }],
	['export_my_data', {}],
	['feedback_queue', {}],
	['finish_check', { round_id: NOBODY, fires: [] }],
	['finish_intruder', { round_id: NOBODY, odd: 0 }],
	['finish_merge', {}],
	['group_board', { group_id: '0'.repeat(64), period: 'all' }],
	['handle_feedback', { feedback_id: 1 }],
	['join_group', { group_id: '0'.repeat(64) }],
	['leave_group', { group_id: '0'.repeat(64) }],
	['me', {}],
	['moderation_trail', {}],
	['my_badges', {}],
	['my_groups', {}],
	['my_rank', { period: 'day' }],
	['my_votes', { campaign_id: C }],
	['prepare_merge', {}],
	['report_explanation', { explanation_id: 1, reason: 'spam' }],
	['review_queue', {}],
	['revise_explanation', { explanation_id: 1, text: 'words' }],
	['send_feedback', { text: 'words' }],
	['set_laugh', { explanation_id: 1, laughed: true }],
	['start_check', { campaign_id: C }],
	['start_intruder', { campaign_id: C }],
	['submit_explanation', at(0, { text: 'words' })],
	['update_profile', { profile: {} }]
].map(([name, args]): Case => ({
	what: `${name} as nobody`,
	call: name as string,
	args: () => args,
	headers: () => ({ authorization: undefined }),
	status: 401
}));

const OTHERS: Case[] = [
	{
		what: 'a vote on one’s own',
		call: 'cast_vote',
		args: (w) => ({ explanation_id: w.ownExplanationId, value: 1 }),
		status: 403,
		code: 'own_explanation'
	},
	{
		what: 'a report of one’s own',
		call: 'report_explanation',
		args: (w) => ({ explanation_id: w.ownExplanationId, reason: 'spam' }),
		status: 403,
		code: 'own_explanation'
	},
	{
		what: 'a laugh at one’s own',
		call: 'set_laugh',
		args: (w) => ({ explanation_id: w.ownExplanationId, laughed: true }),
		status: 403,
		code: 'own_explanation'
	},
	{
		what: 'a laugh that says nothing',
		call: 'set_laugh',
		args: (w) => ({ explanation_id: w.explanationId, laughed: null }),
		status: 400,
		code: 'invalid'
	},
	{
		what: 'a laugh for another player',
		call: 'set_laugh',
		args: (w) => ({ explanation_id: w.explanationId, laughed: true, player_id: w.victim.id }),
		status: 404,
		code: 'PGRST202'
	},
	{
		what: 'the board of another’s group',
		call: 'group_board',
		args: (w) => ({ group_id: w.groupId, period: 'all' }),
		status: 404,
		code: 'not_found'
	},
	...['', '%', '0'.repeat(64), "' or '1'='1"].map((group_id): Case => ({
		what: `joining the group “${group_id}”`,
		call: 'join_group',
		args: () => ({ group_id }),
		status: 404,
		code: 'not_found'
	})),
	{
		what: 'putting another player into a group',
		call: 'join_group',
		args: (w) => ({ group_id: w.groupId, player_id: w.victim.id }),
		status: 404,
		code: 'PGRST202'
	},
	{
		what: 'a list of too many neurons',
		call: 'neurons_at',
		args: () => ({ campaign_id: C, indices: Array.from({ length: 51 }, (_, i) => i) }),
		status: 400,
		code: 'invalid'
	},
	{
		what: 'revising what another wrote',
		call: 'revise_explanation',
		args: (w) => ({ explanation_id: w.explanationId, text: 'my words now' }),
		status: 403,
		code: 'forbidden'
	},
	{
		what: 'another’s round',
		call: 'finish_check',
		args: (w) => ({ round_id: w.roundId, fires: [true, true, true, false, false, false] }),
		status: 404,
		code: 'not_found'
	},
	{
		what: 'another’s finished round',
		call: 'finish_check',
		args: (w) => ({ round_id: w.doneRoundId, fires: [true, true, true, false, false, false] }),
		status: 404,
		code: 'not_found'
	},
	{
		what: 'another’s round as an intruder round',
		call: 'finish_intruder',
		args: (w) => ({ round_id: w.roundId, odd: 0 }),
		status: 404,
		code: 'not_found'
	},
	{
		what: 'another’s round by a delivery',
		call: 'deliver',
		args: (w) => ({
			delivery_id: NOBODY,
			call: 'finish_check',
			args: { round_id: w.roundId, fires: [true, true, true, false, false, false] }
		}),
		status: 404,
		code: 'not_found'
	},
	...['delete_account', 'claim_merge', 'run_upkeep', 'set_role', 'pg_sleep', "cast_vote'; --", '', null].map(
		(name): Case => ({
			what: `a delivery of ${JSON.stringify(name)}`,
			call: 'deliver',
			args: (w) => ({ delivery_id: NOBODY, call: name, args: { explanation_id: w.explanationId, value: 1 } }),
			status: 400,
			code: 'invalid'
		})
	),
	...[null, [], 'x', { fires: {} }, { fires: [[true]], round_id: NOBODY }].map((args): Case => ({
		what: `a delivery with ${JSON.stringify(args)}`,
		call: 'deliver',
		args: () => ({ delivery_id: NOBODY, call: 'finish_check', args }),
		status: [400, 404]
	})),
	{
		what: 'a delivery without an id',
		call: 'deliver',
		args: (w) => ({ delivery_id: null, call: 'cast_vote', args: vote(w) }),
		status: 400,
		code: 'invalid'
	},
	{
		what: 'a delivery in another’s name',
		call: 'deliver',
		args: (w) => ({ delivery_id: NOBODY, call: 'cast_vote', args: vote(w), player_id: w.victim.id }),
		status: 404,
		code: 'PGRST202'
	},
	{
		what: 'a delivery of somebody who is gone',
		call: 'deliver',
		args: (w) => ({ delivery_id: NOBODY, call: 'cast_vote', args: vote(w) }),
		headers: bearer('gone'),
		status: 401,
		code: 'signed_out'
	},
	{
		what: 'a round that never was',
		call: 'finish_check',
		args: () => ({ round_id: NOBODY, fires: [true] }),
		status: 404,
		code: 'not_found'
	},
	{
		what: 'a decision by a player',
		call: 'decide',
		args: (w) => ({ explanation_id: w.explanationId, decision: 'remove' }),
		status: 403,
		code: 'forbidden'
	},
	{ what: 'the moderators’ queue', call: 'review_queue', status: 403, code: 'forbidden' },
	{ what: 'the moderators’ trail', call: 'moderation_trail', status: 403, code: 'forbidden' },
	{ what: 'messages to the makers', call: 'feedback_queue', status: 403, code: 'forbidden' },
	{
		what: 'handling a message',
		call: 'handle_feedback',
		args: () => ({ feedback_id: 1 }),
		status: 403,
		code: 'forbidden'
	},
	{
		what: 'taking over by a guessed code',
		call: 'claim_merge',
		args: () => ({ code: '0'.repeat(64) }),
		status: 403,
		code: 'forbidden'
	},
	...['player_id', 'author_id', 'player', 'user_id', 'created_at', 'points', 'score', 'weight'].map(
		(extra): Case => ({
			what: `a vote that brings its own ${extra}`,
			call: 'cast_vote',
			args: (w) => ({ ...vote(w), [extra]: w.victim.id }),
			status: 404,
			code: 'PGRST202'
		})
	),
	...['player_id', 'author_id', 'votes_up', 'is_shadowed'].map((extra): Case => ({
		what: `an explanation that brings its own ${extra}`,
		call: 'submit_explanation',
		args: (w) => at(0, { text: 'words', [extra]: w.victim.id }),
		status: 404,
		code: 'PGRST202'
	})),
	...['accuracy', 'points', 'truth', 'finished_at'].map((extra): Case => ({
		what: `a round that brings its own ${extra}`,
		call: 'finish_check',
		args: (w) => ({ round_id: w.roundId, fires: [], [extra]: 1 }),
		status: 404,
		code: 'PGRST202'
	}))
];

const TABLES = [
	'players',
	'explanations',
	'votes',
	'rounds',
	'points',
	'exhibits',
	'neurons',
	'scores',
	'merge_codes',
	'groups',
	'memberships',
	'laughs',
	'write_budgets'
];
const DIRECT: Case[] = [
	...TABLES.map((table): Case => ({
		what: `reading table ${table}`,
		call: `/rest/v1/${table}?select=*`,
		method: 'GET',
		status: 404,
		code: 'PGRST205'
	})),
	...TABLES.slice(0, 5).map((table): Case => ({
		what: `writing table ${table}`,
		call: `/rest/v1/${table}`,
		args: () => ({ id: 1 }),
		status: 404,
		code: 'PGRST205'
	})),
	{
		what: 'deleting from a table',
		call: '/rest/v1/votes?player_id=neq.0',
		method: 'DELETE',
		status: 404,
		code: 'PGRST205'
	},
	{
		what: 'changing a table',
		call: '/rest/v1/players',
		method: 'PATCH',
		args: () => ({ role: 'moderator' }),
		status: 404,
		code: 'PGRST205'
	},
	{
		what: 'the schema game',
		call: 'begin_write',
		headers: () => ({ 'content-profile': 'game' }),
		status: 406,
		code: 'PGRST106'
	},
	{
		what: 'the schema auth',
		call: 'sign_up',
		headers: () => ({ 'content-profile': 'auth' }),
		status: 406,
		code: 'PGRST106'
	},
	{
		what: 'the schema pg_catalog',
		call: 'pg_sleep',
		args: () => ({ a: 10 }),
		headers: () => ({ 'content-profile': 'pg_catalog' }),
		status: 406,
		code: 'PGRST106'
	},
	...[
		'begin_write',
		'earn',
		'set_vote',
		'note_answer',
		'merge_players',
		'rate',
		'drain_points',
		'refuse',
		'pg_sleep',
		'set_config'
	].map((name): Case => ({
		what: `the inner function ${name}`,
		call: name,
		status: 404,
		code: 'PGRST202'
	})),
	{
		what: 'a write by GET',
		call: '/rest/v1/rpc/cast_vote?explanation_id=1&value=1',
		method: 'GET',
		status: 405
	},
	{ what: 'a filter on a function', call: '/rest/v1/rpc/me?select=secret', status: 400, code: 'PGRST100' },
	{ what: 'PUT on a function', call: 'me', method: 'PUT', status: 405, code: 'PGRST101' },
	{ what: 'the root', call: '/rest/v1/', method: 'GET', status: 404 },
	{ what: 'a path upwards', call: '/rest/v1/rpc/..%2f..%2fauth', status: 404 },
	{ what: 'the auth admin’s users', call: '/auth/v1/admin/users', method: 'GET', status: 404 },
	{
		what: 'sign-up with a password',
		call: '/auth/v1/signup',
		args: () => ({ email: 'a@b.example', password: 'x' }),
		status: 422
	},
	{
		what: 'a refresh token that was never given',
		call: '/auth/v1/token?grant_type=refresh_token',
		args: () => ({ refresh_token: 'guess' }),
		status: 400
	},
	{
		what: 'a password grant',
		call: '/auth/v1/token?grant_type=password',
		args: () => ({ email: 'a', password: 'b' }),
		status: 400
	}
];

const INJECTION = [
	"'; drop table game.votes; --",
	"' or '1'='1",
	'$$; select 1; $$',
	'\\',
	"\\'; select pg_sleep(9) --",
	'"; --',
	'%00',
	"E'\\x41'",
	'{{7*7}}',
	'${7*7}'
];
const SQL_TRICKS: Case[] = [
	...INJECTION.map((text): Case => ({
		what: `a campaign called ${text}`,
		call: 'next_puzzle',
		args: () => ({ campaign_id: text }),
		status: 404,
		code: 'not_found'
	})),
	...INJECTION.slice(0, 5).map((text): Case => ({
		what: `a vote for ${text}`,
		call: 'cast_vote',
		args: () => ({ explanation_id: text, value: 1 }),
		status: 400,
		code: undefined
	})),
	{
		what: 'a name of a function with SQL',
		call: 'me();drop table game.votes',
		status: 404,
		code: 'PGRST202'
	},
	{
		what: 'an argument’s name with SQL',
		call: 'me',
		args: () => ({ 'x" := 1); drop table game.votes; --': 1 }),
		status: 404,
		code: 'PGRST202'
	},
	{
		what: 'a NUL in a text',
		call: 'submit_explanation',
		body: () => `{"campaign_id":"${C}","neuron_index":0,"text":"abc\\u0000def"}`,
		status: 400
	},
	{
		what: 'half a surrogate pair',
		call: 'submit_explanation',
		body: () => `{"campaign_id":"${C}","neuron_index":0,"text":"abc\\ud800def"}`,
		status: 400
	},
	{
		what: 'only invisible characters',
		call: 'submit_explanation',
		args: () => at(0, { text: '\u200b\u200d\ufeff\u2060\u202e' }),
		status: 400,
		code: 'too_short'
	},
	{
		what: 'only combining marks in a name',
		call: 'update_profile',
		args: () => ({ profile: { name: '\u0301\u0301\u0301' } }),
		status: 400
	},
	{
		what: 'a name that turns its direction',
		call: 'update_profile',
		args: () => ({ profile: { name: '\u202e\u202e' } }),
		status: 400,
		code: 'too_short'
	},
	{
		what: 'a name in two alphabets',
		call: 'update_profile',
		args: () => ({ profile: { name: 'p\u0430ypal' } }),
		status: 400,
		code: 'unfit'
	},
	{
		what: 'markup in a name',
		call: 'update_profile',
		args: () => ({ profile: { name: '<b>x</b>' } }),
		status: 400,
		code: 'unfit'
	},
	{
		what: 'a link behind zero-width spaces',
		call: 'submit_explanation',
		args: () => at(0, { text: 'ht\u200btp://spam.exam\u200bple' }),
		status: 400,
		code: 'unfit'
	}
];

const SIZES: Case[] = [
	{
		what: 'a body of 65 kB',
		call: 'submit_explanation',
		args: () => at(0, { text: 'x'.repeat(66_000) }),
		status: 413
	},
	{
		what: 'a body of 2 MB',
		call: 'submit_explanation',
		args: () => at(0, { text: 'x'.repeat(2_000_000) }),
		status: 413
	},
	{
		what: 'a text of 5 kB',
		call: 'submit_explanation',
		args: () => at(0, { text: 'x'.repeat(5000) }),
		status: 400,
		code: 'too_long'
	},
	{
		what: 'a text of 201 characters',
		call: 'submit_explanation',
		args: () => at(0, { text: 'x'.repeat(201) }),
		status: 400,
		code: 'too_long'
	},
	{
		what: 'a body nested a hundred times',
		call: 'update_profile',
		body: () => `{"profile":${nested(100)}}`,
		status: 400,
		code: 'PGRST102'
	},
	{
		what: 'a body nested ten thousand times',
		call: 'update_profile',
		body: () => `{"profile":${nested(10_000)}}`,
		status: 400,
		code: 'PGRST102'
	},
	{ what: 'a body that is no JSON', call: 'me', body: () => '{', status: 400, code: 'PGRST102' },
	{ what: 'a body that is a list', call: 'me', body: () => '[]', status: 400, code: 'PGRST102' },
	{ what: 'a body that is a number', call: 'me', body: () => '1', status: 400, code: 'PGRST102' },
	{
		what: 'a body of another kind',
		call: 'me',
		headers: () => ({ 'content-type': 'text/plain' }),
		args: () => ({}),
		status: 415
	},
	{
		what: 'six thousand excluded neurons',
		call: 'next_puzzle',
		args: () => ({ campaign_id: C, exclude: Array.from({ length: 6000 }, (_, i) => i) }),
		status: 400
	},
	{
		what: 'fifty-one clues',
		call: 'submit_explanation',
		args: () => at(0, { text: 'words', covers: Array.from({ length: 51 }, (_, i) => i) }),
		status: 400,
		code: 'invalid'
	},
	{
		what: 'a negative clue',
		call: 'submit_explanation',
		args: () => at(0, { text: 'words', covers: [-1] }),
		status: 400,
		code: 'invalid'
	},
	{
		what: 'a message of 2,001 characters',
		call: 'send_feedback',
		args: () => ({ text: 'x'.repeat(2001) }),
		status: 400,
		code: 'too_long'
	}
];

const RANGES: Case[] = [
	...[2, -2, 100, null, 2_147_483_647].map((value): Case => ({
		what: `a vote of ${value}`,
		call: 'cast_vote',
		args: (w) => ({ explanation_id: w.explanationId, value }),
		status: 400
	})),
	...['one', 0.5, 1e20, true, {}, []].map((value): Case => ({
		what: `a vote of ${JSON.stringify(value)}`,
		call: 'cast_vote',
		args: (w) => ({ explanation_id: w.explanationId, value }),
		status: 400
	})),
	...[-1, 999_999, null].map((index): Case => ({
		what: `an answer for neuron ${index}`,
		call: 'submit_explanation',
		args: () => ({ campaign_id: C, neuron_index: index, text: 'words' }),
		status: 404,
		code: 'not_found'
	})),
	{
		what: 'a neuron beyond all integers',
		call: 'submit_explanation',
		args: () => at('99999999999', { text: 'words' }),
		status: 400
	},
	{
		what: 'no pattern of no neuron',
		call: 'answer_no_pattern',
		args: () => at(9999),
		status: 404,
		code: 'not_found'
	},
	{ what: 'skipping no neuron', call: 'skip_puzzle', args: () => at(9999), status: 404, code: 'not_found' },
	{
		what: 'an explanation that is not there',
		call: 'cast_vote',
		args: () => ({ explanation_id: '9007199254740993', value: 1 }),
		status: 404,
		code: 'not_found'
	},
	{
		what: 'a round whose id is no uuid',
		call: 'finish_check',
		args: () => ({ round_id: 'x', fires: [] }),
		status: 400
	},
	{
		what: 'a board of a year',
		call: 'leaderboard',
		args: () => ({ period: 'year' }),
		status: 400,
		code: 'invalid'
	},
	{
		what: 'an argument missing',
		call: 'cast_vote',
		args: () => ({ value: 1 }),
		status: 404,
		code: 'PGRST202'
	},
	{
		what: 'a reason that is none',
		call: 'report_explanation',
		args: (w) => ({ explanation_id: w.explanationId, reason: 'envy' }),
		status: 400,
		code: 'invalid'
	},
	{
		what: 'a country that is none',
		call: 'update_profile',
		args: () => ({ profile: { country: 'xx' } }),
		status: 400,
		code: 'invalid'
	},
	{
		what: 'an avatar that is none',
		call: 'update_profile',
		args: () => ({ profile: { avatar: 99999999999 } }),
		status: 400,
		code: 'invalid'
	},
	{
		what: 'deleting an account without a word on the texts',
		call: 'delete_account',
		args: () => ({ keep_explanations: null }),
		status: 400,
		code: 'invalid'
	}
];

const AUTH: Case[] = [
	{
		what: 'a guessed code of a sign-in',
		call: '/auth/v1/token?grant_type=pkce',
		args: () => ({ auth_code: 'guess', code_verifier: 'v'.repeat(43) }),
		status: 404,
		code: 'flow_state_not_found'
	},
	{
		what: 'a code of a sign-in with SQL for a verifier',
		call: '/auth/v1/token?grant_type=pkce',
		args: () => ({ auth_code: 'guess', code_verifier: "' or true --".padEnd(43, '-') }),
		status: 400,
		code: 'validation_failed'
	},
	{
		what: 'coming back from a provider that is off',
		call: '/auth/v1/callback?code=x&state=y',
		method: 'GET',
		status: 400,
		code: 'provider_disabled'
	},
	{
		what: 'a sign-in that ends elsewhere',
		call: '/auth/v1/authorize?provider=github&redirect_to=https://evil.example',
		method: 'GET',
		status: 400
	},
	{
		what: 'linking as nobody',
		call: '/auth/v1/user/identities/authorize?provider=github',
		method: 'GET',
		headers: () => ({ authorization: undefined }),
		status: 401
	},
	{
		what: 'the session of a forged token',
		call: '/auth/v1/user',
		method: 'GET',
		headers: bearer('forged'),
		status: 403
	},
	{
		what: 'the session of somebody who is gone',
		call: '/auth/v1/user',
		method: 'GET',
		headers: bearer('gone'),
		status: 403,
		code: 'session_not_found'
	},
	{
		what: 'signing another’s session out',
		call: '/auth/v1/logout?scope=global',
		headers: bearer('altered'),
		status: 403
	},
	{
		what: 'metadata of 5 kB',
		call: '/auth/v1/user',
		method: 'PUT',
		args: () => ({ data: { note: 'x'.repeat(5000) } }),
		status: 422
	},
	{
		what: 'metadata with a NUL',
		call: '/auth/v1/user',
		method: 'PUT',
		body: () => '{"data":{"note":"\\u0000"}}',
		status: 422
	},
	{
		what: 'a new e-mail address',
		call: '/auth/v1/user',
		method: 'PUT',
		args: () => ({ email: 'a@b.example' }),
		status: 422
	},
	{ what: 'a sign-up that is a list', call: '/auth/v1/signup', body: () => '[]', status: 400 },
	{
		what: 'a sign-up of 20 kB',
		call: '/auth/v1/signup',
		args: () => ({ data: { x: 'x'.repeat(20_000) } }),
		status: [413, 422]
	},
	{ what: 'the admin’s links', call: '/auth/v1/admin/generate_link', args: () => ({}), status: 404 }
];

const ALL: Record<string, Case[]> = {
	tokens: TOKENS,
	'functions of the service': SERVICE_ONLY,
	'functions of players': PLAYERS_ONLY,
	'other people’s things': OTHERS,
	'tables and inner functions': DIRECT,
	'SQL and Unicode': SQL_TRICKS,
	sizes: SIZES,
	ranges: RANGES,
	'sign-in': AUTH
};

/** Tokens that should not work, from the backend's own keys where that makes them harder to tell. */
async function badTokens({ keys }: Backend, own: Player, other: Player): Promise<Record<string, string>> {
	const { data } = await own.client.auth.getSession();
	const token = data.session!.access_token;
	const [header, payload, signature] = token.split('.') as [string, string, string];
	const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
	const key = await importJWK({ ...keys.signingKey, alg: 'ES256' });
	const foreign = (await generateKeyPair('ES256')).privateKey;
	const sign = (changes: Record<string, unknown>, by: Parameters<SignJWT['sign']>[0] = key, alg = 'ES256') =>
		new SignJWT({ ...claims, ...changes })
			.setProtectedHeader({ alg, typ: 'JWT', kid: keys.signingKey.kid })
			.sign(by);
	const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const now = Math.floor(Date.now() / 1000);
	return {
		own: token,
		forged: await sign({}, foreign),
		unsigned: `${encode({ alg: 'none', typ: 'JWT' })}.${payload}.`,
		hmac: await sign({}, new TextEncoder().encode(JSON.stringify(keys.signingKey.x)), 'HS256'),
		expired: await sign({ exp: now - 60, iat: now - 3660 }),
		audience: await sign({ aud: 'somebody-else' }),
		endless: await sign({ exp: undefined }),
		subjectless: await sign({ sub: undefined }),
		named: await sign({ sub: "x' or true --" }),
		service: await sign({ role: 'service_role' }),
		postgres: await sign({ role: 'postgres' }),
		altered: `${header}.${encode({ ...claims, sub: other.id })}.${signature}`,
		short: token.slice(0, -8),
		swapped: `${header}.${encode({ ...claims, sub: NOBODY })}.${signature}`,
		sessionless: await sign({ session_id: undefined }),
		gone: await sign({ sub: NOBODY })
	};
}

async function send({ backend, ...world }: World, hostile: Case): Promise<Response> {
	const url = hostile.call.startsWith('/')
		? hostile.call
		: `/rest/v1/rpc/${encodeURIComponent(hostile.call)}`;
	const method = hostile.method ?? 'POST';
	const own = {
		apikey: EMBEDDED_PUBLISHABLE_KEY,
		authorization: `Bearer ${world.tokens.own}`,
		'content-type': 'application/json'
	};
	const headers = Object.entries({ ...own, ...hostile.headers?.({ backend, ...world }) }).filter(
		(pair): pair is [string, string] => pair[1] !== undefined
	);
	const body = hostile.body?.() ?? JSON.stringify(hostile.args?.({ backend, ...world }) ?? {});
	return backend.fetch(`${ORIGIN}${url}`, { method, headers, ...(method !== 'GET' && { body }) });
}

describe('the table of hostile calls', () => {
	it('has at least 150 cases, no two alike', () => {
		const names = Object.values(ALL).flatMap((cases) => cases.map(({ what }) => what));
		const counts = Object.entries(ALL).map(([group, cases]) => `${cases.length} ${group}`);
		console.warn(`${names.length} hostile calls: ${counts.join(', ')}`);
		expect(names.length).toBeGreaterThanOrEqual(150);
		expect(new Set(names).size).toBe(names.length);
	});
});

describeOnBoth('hostile calls', (open) => {
	let world: World;
	/** All rows of the game, to see that nothing changed. */
	const fingerprint = async () => {
		const [row] = await world.backend.database.run(`select md5(concat(
			(select string_agg(e::text, '|' order by e.id) from game.explanations e),
			(select string_agg(v::text, '|' order by v.player_id, v.explanation_id) from game.votes v),
			(select string_agg(r::text, '|' order by r.id) from game.rounds r),
			(select string_agg(p.id || coalesce(p.name, '') || p.role, '|' order by p.id) from game.players p),
			(select string_agg(n::text, '|' order by n.campaign_id, n.index) from game.neurons n),
			(select string_agg(l::text, '|' order by l.explanation_id, l.player_id) from game.laughs l),
			(select string_agg(m::text, '|' order by m.group_id, m.player_id) from game.memberships m),
			(select string_agg(x::text, '|' order by x.id) from game.points x))) as sum`);
		return row!.sum;
	};
	beforeAll(async () => {
		const backend = await open(undefined, undefined, RACERS);
		await publishSample(backend, 10, C);
		const rounds = await publishWithExhibits(backend, 5, 'rounds');
		const [player, victim, third] = [
			await newPlayer(backend),
			await newPlayer(backend),
			await newPlayer(backend)
		];
		const write = async (who: Player, campaignId: string, index: number) => {
			const answer = await submitExplanation(who.store, { campaignId, index, text: `words on ${index}` });
			return answer.ok ? answer.value.explanation.id : '';
		};
		for (let i = 0; i < 5; i++) await write(third, rounds, i);
		const start = () => call<DealtRound>(victim, 'start_check', { campaign_id: rounds });
		const done = await start();
		await call(victim, 'finish_check', { round_id: done.id, fires: done.passages.map(() => true) });
		world = {
			backend,
			player,
			victim,
			explanationId: await write(victim, C, 1),
			ownExplanationId: await write(player, C, 2),
			roundId: (await start()).id,
			doneRoundId: done.id,
			groupId: await call<string>(victim, 'create_group'),
			tokens: await badTokens(backend, player, victim)
		};
	});
	afterAll(() => world.backend.close());

	it.each(Object.entries(ALL))('are refused: %s', async (group, cases) => {
		const before = await fingerprint();
		const wrong: string[] = [];
		for (const hostile of cases) {
			await world.backend.database.run('delete from game.write_budgets');
			const response = await send(world, hostile);
			const text = await response.text();
			const answer = text.startsWith('{')
				? (JSON.parse(text) as { code?: string; hint?: string; message?: string })
				: {};
			const isRight =
				[hostile.status].flat().includes(response.status) &&
				(hostile.code === undefined || [answer.code, answer.hint].includes(hostile.code));
			if (!isRight) wrong.push(`${hostile.what}: ${response.status} ${text.slice(0, 160)}`);
			// Calls with SQL in them get their own words back.
			if (group !== 'SQL and Unicode' && /game\.|select |relation|syntax error at/i.test(text))
				wrong.push(`${hostile.what} tells too much: ${text.slice(0, 160)}`);
		}
		expect(wrong).toEqual([]);
		expect(await fingerprint()).toEqual(before);
	});

	it('replay a round: judged once, however often it is sent at once', async () => {
		const player = await newPlayer(world.backend);
		const dealt = await call<DealtRound>(player, 'start_check', { campaign_id: 'rounds' });
		const finish = () =>
			call(player, 'finish_check', { round_id: dealt.id, fires: dealt.passages.map(() => true) });
		const answers = await Promise.allSettled(Array.from({ length: 20 }, finish));
		expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		const codes = answers.map((answer) =>
			answer.status === 'rejected' ? (answer.reason as Error).message : 'ok'
		);
		expect(new Set(codes)).toEqual(new Set(['ok', 'already_done']));
	});

	it('race counters from fifty connections: each vote and answer counts once', async () => {
		const { explanationId, backend } = world;
		const crowd = await Promise.all(Array.from({ length: RACERS }, () => newPlayer(backend)));
		const values = [1, -1, 1, 0, 1];
		await Promise.all(
			crowd.flatMap((player) =>
				values.map((value) => player.store.write('cast_vote', { explanation_id: explanationId, value }))
			)
		);
		const rows = await backend.database.run(`
			select (e.votes_up = count(*) filter (where v.value = 1) and e.votes_down = count(*) filter (where v.value = -1))::text as right,
				count(v.*)::text as votes, (select (n.answer_count = (select count(*) from game.answers a
					where a.campaign_id = n.campaign_id and a.neuron_index = n.index))::text from game.neurons n
					where n.campaign_id = e.campaign_id and n.index = e.neuron_index) as answers
			from game.explanations e left join game.votes v on v.explanation_id = e.id where e.id = ${explanationId} group by e.id`);
		expect(rows).toMatchObject([{ right: 'true', answers: 'true' }]);
		expect(Number(rows[0]!.votes)).toBeLessThanOrEqual(RACERS);
		expect(Number(rows[0]!.votes)).toBeGreaterThan(0);
	});

	it('race a name: one of fifty gets it', async () => {
		const crowd = await Promise.all(Array.from({ length: RACERS }, () => newPlayer(world.backend)));
		const answers = await Promise.all(
			crowd.map((player, i) =>
				player.store.write('update_profile', { profile: { name: i % 2 ? 'Wanted Name' : 'wanted_narne' } })
			)
		);
		expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
		expect(new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.error.code])))).toEqual(
			new Set(['already_exists'])
		);
	});

	it('flood: the sixty-first write of a minute is refused, whatever the function', async () => {
		const player = await newPlayer(world.backend);
		const now = new Date();
		if (now.getSeconds() > 55)
			await new Promise((resolve) => setTimeout(resolve, (61 - now.getSeconds()) * 1000));
		const answers = await Promise.all(
			Array.from({ length: 70 }, (_, i) =>
				i % 2
					? player.store.write('answer_no_pattern', at(i % 10))
					: player.store.write('update_profile', { profile: { avatar: i % 8 } })
			)
		);
		const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.error.code));
		expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(10);
		await serviceRpcOf(world.backend)('run_upkeep', {});
	});
});
