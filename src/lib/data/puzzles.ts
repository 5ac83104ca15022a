// Verbs on puzzles: deal one, list the answered ones.
import * as v from 'valibot';
import { ok, type Result } from '../util/result.ts';
import type { Store } from './client.ts';
import type { Puzzle, StoreError } from './nouns.ts';
import { AnsweredRow, parseAnswer, PuzzleRow } from './rows.ts';

export interface AnsweredPuzzle {
	/** The neuron's index. */
	index: number;
	answeredAt: string;
}

/** Deals a neuron that the player has not answered and that is not in `exclude` (indices just seen), with its
 *  explanations; null when all are answered. Error 'not_found': no such campaign. */
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
