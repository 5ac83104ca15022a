// Verbs on what should not be there: reports, moderators' decisions, messages to the makers.
import * as v from 'valibot';
import { ok, type Result } from '../util/result.ts';
import type { Store } from './client.ts';
import type { StoreError } from './nouns.ts';
import { parseAnswer } from './rows.ts';

export type Decision = 'keep' | 'remove' | 'ban' | 'unban';
export type ReportReason = 'spam' | 'offensive' | 'nonsense' | 'personal' | 'other';

const QueuedRow = v.pipe(
	v.object({
		id: v.string(),
		text: v.string(),
		campaign_id: v.string(),
		neuron_index: v.number(),
		reports: v.nullable(
			v.array(v.object({ reason: v.string(), note: v.nullable(v.string()), created_at: v.string() }))
		)
	}),
	v.transform((row) => ({
		id: row.id,
		text: row.text,
		campaignId: row.campaign_id,
		index: row.neuron_index,
		reports: (row.reports ?? []).map(({ reason, note, created_at }) => ({
			reason,
			note,
			createdAt: created_at
		}))
	}))
);
export type QueuedExplanation = v.InferOutput<typeof QueuedRow>;

const MessageRow = v.pipe(
	v.object({ id: v.string(), text: v.string(), page: v.nullable(v.string()), created_at: v.string() }),
	v.transform(({ created_at, ...row }) => ({ ...row, createdAt: created_at }))
);
export type FeedbackMessage = v.InferOutput<typeof MessageRow>;

export interface Decided {
	action: string;
	moderator: string | null;
	explanationId: string | null;
	note: string | null;
	createdAt: string;
}

const DecidedRow = v.pipe(
	v.object({
		action: v.string(),
		moderator: v.nullable(v.string()),
		explanation_id: v.nullable(v.string()),
		note: v.nullable(v.string()),
		created_at: v.string()
	}),
	v.transform(({ explanation_id, created_at, ...row }): Decided => ({
		...row,
		explanationId: explanation_id,
		createdAt: created_at
	}))
);

/** Reports an explanation of somebody else (a note has at most 200 characters). Errors: 'own_explanation',
 *  'rate_limited' (enough for today), 'not_found', 'invalid'. */
export async function reportExplanation(
	store: Store,
	{ explanationId, reason, note }: { explanationId: string; reason: ReportReason; note?: string }
): Promise<Result<null, StoreError>> {
	const answer = await store.write('report_explanation', {
		explanation_id: explanationId,
		reason,
		note: note ?? null
	});
	return answer.ok ? ok(null) : answer;
}

/** Sends a message to the makers (3 to 2,000 characters, five a day). */
export async function sendFeedback(
	store: Store,
	{ text, page }: { text: string; page: string | null }
): Promise<Result<null, StoreError>> {
	// PostgreSQL's text holds neither lone surrogates nor NUL.
	const answer = await store.write('send_feedback', { text: text.toWellFormed().replaceAll('\0', ''), page });
	return answer.ok ? ok(null) : answer;
}

/** Hidden explanations, most reported first; for moderators ('forbidden' otherwise). */
export async function reviewQueue(store: Store): Promise<Result<QueuedExplanation[], StoreError>> {
	return parseAnswer(v.array(QueuedRow), await store.read('review_queue', {}));
}

/** Decides on an explanation: shown again, removed, or removed and its author silenced; or lets its author write again.
 *  For moderators. Errors: 'forbidden', 'own_explanation', 'not_found', 'invalid' (the author is not banned). */
export async function decide(
	store: Store,
	{ explanationId, decision, note }: { explanationId: string; decision: Decision; note?: string }
): Promise<Result<null, StoreError>> {
	const answer = await store.write('decide', { explanation_id: explanationId, decision, note: note ?? null });
	return answer.ok ? ok(null) : answer;
}

/** Messages that nobody has dealt with; for moderators. */
export async function feedbackQueue(store: Store): Promise<Result<FeedbackMessage[], StoreError>> {
	return parseAnswer(v.array(MessageRow), await store.read('feedback_queue', {}));
}

/** Notes that a message was dealt with; for moderators. */
export async function handleFeedback(store: Store, id: string): Promise<Result<null, StoreError>> {
	const answer = await store.write('handle_feedback', { feedback_id: id });
	return answer.ok ? ok(null) : answer;
}

/** The last hundred decisions; for moderators. */
export async function moderationTrail(store: Store): Promise<Result<Decided[], StoreError>> {
	return parseAnswer(v.array(DecidedRow), await store.read('moderation_trail', {}));
}
