// The rows that functions of schema `api` return, validated where they enter, and their way to nouns.
import * as v from 'valibot';
import { err, ok, type Result } from '../util/result.ts';
import type { StoreError } from './nouns.ts';
import { storeError } from './store-errors.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const myVote = v.picklist([-1, 0, 1]);

export const ExplanationRow = v.pipe(
	v.object({
		id: v.string(),
		text: v.string(),
		votes_up: count,
		votes_down: count,
		mine: v.boolean(),
		my_vote: myVote,
		created_at: v.string()
	}),
	v.transform((row) => ({
		id: row.id,
		text: row.text,
		votesUp: row.votes_up,
		votesDown: row.votes_down,
		mine: row.mine,
		myVote: row.my_vote,
		createdAt: row.created_at
	}))
);

export const PuzzleRow = v.nullable(v.object({ index: count, explanations: v.array(ExplanationRow) }));

export const SubmissionRow = v.pipe(
	v.object({ explanation: ExplanationRow, became_vote: v.boolean() }),
	v.transform((row) => ({ explanation: row.explanation, becameVote: row.became_vote }))
);

export const AnsweredRow = v.pipe(
	v.object({ neuron_index: count, answered_at: v.string() }),
	v.transform((row) => ({ index: row.neuron_index, answeredAt: row.answered_at }))
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
