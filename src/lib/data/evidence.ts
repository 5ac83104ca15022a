// Verbs on measured sentences: a neuron's records, the evidence on an explanation. They are written by the server alone
// (src/lib/server/evidence.ts).
import * as v from 'valibot';
import type { Result } from '../util/result.ts';
import type { Store } from './client.ts';
import type { NeuronRef, StoreError } from './nouns.ts';
import { parseAnswer } from './rows.ts';

const RecordRow = v.pipe(
	v.object({
		text: v.string(),
		peak: v.number(),
		beats_corpus: v.boolean(),
		by: v.nullable(v.string()),
		created_at: v.string()
	}),
	v.transform((row) => ({
		text: row.text,
		/** Highest activation of the text. */
		peak: row.peak,
		/** Brighter than every passage of the corpus. */
		beatsCorpus: row.beats_corpus,
		/** The player's name; null for somebody without one. */
		by: row.by,
		createdAt: row.created_at
	}))
);
export type LightRecord = v.InferOutput<typeof RecordRow>;

const EvidenceRow = v.pipe(
	v.object({
		id: v.string(),
		text: v.string(),
		stance: v.picklist(['for', 'against']),
		predicts_firing: v.boolean(),
		fires: v.boolean(),
		peak: v.number(),
		token_ids: v.array(v.number()),
		activations: v.array(v.number()),
		runtime: v.string(),
		by: v.nullable(v.string()),
		created_at: v.string()
	}),
	v.transform((row) => ({
		id: row.id,
		text: row.text,
		stance: row.stance,
		/** What the explanation says of the sentence, and what the neuron does. */
		predictsFiring: row.predicts_firing,
		fires: row.fires,
		/** Highest activation of the sentence. */
		peak: row.peak,
		/** Of the text without <|endoftext|>, and the activation at each; as the server computed them. */
		tokenIds: row.token_ids,
		activations: row.activations,
		/** What the server computed them with. */
		runtime: row.runtime,
		/** The finder's name; null for somebody without one. */
		by: row.by,
		createdAt: row.created_at
	}))
);
export type Evidence = v.InferOutput<typeof EvidenceRow>;

/** The measured sentences kept with an explanation, newest first (at most 50). */
export async function evidenceOf(
	store: Store,
	explanationId: string
): Promise<Result<Evidence[], StoreError>> {
	const answer = await store.read('evidence_of', { explanation_id: explanationId });
	return parseAnswer(v.array(EvidenceRow), answer);
}

/** A neuron's records, brightest first (at most 20). */
export async function recordsOf(
	store: Store,
	{ campaignId, index }: NeuronRef
): Promise<Result<LightRecord[], StoreError>> {
	const answer = await store.read('records_of', { campaign_id: campaignId, neuron_index: index });
	return parseAnswer(v.array(RecordRow), answer);
}
