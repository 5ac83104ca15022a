// Evidence and records end to end: the starter model, the queue, the store.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureModel } from '../../../scripts/lib/model-build.ts';
import { describeOnBoth } from '../../testing/backends.ts';
import { newPlayer, serviceRpcOf, type Player } from '../../testing/players.ts';
import { call } from '../../testing/rounds.ts';
import { submitExplanation } from '../data/explanations.ts';
import { FIRES_SHARE } from '../interp/thresholds.ts';
import type { Backend } from './embedded/backend.ts';
import { verifyEvidence, verifyRecord, type Verifier } from './evidence.ts';
import { openExactModel, type ExactModel } from './exact-model.ts';
import { publishCampaign } from './publish.ts';
import { createVerifyQueue } from './verify-queue.ts';

const CAMPAIGN = 'starter';
const TEXT = 'The old captain sailed the ship across the sea.';
let model: ExactModel;
beforeAll(async () => {
	model = await openExactModel((await ensureModel('starter', { quiet: true })).dir);
});
afterAll(() => model.close());

const peakOf = async (text: string, index: number) =>
	Math.max(...(await model.measure(text, index)).activations);

it('measures the same whatever was measured before, and nothing out of range', async () => {
	const first = await model.measure('The river ran to the sea.', 5);
	await model.measure('Something else entirely.', 5);
	expect(await model.measure('The river ran to the sea.', 5)).toEqual(first);
	expect(first.tokenIds).toHaveLength(model.countTokens('The river ran to the sea.'));
	expect(first.activations).toHaveLength(first.tokenIds.length);
	for (const index of [-1, 0.5, model.width])
		await expect(model.measure('a', index)).rejects.toMatchObject({ code: 'not-found' });
	await expect(model.measure('', 0)).rejects.toThrow(RangeError);
	await expect(model.measure('sea '.repeat(2000), 0)).rejects.toThrow(RangeError);
});

/** TEXT's peaks on the first neurons, and these neurons from the brightest on. */
async function peaksOfText() {
	const peaks: number[] = [];
	for (let index = 0; index < 64; index++) peaks.push(await peakOf(TEXT, index));
	const byPeak = peaks.map((_, index) => index).toSorted((a, b) => peaks[b]! - peaks[a]!);
	return { peaks, byPeak };
}

const verifierOf = (backend: Backend): Verifier => ({
	rpc: serviceRpcOf(backend),
	queue: createVerifyQueue(),
	modelOf: async (id) => (id === 'starter' ? model : null)
});

/** Publishes neurons with these corpus maxima. */
const publish = (backend: Backend, maxima: Record<number, number>) =>
	publishCampaign(serviceRpcOf(backend), {
		campaign: {
			id: CAMPAIGN,
			title: 'S',
			modelId: 'starter',
			layer: model.layer,
			contentHash: 'a'.repeat(64)
		},
		neurons: Object.entries(maxima).map(([index, max]) => ({
			index: Number(index),
			max,
			min: -0.17,
			priority: 0.5
		}))
	});

async function explain(player: Player, index: number, text = 'ships at sea'): Promise<string> {
	const answer = await submitExplanation(player.store, { campaignId: CAMPAIGN, index, text });
	return answer.ok ? answer.value.explanation.id : '';
}

describeOnBoth('evidence', (open) => {
	let backend: Backend;
	let verifier: Verifier;
	let player: Player;
	let explanationId: string;
	let bright: number;
	let dim: number;
	beforeAll(async () => {
		backend = await open();
		verifier = verifierOf(backend);
		// The corpus maximum of the neuron that TEXT lights most is made to be just above its peak, of another far above.
		const { peaks, byPeak } = await peaksOfText();
		bright = byPeak[0]!;
		dim = bright + 1;
		await publish(backend, { [bright]: peaks[bright]! * 1.01, [dim]: 1000 });
		player = await newPlayer(backend);
		explanationId = await explain(player, dim);
	});
	afterAll(() => backend.close());
	const claim = (text: string, predictsFiring = true) =>
		verifyEvidence(verifier, player.id, { explanationId, text, predictsFiring });

	it('is kept with what anyone needs to run it again', async () => {
		const kept = await claim(TEXT, false);
		expect(kept).toMatchObject({ ok: true, value: { stance: 'for', fires: false, isNew: true } });
		expect(await claim(TEXT, false)).toMatchObject({ ok: true, value: { isNew: false } });
		const measured = await model.measure(TEXT, dim);
		expect(await call(player, 'evidence_of', { explanation_id: explanationId })).toEqual([
			expect.objectContaining({
				text: TEXT,
				stance: 'for',
				token_ids: measured.tokenIds,
				activations: measured.activations.map((value) => expect.closeTo(value, 5)),
				model_sha256: model.modelSha256,
				tokenizer_sha256: model.tokenizerSha256,
				runtime: expect.stringContaining('onnxruntime-node')
			})
		]);
	});

	it('against an explanation of another pays three times at most', async () => {
		const critic = await newPlayer(backend);
		await backend.database.run(`insert into game.players (id) values ('${critic.id}')`);
		for (let i = 0; i < 5; i++) {
			const text = `Ship number ${i} at sea`;
			const kept = await verifyEvidence(verifier, critic.id, { explanationId, text, predictsFiring: true });
			expect(kept).toMatchObject({ value: { stance: 'against' } });
		}
		const rows = await backend.database.run(`select count(*)::text as n from game.points
			where player_id = '${critic.id}' and reason = 'evidence'`);
		expect(rows).toEqual([{ n: '3' }]);
	});

	it('is refused when it cannot be run or should not be read', async () => {
		const codeOf = async (answer: ReturnType<typeof claim>) => {
			const result = await answer;
			return result.ok ? 'ok' : result.error.code;
		};
		expect(await codeOf(claim('   '))).toBe('too_short');
		expect(await codeOf(claim('x'.repeat(1001)))).toBe('too_long');
		expect(await codeOf(claim('a b '.repeat(100)))).toBe('too_long');
		expect(await codeOf(claim('see http://spam.example'))).toBe('unfit');
		const other = { explanationId: '99999999', text: TEXT, predictsFiring: true };
		expect(await codeOf(verifyEvidence(verifier, player.id, other))).toBe('not_found');
		expect(await codeOf(verifyEvidence(verifier, player.id, { ...other, explanationId: 'x' }))).toBe(
			'not_found'
		);
		const nobody = '00000000-0000-4000-8000-000000000000';
		expect(await codeOf(verifyEvidence(verifier, nobody, { ...other, explanationId }))).toBe('forbidden');
		const elsewhere = { ...verifier, modelOf: async () => null };
		expect(await codeOf(verifyEvidence(elsewhere, player.id, { ...other, explanationId }))).toBe('server');
		const full = { ...verifier, queue: createVerifyQueue({ waiting: 0, waitingEach: 0, waitMs: 1 }) };
		expect(await codeOf(verifyEvidence(full, player.id, { ...other, explanationId }))).toBe('rate_limited');
	});

	it('of light: only what is brighter than the record so far', async () => {
		const attempt = (text: string, index = bright) =>
			verifyRecord(verifier, player.id, { campaignId: CAMPAIGN, index, text });
		expect(await attempt(TEXT)).toMatchObject({ value: { isRecord: true, beatsCorpus: false } });
		expect(await attempt(TEXT)).toMatchObject({ value: { isRecord: false } }); // no brighter than itself
		expect(await attempt(TEXT, dim)).toMatchObject({ value: { isRecord: false } }); // below half of the maximum
		expect(await attempt('a b '.repeat(20))).toMatchObject({ error: { code: 'too_long' } });
		for (const index of [200, model.width])
			expect(await attempt(TEXT, index)).toMatchObject({ error: { code: 'not_found' } });
		expect(await call(player, 'records_of', { campaign_id: CAMPAIGN, neuron_index: bright })).toMatchObject([
			{ text: TEXT, peak: expect.closeTo(await peakOf(TEXT, bright), 5), beats_corpus: false }
		]);
	});

	it('is never taken from players themselves', async () => {
		for (const [name, args] of [
			['add_evidence', { evidence: {} }],
			['add_record', { record: {} }],
			['target_of', { explanation_id: explanationId }]
		] as const) {
			expect((await player.client.rpc(name, args)).status, name).toBe(403);
		}
	});
});

describeOnBoth('what lies within the error of the build', (open) => {
	let backend: Backend;
	let verifier: Verifier;
	let player: Player;
	/** Neurons by how many errors below TEXT's peak their corpus maximum is, or their threshold of firing. */
	const ofMaximum = new Map<number, number>();
	const ofThreshold = new Map<number, number>();
	beforeAll(async () => {
		backend = await open();
		verifier = verifierOf(backend);
		player = await newPlayer(backend);
		const { peaks, byPeak } = await peaksOfText();
		const maxima: Record<number, number> = {};
		for (const [neurons, share] of [
			[ofMaximum, 1],
			[ofThreshold, FIRES_SHARE]
		] as const) {
			for (const errors of [-2, -0.5, 0.5, 2]) {
				const index = byPeak.shift()!;
				neurons.set(errors, index);
				maxima[index] = (peaks[index]! - errors * model.maxError) / share;
			}
		}
		await publish(backend, maxima);
		await explain(player, ofMaximum.get(2)!); // the first write makes the player
	});
	afterAll(() => backend.close());

	it.each([
		[-2, false],
		[-0.5, false],
		[0.5, false], // the corpus' own brightest text, typed in
		[2, true]
	])('a peak %d errors above the corpus’ highest beats it: %s', async (errors, beatsCorpus) => {
		const index = ofMaximum.get(errors)!;
		const attempt = () => verifyRecord(verifier, player.id, { campaignId: CAMPAIGN, index, text: TEXT });
		expect(await attempt()).toMatchObject({ value: { isRecord: true, beatsCorpus } });
		expect(await attempt()).toMatchObject({ value: { isRecord: false, beatsCorpus } });
		const [row] = await call<object[]>(player, 'records_of', {
			campaign_id: CAMPAIGN,
			neuron_index: index
		});
		expect(row).toMatchObject({ beats_corpus: beatsCorpus });
	});

	it('is no record above another: it must be surely brighter', async () => {
		const index = ofMaximum.get(2)!;
		await backend.database.run(`update game.records set peak = peak - ${0.5 * model.maxError}
			where neuron_index = ${index}`);
		const attempt = () => verifyRecord(verifier, player.id, { campaignId: CAMPAIGN, index, text: TEXT });
		expect(await attempt()).toMatchObject({ value: { isRecord: false } });
		await backend.database.run(`update game.records set peak = peak - ${model.maxError}
			where neuron_index = ${index}`);
		expect(await attempt()).toMatchObject({ value: { isRecord: true } });
	});

	it.each([
		[-2, true, 'against'],
		[-2, false, 'for'],
		[-0.5, true, 'for'],
		[-0.5, false, 'for'],
		[0.5, true, 'for'],
		[0.5, false, 'for'],
		[2, true, 'for'],
		[2, false, 'against']
	])('a peak %d errors above the threshold, said to fire: %s, is %s', async (errors, predicts, stance) => {
		const explanationId = await explain(player, ofThreshold.get(errors)!, `${predicts ? 'all' : 'no'} ships`);
		const claim = { explanationId, text: TEXT, predictsFiring: predicts };
		const kept = await verifyEvidence(verifier, player.id, claim);
		expect(kept).toMatchObject({ value: { stance, fires: (stance === 'for') === predicts } });
	});
});
