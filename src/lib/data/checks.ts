// Verbs on blind rounds: start one, have it judged.
import * as v from 'valibot';
import type { Result } from '../util/result.ts';
import type { Store } from './client.ts';
import type { StoreError } from './nouns.ts';
import { parseAnswer } from './rows.ts';

const integer = v.pipe(v.number(), v.integer());

const RoundRow = v.pipe(
	v.object({
		id: v.string(),
		neuron_index: integer,
		passages: v.array(integer),
		explanation: v.nullable(v.string()),
		explanation_id: v.nullable(v.string()),
		expires_at: v.string()
	}),
	v.transform((row) => ({
		id: row.id,
		/** The neuron's index. */
		index: row.neuron_index,
		/** Passage numbers, in the order in which the answer names them. */
		passages: row.passages,
		/** Null in intruder rounds. */
		explanation: row.explanation,
		explanationId: row.explanation_id,
		expiresAt: row.expires_at
	}))
);
/** A round before it is judged. */
export type Round = v.InferOutput<typeof RoundRow>;

const JudgementRow = v.pipe(
	v.object({
		truth: v.array(v.boolean()),
		shares: v.array(integer),
		accuracy: v.number(),
		points: integer,
		is_calibration: v.boolean(),
		is_gold: v.boolean(),
		rating: v.number()
	}),
	v.transform((row) => ({
		/** Of each passage whether the neuron fires there. */
		truth: row.truth,
		/** Peak of each passage as a share of the neuron's maximum. */
		shares: row.shares.map((perMille) => perMille / 1000),
		/** Balanced accuracy of the answer, 0 to 1. */
		accuracy: row.accuracy,
		points: row.points,
		/** One of a new player's first three: it counts for nobody's score. */
		isCalibration: row.is_calibration,
		isGold: row.is_gold,
		/** The player's Glicko-2 rating now. */
		rating: row.rating
	}))
);
export type Judgement = v.InferOutput<typeof JudgementRow>;

/** Starts a check (or gives the open one): six unmarked passages and somebody else's explanation. Error 'no_checks':
 *  there is nothing that this player could judge. */
export async function startCheck(store: Store, campaignId: string): Promise<Result<Round, StoreError>> {
	return parseAnswer(RoundRow, await store.write('start_check', { campaign_id: campaignId }));
}

/** Has a check judged: `fires` says of each passage, in order, whether the neuron fires there. Errors: 'already_done',
 *  'expired', 'not_found', 'invalid', 'rate_limited', 'signed_out', 'offline'. */
export async function finishCheck(
	store: Store,
	{ roundId, fires }: { roundId: string; fires: boolean[] }
): Promise<Result<Judgement, StoreError>> {
	return parseAnswer(JudgementRow, await store.write('finish_check', { round_id: roundId, fires }));
}

/** Starts an intruder round (or gives the open one): four passages, three of which fire. Errors as startCheck. */
export async function startIntruder(store: Store, campaignId: string): Promise<Result<Round, StoreError>> {
	return parseAnswer(RoundRow, await store.write('start_intruder', { campaign_id: campaignId }));
}

/** Has an intruder round judged: `odd` is the position (from 0) of the passage that does not fire. Errors as
 *  finishCheck. */
export async function finishIntruder(
	store: Store,
	{ roundId, odd }: { roundId: string; odd: number }
): Promise<Result<Judgement, StoreError>> {
	return parseAnswer(JudgementRow, await store.write('finish_intruder', { round_id: roundId, odd }));
}
