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

/** A neuron's records, brightest first (at most 20). */
export async function recordsOf(
	store: Store,
	{ campaignId, index }: NeuronRef
): Promise<Result<LightRecord[], StoreError>> {
	const answer = await store.read('records_of', { campaign_id: campaignId, neuron_index: index });
	return parseAnswer(v.array(RecordRow), answer);
}
