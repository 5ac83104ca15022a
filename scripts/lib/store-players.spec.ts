// Players' work in a real embedded store: exported as it is, and still there after the campaign was published again.
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finishCheck, startCheck, type Round } from '../../src/lib/data/checks.ts';
import { submitExplanation } from '../../src/lib/data/explanations.ts';
import { updateProfile } from '../../src/lib/data/players.ts';
import { castVote } from '../../src/lib/data/votes.ts';
import { intervalOf } from '../../src/lib/game/score.ts';
import { openBackend, type Backend } from '../../src/lib/server/embedded/backend.ts';
import { bundledSchema } from '../../src/lib/server/embedded/bundled-schema.ts';
import type { Result } from '../../src/lib/util/result.ts';
import { newPlayer, serviceRpcOf, type Player } from '../../src/testing/players.ts';
import { ensureCampaign } from './campaign-build.ts';
import { openFromDisk } from './campaign-disk.ts';
import { exportTables, writeNotice } from './export-files.ts';
import { publishFolder } from './store.ts';
import { parseCsv } from './testing/parse-csv.ts';
import { makeTinyCampaign, type TinyCampaign } from './testing/tiny-campaign.ts';

const TEXT = 'says "of", twice, and more';
const CHECKERS = 7;
const SHA = 'ab'.repeat(32);

let tiny: TinyCampaign;
let env: { DATA_DIR: string };
let dir: string;
let backend: Backend | undefined;
let author: Player;
/** A round that was dealt and not yet answered. */
let openRound: { player: Player; round: Round };
let explained: { index: number; explanationId: string };

const open = () => openBackend({ schema: bundledSchema, dataDir: env.DATA_DIR });

function valueOf<T>(result: Result<T, { code: string }>): T {
	if (!result.ok) throw new Error(result.error.code);
	return result.value;
}

/** Passages of a neuron that fire, as publish.json says. */
function firingOf(folder: string, index: number): Set<number> {
	const { exhibits } = JSON.parse(readFileSync(path.join(folder, 'publish.json'), 'utf8'));
	return new Set(exhibits[index].firing.map(([passage]: [number]) => passage));
}

async function checker(database: Backend): Promise<Player> {
	const player = await newPlayer(database);
	// Through with calibration, so that rounds count.
	await database.database.run(`insert into game.players (id, rounds_finished) values ('${player.id}', 3)`);
	return player;
}

async function play(database: Backend): Promise<void> {
	const [other, reader] = [await newPlayer(database), await newPlayer(database)];
	author = await newPlayer(database);
	const [{ index }] = JSON.parse(readFileSync(path.join(dir, 'publish.json'), 'utf8')).exhibits.filter(
		({ firing, quiet }: { firing: unknown[]; quiet: unknown[] }) => firing.length > 5 && quiet.length > 5
	);
	const submit = async (player: Player, text: string) =>
		valueOf(await submitExplanation(player.store, { campaignId: 'tiny', index, text })).explanation.id;
	explained = { index, explanationId: await submit(author, TEXT) };
	valueOf(await updateProfile(author.store, { name: 'Ada Byron', isCredited: true }));
	for (let i = 0; i < CHECKERS; i++) {
		const player = await checker(database);
		const round = valueOf(await startCheck(player.store, 'tiny'));
		const firing = firingOf(dir, round.index);
		// One of them is wrong in everything.
		const fires = round.passages.map((passage) => firing.has(passage) === i > 0);
		valueOf(await finishCheck(player.store, { roundId: round.id, fires }));
	}
	const dealtTo = await checker(database);
	openRound = { player: dealtTo, round: valueOf(await startCheck(dealtTo.store, 'tiny')) };
	const unsigned = await submit(other, 'something else entirely');
	valueOf(await updateProfile(other.store, { name: 'Nobody Known' }));
	valueOf(await castVote(other.store, { explanationId: explained.explanationId, value: 1 }));
	valueOf(await castVote(reader.store, { explanationId: explained.explanationId, value: 1 }));
	valueOf(await castVote(reader.store, { explanationId: unsigned, value: -1 }));
	await addVerified(database, reader.id);
}

/** Evidence and a record, as the server stores them once it has run the model. */
async function addVerified(database: Backend, playerId: string): Promise<void> {
	const rpc = serviceRpcOf(database);
	const measured = {
		player_id: playerId,
		token_ids: [5, 7],
		activations: [0.1, 9],
		model_sha256: SHA,
		tokenizer_sha256: SHA,
		runtime: 'test'
	};
	for (const [text, predicts_firing] of [
		['a bright text', true],
		['a text said to be dark', false]
	] as const) {
		const evidence = { ...measured, explanation_id: explained.explanationId, text, predicts_firing };
		await rpc('add_evidence', { evidence });
	}
	const record = { ...measured, campaign_id: 'tiny', neuron_index: explained.index, text: 'bright words' };
	await rpc('add_record', { record });
}

beforeAll(async () => {
	tiny = makeTinyCampaign();
	env = { DATA_DIR: path.join(tiny.folder, 'data') };
	({ dir } = await ensureCampaign('tiny', tiny.options));
	expect(await publishFolder(dir, env)).toBe(true);
	backend = await open();
	await play(backend);
});
afterAll(async () => {
	await backend?.close();
	tiny.remove();
});

describe('the export of a real store', () => {
	async function exported(format: 'csv' | 'jsonl') {
		const out = path.join(tiny.folder, format);
		mkdirSync(out, { recursive: true });
		writeNotice(out);
		const counts = await exportTables(serviceRpcOf(backend!), await openFromDisk(dir), out, format);
		return { counts, read: (kind: string) => readFileSync(path.join(out, `${kind}.${format}`), 'utf8') };
	}
	const linesOf = (text: string): Record<string, unknown>[] =>
		text
			.trimEnd()
			.split('\n')
			.map((line) => JSON.parse(line));

	it('has explanations with score, interval, n, votes, rounds and evidence', async () => {
		const { counts, read } = await exported('jsonl');
		expect(counts).toEqual({ rounds: CHECKERS, evidence: 2, explanations: 2, records: 1 });
		const [first, second] = linesOf(read('explanations'));
		expect(first).toMatchObject({
			campaign: 'tiny',
			layer: 1,
			id: explained.explanationId,
			neuron_index: explained.index,
			text: TEXT,
			votes_up: 2,
			votes_down: 0,
			rounds: CHECKERS,
			n: 6 * CHECKERS,
			evidence_for: 1,
			evidence_against: 1
		});
		expect(second).toMatchObject({ votes_up: 0, votes_down: 1, rounds: 0, n: 0, evidence_for: 0 });
		const { score, score_sd, score_low, score_high } = first as Record<string, number>;
		const { low, high } = intervalOf(score!, score_sd!);
		expect([score_low, score_high]).toEqual([expect.closeTo(low, 5), expect.closeTo(high, 5)]);
		expect(score).toBeGreaterThan(0.5);
		expect(score_low).toBeLessThan(score!);
		// Bounds as the store ranks by.
		const [row] = await backend!.database.run(
			`select score_low::text as low from game.explanations where id = ${explained.explanationId}`
		);
		expect(score_low).toBeCloseTo(Number(row!.low), 5);
	});

	it('has the rounds, the evidence and the records themselves, and nobody who played them', async () => {
		const { read } = await exported('jsonl');
		for (const round of linesOf(read('rounds'))) {
			expect(round).toMatchObject({ kind: 'check', explanation_id: explained.explanationId });
			expect(round.truth).toHaveLength(6);
			expect(round.answer).toHaveLength(6);
		}
		expect(linesOf(read('evidence'))).toMatchObject([
			{ text: 'a bright text', stance: 'for', fires: true, model_sha256: SHA, token_ids: [5, 7] },
			{ text: 'a text said to be dark', stance: 'against' }
		]);
		expect(linesOf(read('records'))).toMatchObject([{ text: 'bright words', peak: 9 }]);
		const rows = await backend!.database.run(`select id::text from game.players`);
		const all = ['rounds', 'evidence', 'explanations', 'records'].map(read).join('');
		expect(rows.length).toBeGreaterThan(CHECKERS);
		for (const { id } of rows) expect(all).not.toContain(id);
	});

	it('names authors only where they chose to be credited', async () => {
		const { read } = await exported('jsonl');
		expect(linesOf(read('explanations')).map((row) => row.author)).toEqual(['Ada Byron', null]);
		expect(['explanations', 'rounds', 'evidence', 'records'].map(read).join('')).not.toContain(
			'Nobody Known'
		);
		valueOf(await updateProfile(author.store, { isCredited: false }));
		const later = await exported('jsonl');
		expect(linesOf(later.read('explanations')).map((row) => row.author)).toEqual([null, null]);
		valueOf(await updateProfile(author.store, { isCredited: true }));
	});

	it('says the same as CSV, with the licence', async () => {
		const [json, csv] = [await exported('jsonl'), await exported('csv')];
		for (const kind of ['explanations', 'rounds', 'evidence', 'records']) {
			const rows = linesOf(json.read(kind)).map((row) =>
				Object.fromEntries(
					Object.entries(row).map(([name, value]) => [
						name,
						value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
					])
				)
			);
			expect(parseCsv(csv.read(kind))).toEqual(rows);
		}
		expect(readFileSync(path.join(tiny.folder, 'csv/LICENSE'), 'utf8')).toMatch(/CC0 1\.0 Universal/);
	});
});

/** All that players made, row by row; whether a neuron has passages for rounds is the campaign's, not theirs. */
async function playersRows({ database }: Backend): Promise<Record<string, unknown>> {
	const tables = [
		'explanations',
		'wordings',
		'votes',
		'answers',
		'rounds',
		'evidence',
		'records',
		'points',
		'players'
	];
	const rows: Record<string, unknown> = {};
	for (const table of tables) {
		const found = await database.run(
			`select (to_jsonb(t) - 'is_checkable')::text as row from game.${table} t order by 1`
		);
		rows[table] = found.map(({ row }) => row);
	}
	return rows;
}

it('publishing again, with another corpus too, loses nothing that players made', async () => {
	const before = await playersRows(backend!);
	expect(before.rounds).toHaveLength(CHECKERS + 1);
	expect(before.votes).toHaveLength(3);
	const publishAgain = async (folder: string) => {
		await backend!.close();
		const isNew = await publishFolder(folder, env);
		backend = await open();
		return isNew;
	};
	expect(await publishAgain(dir)).toBe(false);
	expect(await playersRows(backend!)).toEqual(before);

	const truth = firingOf(dir, openRound.round.index);
	const corpus = [path.join(tiny.options.corpus[0]!, 'travel.txt')];
	const other = await ensureCampaign('tiny', { ...tiny.options, corpus });
	expect(await publishAgain(other.dir)).toBe(true);
	expect(await playersRows(backend!)).toEqual(before);

	// And back; then the round that was open all the time is judged by the passages it was dealt with.
	await ensureCampaign('tiny', tiny.options);
	expect(await publishAgain(dir)).toBe(true);
	expect(await playersRows(backend!)).toEqual(before);
	const [row] = await backend!.database.run(
		`select truth::text from game.rounds where id = '${openRound.round.id}'`
	);
	const letters = openRound.round.passages.map((passage) => (truth.has(passage) ? 't' : 'f'));
	expect(row!.truth).toBe(`{${letters.join(',')}}`);
});
