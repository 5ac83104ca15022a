// Where a player's name may be read, by whom, for each of the two choices: on the boards if listed, beside what was
// written if credited, nowhere else. Every function that others may call is asked.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Backend } from '../../src/lib/server/embedded/backend.ts';
import { describeOnBoth } from '../../src/testing/backends.ts';
import {
	newClient,
	newPlayer,
	publishSample,
	serviceRpcOf,
	storeOf,
	type Player
} from '../../src/testing/players.ts';
import { call } from '../../src/testing/rounds.ts';

const NAME = 'Quartz Unmistaken';
const C = 'sample';

/** What is asked, and which choice opens it. */
const PLACES: [
	name: string,
	args: (world: World) => Record<string, unknown>,
	opensBy: 'credited' | 'listed'
][] = [
	['explanations_of', () => ({ campaign_id: C, neuron_index: 0 }), 'credited'],
	['search_explanations', () => ({ campaign_id: C, words: 'words' }), 'credited'],
	['neurons_at', () => ({ campaign_id: C, indices: [0] }), 'credited'],
	['funniest', () => ({ campaign_id: C }), 'credited'],
	['neuron_list', () => ({ campaign_id: C, kind: 'unsolved' }), 'credited'],
	['evidence_of', ({ explanationId }) => ({ explanation_id: explanationId }), 'credited'],
	['records_of', () => ({ campaign_id: C, neuron_index: 0 }), 'credited'],
	['leaderboard', () => ({ period: 'all' }), 'listed'],
	['leaderboard', () => ({ period: 'day', place: 'FR' }), 'listed'],
	['quest_board', ({ questId }) => ({ quest_id: questId }), 'listed'],
	['player_named', () => ({ name: NAME }), 'listed']
];
/** Answer with no name at all, whatever was chosen. */
const NAMELESS: [name: string, args: (world: World) => Record<string, unknown>][] = [
	['next_puzzle', () => ({ campaign_id: C })],
	['daily_puzzle', () => ({ campaign_id: C })],
	['history_of', ({ explanationId }) => ({ explanation_id: explanationId })],
	['neuron', () => ({ campaign_id: C, neuron_index: 0 })],
	['laughs_of', () => ({ campaign_id: C, neuron_index: 0 })],
	['campaign_map', () => ({ campaign_id: C })],
	['quests', () => ({})]
];

interface World {
	explanationId: string;
	questId: string;
}

describeOnBoth('names', (open) => {
	let backend: Backend;
	let author: Player;
	let stranger: Player;
	let world: World;
	beforeAll(async () => {
		backend = await open();
		const rpc = serviceRpcOf(backend);
		await publishSample(backend, 5, C);
		[author, stranger] = [await newPlayer(backend), await newPlayer(backend)];
		await call(author, 'update_profile', { profile: { name: NAME, country: 'FR' } });
		const submitted = await call<{ explanation: { id: string } }>(author, 'submit_explanation', {
			campaign_id: C,
			neuron_index: 0,
			text: 'words of an author'
		});
		const measured = {
			player_id: author.id,
			token_ids: [1],
			activations: [100],
			model_sha256: 'a'.repeat(64),
			tokenizer_sha256: 'b'.repeat(64),
			runtime: 'test'
		};
		const explanationId = submitted.explanation.id;
		await call(stranger, 'set_laugh', { explanation_id: explanationId, laughed: true });
		await rpc('add_evidence', {
			evidence: { ...measured, explanation_id: explanationId, text: 'a sentence', predicts_firing: true }
		});
		await rpc('add_record', {
			record: { ...measured, campaign_id: C, neuron_index: 0, text: 'a bright one' }
		});
		await rpc('run_upkeep', {});
		const quests = await call<{ id: string; kind: string }[]>(author, 'quests');
		const questId = quests.find(({ kind }) => kind === 'month')!.id;
		// The record's points came before the month's quest was made; these count.
		await backend.database.run(`select game.earn('${author.id}', 5, 'round', '${C}', 0)`);
		await rpc('run_upkeep', {});
		world = { explanationId, questId };
	});
	afterAll(() => backend.close());

	const chosen = (isCredited: boolean, isListed: boolean) =>
		backend.database.run(`update game.players set is_credited = ${isCredited}, is_listed = ${isListed}
			where id = '${author.id}'`);
	const answerOf = async (store: Player['store'], name: string, args: Record<string, unknown>) => {
		const answer = await store.read(name as never, args);
		if (!answer.ok) throw new Error(`${name}: ${answer.error.code}`);
		return JSON.stringify(answer.value);
	};

	it.each([
		[false, false],
		[true, false],
		[false, true],
		[true, true]
	])('are shown to others as chosen: credited %s, listed %s', async (isCredited, isListed) => {
		await chosen(isCredited, isListed);
		for (const store of [stranger.store, storeOf(newClient(backend.fetch))]) {
			for (const [name, args, opensBy] of PLACES) {
				const isOpen = opensBy === 'credited' ? isCredited : isListed;
				expect((await answerOf(store, name, args(world))).includes(NAME), `${name} by ${opensBy}`).toBe(
					isOpen
				);
			}
			for (const [name, args] of NAMELESS)
				expect(await answerOf(store, name, args(world)), name).not.toContain(NAME);
		}
	});

	it('are shown to oneself beside what one wrote', async () => {
		await chosen(false, false);
		for (const [name, args, opensBy] of PLACES) {
			if (opensBy === 'credited')
				expect(await answerOf(author.store, name, args(world)), name).toContain(NAME);
		}
	});

	it('are shown to whom one has joined, and to nobody else', async () => {
		await chosen(false, false);
		const group = { group_id: await call<string>(author, 'create_group') };
		expect(await answerOf(stranger.store, 'my_groups', {})).not.toContain(NAME);
		const refused = await stranger.store.read('group_board', { ...group, period: 'all' });
		expect(refused).toMatchObject({ ok: false, error: { code: 'not_found' } });
		await call(stranger, 'join_group', group);
		expect(await answerOf(stranger.store, 'group_board', { ...group, period: 'all' })).toContain(NAME);
		await call(author, 'leave_group', group);
		expect(await answerOf(stranger.store, 'group_board', { ...group, period: 'all' })).not.toContain(NAME);
	});

	it('stay out of the dump unless credited', async () => {
		const rpc = serviceRpcOf(backend);
		for (const isCredited of [false, true]) {
			await chosen(isCredited, true);
			for (const kind of ['explanations', 'evidence', 'records']) {
				const page = JSON.stringify(await rpc('dump', { campaign_id: C, kind }));
				expect(page.includes(NAME), kind).toBe(isCredited);
				expect(page).not.toContain(author.id);
			}
		}
	});

	it('and no id of a player is told to anybody', async () => {
		await chosen(true, true);
		for (const [name, args] of [...PLACES, ...NAMELESS]) {
			expect(await answerOf(stranger.store, name, args(world)), name).not.toContain(author.id);
		}
	});
});
