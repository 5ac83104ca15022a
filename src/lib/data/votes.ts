// Verbs on votes: cast, change or withdraw one, list one's own.
import * as v from 'valibot';
import { ok, type Result } from '../util/result.ts';
import type { Store } from './client.ts';
import type { Explanation, StoreError } from './nouns.ts';
import { ExplanationRow, parseAnswer, VoteRow } from './rows.ts';

export interface Vote {
	explanationId: string;
	/** The neuron's index. */
	index: number;
	value: -1 | 1;
}

/** Sets the player's vote on an explanation; 0 withdraws it. Gives the explanation as it is now. Errors:
 *  'own_explanation', 'not_found', 'rate_limited', 'signed_out', 'offline', 'server'. */
export async function castVote(
	store: Store,
	{ explanationId, value }: { explanationId: string; value: -1 | 0 | 1 }
): Promise<Result<Explanation, StoreError>> {
	const answer = await store.write('cast_vote', { explanation_id: explanationId, value });
	return parseAnswer(ExplanationRow, answer);
}

/** The player's votes in a campaign, latest first; none for somebody without a session. */
export async function myVotes(store: Store, campaignId: string): Promise<Result<Vote[], StoreError>> {
	if (!(await store.isSignedIn())) return ok([]);
	return parseAnswer(v.array(VoteRow), await store.read('my_votes', { campaign_id: campaignId }));
}
