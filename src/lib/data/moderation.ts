// Verbs for keeping the place tidy: messages to the makers, and what moderators see and decide.
import * as v from 'valibot';
import type { Result } from '../util/result.ts';
import type { Store } from './client.ts';
import type { StoreError } from './nouns.ts';
import { parseAnswer } from './rows.ts';

export interface ReviewItem {
	/** The hidden explanation. */
	id: string;
	text: string;
	campaignId: string;
	index: number;
	reports: { reason: string; note: string | null; createdAt: string }[];
}

export interface FeedbackItem {
	id: string;
	text: string;
	/** Where it was written. */
	page: string | null;
	createdAt: string;
}

export interface Decided {
	action: string;
	moderator: string | null;
	explanationId: string | null;
	note: string | null;
	createdAt: string;
}

export type Decision = 'keep' | 'remove' | 'ban';

const ReviewRow = v.pipe(
	v.object({
		id: v.string(),
		text: v.string(),
		campaign_id: v.string(),
		neuron_index: v.number(),
		reports: v.nullable(
			v.array(
				v.pipe(
					v.object({ reason: v.string(), note: v.nullable(v.string()), created_at: v.string() }),
					v.transform(({ created_at, ...report }) => ({ ...report, createdAt: created_at }))
				)
			)
		)
	}),
	v.transform(({ campaign_id, neuron_index, reports, ...row }): ReviewItem => ({
		...row,
		campaignId: campaign_id,
		index: neuron_index,
		reports: reports ?? []
	}))
);

const FeedbackRow = v.pipe(
	v.object({ id: v.string(), text: v.string(), page: v.nullable(v.string()), created_at: v.string() }),
	v.transform(({ created_at, ...row }): FeedbackItem => ({ ...row, createdAt: created_at }))
);

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

/** Sends a message to the makers (3 to 2,000 characters; five a day). Errors: 'too_short', 'too_long',
 *  'rate_limited', 'signed_out', 'offline', 'server'. */
export async function sendFeedback(
	store: Store,
	{ text, page }: { text: string; page: string | null }
): Promise<Result<unknown, StoreError>> {
	// PostgreSQL's text holds neither lone surrogates nor NUL.
	return store.write('send_feedback', { text: text.toWellFormed().replaceAll('\0', ''), page });
}

/** Hidden explanations, most reported first. Error 'forbidden' for all but moderators, as in all that follow. */
export async function reviewQueue(store: Store): Promise<Result<ReviewItem[], StoreError>> {
	return parseAnswer(v.array(ReviewRow), await store.read('review_queue', {}));
}

/** Messages that nobody has dealt with, oldest first. */
export async function feedbackQueue(store: Store): Promise<Result<FeedbackItem[], StoreError>> {
	return parseAnswer(v.array(FeedbackRow), await store.read('feedback_queue', {}));
}

/** The last hundred decisions. */
export async function moderationTrail(store: Store): Promise<Result<Decided[], StoreError>> {
	return parseAnswer(v.array(DecidedRow), await store.read('moderation_trail', {}));
}

/** Shows a hidden explanation again, removes it, or removes it and lets its author write no more. */
export async function decide(
	store: Store,
	{ explanationId, decision, note }: { explanationId: string; decision: Decision; note: string }
): Promise<Result<unknown, StoreError>> {
	return store.write('decide', { explanation_id: explanationId, decision, note: note || null });
}

/** Takes a message off the queue. */
export async function handleFeedback(store: Store, feedbackId: string): Promise<Result<unknown, StoreError>> {
	return store.write('handle_feedback', { feedback_id: feedbackId });
}
