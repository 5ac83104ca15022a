// Verbs on explanations: list those of a neuron, the newest, by words, one by its id; submit or better one.
import * as v from 'valibot';
import type { Result } from '../util/result.ts';
import type { Store } from './client.ts';
import type { Explanation, NeuronRef, StoreError } from './nouns.ts';
import { ExplanationRow, parseAnswer, SubmissionRow } from './rows.ts';

const FoundRow = v.pipe(
	v.intersect([ExplanationRow, v.object({ neuron_index: v.number() })]),
	v.transform(({ neuron_index, ...explanation }) => ({ ...explanation, index: neuron_index }))
);
const LocatedRow = v.pipe(
	v.intersect([FoundRow, v.object({ campaign_id: v.string() })]),
	v.transform(({ campaign_id, ...explanation }) => ({ ...explanation, campaignId: campaign_id }))
);
const NewestRow = v.pipe(
	v.intersect([FoundRow, v.object({ updated_at: v.string() })]),
	v.transform(({ updated_at, ...explanation }) => ({ ...explanation, updatedAt: updated_at }))
);
const HistoryRow = v.object({
	id: v.string(),
	text: v.string(),
	wordings: v.array(v.object({ text: v.string(), replaced_at: v.string() })),
	earlier: v.array(v.object({ id: v.string(), text: v.string(), created_at: v.string() }))
});
export type History = v.InferOutput<typeof HistoryRow>;

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

/** PostgreSQL's text holds neither lone surrogates nor NUL. */
const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '');

/** Submits an explanation (3 to 200 characters once trimmed); `covers` names the clues (passage numbers) it speaks of
 *  when the neuron has several senses. Errors: 'too_short', 'too_long', 'unfit', 'not_found', 'rate_limited',
 *  'signed_out', 'offline', 'server'. */
export async function submitExplanation(
	store: Store,
	{ campaignId, index, text, covers }: NeuronRef & { text: string; covers?: number[] }
): Promise<Result<Submission, StoreError>> {
	const answer = await store.write('submit_explanation', {
		campaign_id: campaignId,
		neuron_index: index,
		text: storable(text),
		covers: covers ?? null
	});
	return parseAnswer(SubmissionRow, answer);
}

/** Betters one's own explanation: in place within 15 minutes while nobody has judged it, else as a new one that links
 *  to it. Errors as submitExplanation, and 'forbidden' (somebody else's), 'already_exists'. */
export async function reviseExplanation(
	store: Store,
	{ explanationId, text, covers }: { explanationId: string; text: string; covers?: number[] }
): Promise<Result<Explanation, StoreError>> {
	const answer = await store.write('revise_explanation', {
		explanation_id: explanationId,
		text: storable(text),
		covers: covers ?? null
	});
	return parseAnswer(ExplanationRow, answer);
}

/** Explanations of a campaign with all these words, best first (at most 50), each with its neuron's index. */
export async function searchExplanations(
	store: Store,
	{ campaignId, words }: { campaignId: string; words: string }
): Promise<Result<(Explanation & { index: number })[], StoreError>> {
	const answer = await store.read('search_explanations', { campaign_id: campaignId, words: storable(words) });
	return parseAnswer(v.array(FoundRow), answer);
}

/** How an explanation came to be: its former wordings, oldest first, and the explanations it betters; null when there is
 *  none to be seen. */
export async function historyOf(
	store: Store,
	explanationId: string
): Promise<Result<History | null, StoreError>> {
	return parseAnswer(
		v.nullable(HistoryRow),
		await store.read('history_of', { explanation_id: explanationId })
	);
}

/** One explanation with its neuron, as the player sees it; null when there is none to be seen. */
export async function explanationById(
	store: Store,
	explanationId: string
): Promise<Result<(Explanation & NeuronRef) | null, StoreError>> {
	return parseAnswer(
		v.nullable(LocatedRow),
		await store.read('explanation', { explanation_id: explanationId })
	);
}

/** The newest explanations of a campaign, newest first (at most 1,000), each with its neuron's index and the time of its
 *  latest wording. */
export async function newestExplanations(
	store: Store,
	{ campaignId, most }: { campaignId: string; most: number }
): Promise<Result<(Explanation & { index: number; updatedAt: string })[], StoreError>> {
	const answer = await store.read('newest_explanations', { campaign_id: campaignId, most });
	return parseAnswer(v.array(NewestRow), answer);
}

/** Ids of the explanations that everybody sees, `from` one id up to another one (a range of at most 2,500). */
export async function explanationIds(
	store: Store,
	{ from, below }: { from: number; below: number }
): Promise<Result<string[], StoreError>> {
	return parseAnswer(
		v.array(v.string()),
		await store.read('explanation_ids', { from_id: from, below_id: below })
	);
}
