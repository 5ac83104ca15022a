// The rows that functions of schema `api` return, validated where they enter, and their way to nouns.
import * as v from 'valibot';
import { err, ok, type Result } from '../util/result.ts';
import type { StoreError } from './nouns.ts';
import { storeError } from './store-errors.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const myVote = v.picklist([-1, 0, 1]);

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

export const ChoiceRow = v.object({ id: v.string(), text: v.string(), covers: v.nullable(v.array(count)) });

export const ExplanationRow = v.pipe(
	v.object({
		...ChoiceRow.entries,
		author: v.nullable(v.string()),
		revises_id: v.nullable(v.string()),
		score: share,
		score_low: share,
		score_high: share,
		rounds: count,
		status: v.picklist(['shown', 'hidden', 'removed']),
		votes_up: count,
		votes_down: count,
		mine: v.boolean(),
		my_vote: myVote,
		created_at: v.string()
	}),
	v.transform((row) => ({
		id: row.id,
		text: row.text,
		covers: row.covers,
		author: row.author,
		revisesId: row.revises_id,
		score: row.score,
		scoreLow: row.score_low,
		scoreHigh: row.score_high,
		rounds: row.rounds,
		status: row.status,
		votesUp: row.votes_up,
		votesDown: row.votes_down,
		mine: row.mine,
		myVote: row.my_vote,
		createdAt: row.created_at
	}))
);

export const PuzzleRow = v.nullable(v.object({ index: count, explanations: v.array(ChoiceRow) }));

export const NeuronRow = v.pipe(
	v.object({
		index: count,
		answers: count,
		no_pattern: count,
		rating: v.number(),
		rating_deviation: v.number(),
		best_id: v.nullable(v.string()),
		best_low: share,
		solved_at: v.nullable(v.string()),
		is_unclear: v.boolean(),
		is_retired: v.boolean(),
		is_checkable: v.boolean()
	}),
	v.transform((row) => ({
		index: row.index,
		answers: row.answers,
		noPattern: row.no_pattern,
		rating: row.rating,
		ratingDeviation: row.rating_deviation,
		bestId: row.best_id,
		bestLow: row.best_low,
		solvedAt: row.solved_at,
		isUnclear: row.is_unclear,
		isRetired: row.is_retired,
		isCheckable: row.is_checkable
	}))
);

export const SubmissionRow = v.pipe(
	v.object({ explanation: ExplanationRow, became_vote: v.boolean() }),
	v.transform((row) => ({ explanation: row.explanation, becameVote: row.became_vote }))
);

export const AnsweredRow = v.pipe(
	v.object({
		neuron_index: count,
		kind: v.picklist(['vote', 'explanation', 'no-pattern']),
		answered_at: v.string()
	}),
	v.transform((row) => ({ index: row.neuron_index, kind: row.kind, answeredAt: row.answered_at }))
);

export const VoteRow = v.pipe(
	v.object({ explanation_id: v.string(), neuron_index: count, value: v.picklist([-1, 1]) }),
	v.transform((row) => ({ explanationId: row.explanation_id, index: row.neuron_index, value: row.value }))
);

/** Reads an answer by its schema; an answer of another shape is the server's error. */
export function parseAnswer<T>(
	schema: v.GenericSchema<unknown, T>,
	answer: Result<unknown, StoreError>
): Result<T, StoreError> {
	if (!answer.ok) return answer;
	const parsed = v.safeParse(schema, answer.value);
	return parsed.success ? ok(parsed.output) : err(storeError('server'));
}
