// What players claim about activations, measured again before it is kept: sentences for or against an explanation, and
// "light it up" records. The player's own values are never asked for.
import * as v from 'valibot';
import type { StoreError } from '../data/nouns.ts';
import { MAX_WORDS, wordCount } from '../game/light.ts';
import { err, ok, type Result } from '../util/result.ts';
import type { ExactModel, Measurement } from './exact-model.ts';
import type { ModelOf } from './exact-models.ts';
import { RpcError, type ServiceRpc } from './rpc.ts';
import type { VerifyQueue } from './verify-queue.ts';

/** Bounds a run: some 0.2 s for gpt2's shape. */
const MAX_TOKENS = 128;
/** Twelve words, of which rare ones have several tokens each. */
const MAX_RECORD_TOKENS = 64;
/** No 128 tokens of prose are longer; the rows hold as many. */
const MAX_CHARACTERS = { evidence: 1000, record: 300 };

export interface Verifier {
	rpc: ServiceRpc;
	queue: VerifyQueue;
	/** The exact model of a campaign; null when this server does not have it whole. */
	modelOf: ModelOf;
}

export interface KeptEvidence {
	id: string;
	stance: 'for' | 'against';
	fires: boolean;
	peak: number;
	isNew: boolean;
}

export interface KeptRecord {
	isRecord: boolean;
	peak: number;
	/** The record as it stands now. */
	best: number;
	beatsCorpus: boolean;
}

const TargetRow = v.nullable(
	v.object({ campaign_id: v.string(), neuron_index: v.number(), model_id: v.string(), layer: v.number() })
);
type Target = NonNullable<v.InferOutput<typeof TargetRow>>;
const EvidenceRow = v.object({
	id: v.string(),
	stance: v.picklist(['for', 'against']),
	fires: v.boolean(),
	peak: v.number(),
	is_new: v.boolean()
});
const RecordRow = v.object({
	is_record: v.boolean(),
	peak: v.number(),
	best: v.number(),
	beats_corpus: v.boolean()
});
const CampaignRows = v.array(v.object({ id: v.string(), model_id: v.string(), layer: v.number() }));

const refusal = (code: StoreError['code'], message: string) => err<StoreError>({ code, message });

/** The text as it is measured and kept: exactly what was typed, as far as it can be stored. */
const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '');

/** Checks the bounds, then measures in the queue. */
async function measure(
	{ queue, modelOf }: Verifier,
	playerId: string,
	{ model_id, layer, neuron_index }: Target,
	text: string,
	kind: 'evidence' | 'record'
): Promise<Result<{ model: ExactModel; measured: Measurement }, StoreError>> {
	if (text.trim() === '') return refusal('too_short', 'Please type something first.');
	if ([...text].length > MAX_CHARACTERS[kind]) return refusal('too_long', 'This text is too long.');
	if (kind === 'record' && wordCount(text) > MAX_WORDS)
		return refusal('too_long', `A record has at most ${MAX_WORDS} words.`);
	const model = await modelOf(model_id);
	if (!model || model.layer !== layer) {
		return refusal('server', 'This server does not have the model, so it cannot check the text.');
	}
	if (neuron_index >= model.width) return refusal('not_found', 'There is no such neuron.');
	const most = Math.min(model.maxTokens, kind === 'record' ? MAX_RECORD_TOKENS : MAX_TOKENS);
	if (model.countTokens(text) > most) return refusal('too_long', `This text has more than ${most} tokens.`);
	const measured = await queue.run(playerId, () => model.measure(text, neuron_index));
	if (measured.ok) return ok({ model, measured: measured.value });
	return refusal('rate_limited', 'Many texts are being checked. Please try again in a moment.');
}

/** What both kinds of row have in common. */
const rowOf = (
	playerId: string,
	text: string,
	{ model, measured }: { model: ExactModel; measured: Measurement }
) => ({
	player_id: playerId,
	text,
	token_ids: measured.tokenIds,
	activations: measured.activations,
	max_error: model.maxError,
	model_sha256: model.modelSha256,
	tokenizer_sha256: model.tokenizerSha256,
	runtime: model.runtime
});

/** The store's refusals (an unfit text, an explanation that is gone) are values; anything else rejects. */
async function keep(rpc: ServiceRpc, name: string, args: Record<string, unknown>) {
	try {
		return ok(await rpc(name, args));
	} catch (error) {
		if (error instanceof RpcError && error.status < 500 && error.code) {
			return refusal(error.code as StoreError['code'], error.words);
		}
		throw error;
	}
}

/** Measures a sentence for or against an explanation and keeps it. `predictsFiring`: what the explanation says of this
 *  text. Errors: 'too_short', 'too_long', 'not_found', 'unfit', 'forbidden', 'rate_limited' (the queue is full),
 *  'server' (the model is not here). */
export async function verifyEvidence(
	verifier: Verifier,
	playerId: string,
	claim: { explanationId: string; text: string; predictsFiring: boolean }
): Promise<Result<KeptEvidence, StoreError>> {
	const text = storable(claim.text);
	const isId = /^\d{1,18}$/.test(claim.explanationId);
	const row = isId ? await verifier.rpc('target_of', { explanation_id: claim.explanationId }) : null;
	const target = v.parse(TargetRow, row);
	if (!target) return refusal('not_found', 'There is no such explanation.');
	const measured = await measure(verifier, playerId, target, text, 'evidence');
	if (!measured.ok) return measured;
	const evidence = {
		...rowOf(playerId, text, measured.value),
		explanation_id: claim.explanationId,
		predicts_firing: claim.predictsFiring
	};
	const kept = await keep(verifier.rpc, 'add_evidence', { evidence });
	if (!kept.ok) return kept;
	const { is_new, ...fields } = v.parse(EvidenceRow, kept.value);
	return ok({ ...fields, isNew: is_new });
}

/** Measures an attempt to light a neuron up, and keeps it when it is a record. Errors as verifyEvidence. */
export async function verifyRecord(
	verifier: Verifier,
	playerId: string,
	claim: { campaignId: string; index: number; text: string }
): Promise<Result<KeptRecord, StoreError>> {
	const text = storable(claim.text);
	const campaigns = v.parse(CampaignRows, await verifier.rpc('campaigns', {}));
	const campaign = campaigns.find(({ id }) => id === claim.campaignId);
	if (!campaign) return refusal('not_found', 'There is no such campaign.');
	const target = { ...campaign, campaign_id: campaign.id, neuron_index: claim.index };
	const measured = await measure(verifier, playerId, target, text, 'record');
	if (!measured.ok) return measured;
	const record = {
		...rowOf(playerId, text, measured.value),
		campaign_id: claim.campaignId,
		neuron_index: claim.index
	};
	const kept = await keep(verifier.rpc, 'add_record', { record });
	if (!kept.ok) return kept;
	const { is_record, beats_corpus, ...row } = v.parse(RecordRow, kept.value);
	return ok({ ...row, isRecord: is_record, beatsCorpus: beats_corpus });
}
