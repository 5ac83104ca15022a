// Verbs on puzzles: deal one, list the answered ones.
import * as v from 'valibot';
import { ok, type Result } from '../util/result.ts';
import type { Store } from './client.ts';
import type { NeuronRef, NeuronStanding, Puzzle, StoreError } from './nouns.ts';
import { AnsweredRow, NeuronRow, parseAnswer, PuzzleRow } from './rows.ts';

export interface AnsweredPuzzle {
	/** The neuron's index. */
	index: number;
	/** How the player answered. */
	kind: 'vote' | 'explanation' | 'no-pattern';
	answeredAt: string;
}

/** Deals a neuron that the player has not met and that is not in `exclude` (indices just seen), with at most four
 *  explanations to choose among; null when there is none left. Error 'not_found': no such campaign. */
export async function nextPuzzle(
	store: Store,
	{ campaignId, exclude = [] }: { campaignId: string; exclude?: number[] }
): Promise<Result<Puzzle | null, StoreError>> {
	const answer = await store.read('next_puzzle', { campaign_id: campaignId, exclude });
	const puzzle = parseAnswer(PuzzleRow, answer);
	return puzzle.ok && puzzle.value
		? ok({ campaignId, ...puzzle.value })
		: (puzzle as Result<null, StoreError>);
}

/** The neurons that the player has answered, latest first; none for somebody without a session. */
export async function answeredPuzzles(
	store: Store,
	campaignId: string
): Promise<Result<AnsweredPuzzle[], StoreError>> {
	if (!(await store.isSignedIn())) return ok([]);
	return parseAnswer(v.array(AnsweredRow), await store.read('answered_puzzles', { campaign_id: campaignId }));
}

/** Passes over a neuron for good. For somebody who is no player yet nothing is stored: name the neuron in `exclude`. */
export async function skipPuzzle(
	store: Store,
	{ campaignId, index }: NeuronRef
): Promise<Result<unknown, StoreError>> {
	if (!(await store.isSignedIn())) return ok(null);
	return store.read('skip_puzzle', { campaign_id: campaignId, neuron_index: index });
}

/** Answers that the neuron has no clear pattern. Errors: 'not_found', 'rate_limited', 'signed_out', 'offline'. */
export async function answerNoPattern(
	store: Store,
	{ campaignId, index }: NeuronRef
): Promise<Result<NeuronStanding, StoreError>> {
	const answer = await store.write('answer_no_pattern', { campaign_id: campaignId, neuron_index: index });
	return parseAnswer(NeuronRow, answer);
}

/** What the crowd knows of one neuron; null for an unknown one. */
export async function neuronStanding(
	store: Store,
	{ campaignId, index }: NeuronRef
): Promise<Result<NeuronStanding | null, StoreError>> {
	const answer = await store.read('neuron', { campaign_id: campaignId, neuron_index: index });
	return parseAnswer(v.nullable(NeuronRow), answer);
}
