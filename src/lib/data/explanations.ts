// Verbs on explanations: list those of a neuron, submit one.
import * as v from 'valibot';
import type { Result } from '../util/result.ts';
import type { Store } from './client.ts';
import type { Explanation, NeuronRef, StoreError } from './nouns.ts';
import { ExplanationRow, parseAnswer, SubmissionRow } from './rows.ts';

export interface Submission {
	explanation: Explanation;
	/** Somebody else had written the same: it got the player's vote instead. */
	becameVote: boolean;
}

/** The explanations of one neuron, best first (at most 100), as the player sees them. */
export async function explanationsOf(
	store: Store,
	{ campaignId, index }: NeuronRef
): Promise<Result<Explanation[], StoreError>> {
	const answer = await store.read('explanations_of', { campaign_id: campaignId, neuron_index: index });
	return parseAnswer(v.array(ExplanationRow), answer);
}

/** Submits an explanation (3 to 200 characters once trimmed). Errors: 'too_short', 'too_long', 'not_found',
 *  'rate_limited', 'signed_out', 'offline', 'server'. */
export async function submitExplanation(
	store: Store,
	{ campaignId, index, text }: NeuronRef & { text: string }
): Promise<Result<Submission, StoreError>> {
	const answer = await store.write('submit_explanation', {
		campaign_id: campaignId,
		neuron_index: index,
		// PostgreSQL's text holds neither lone surrogates nor NUL.
		text: text.toWellFormed().replaceAll('\0', '')
	});
	return parseAnswer(SubmissionRow, answer);
}
