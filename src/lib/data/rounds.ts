// Verbs on blind rounds: begin a check, have it judged. The truth comes with the judgement, never before.
import * as v from 'valibot';
import type { Result } from '../util/result.ts';
import type { Store } from './client.ts';
import type { StoreError } from './nouns.ts';
import { parseAnswer } from './rows.ts';

/** A check: on which of these passages does the neuron fire, if this explanation is right? */
export interface CheckRound {
	id: string;
	/** The neuron's index. */
	index: number;
	explanationId: string;
	explanation: string;
	/** Passage numbers, in the order in which they are shown. */
	passages: number[];
	expiresAt: string;
}

export interface JudgedCheck {
	/** Whether the neuron fires on each passage, and how strongly (per mille of its maximum). */
	truth: boolean[];
	shares: number[];
	/** Balanced accuracy, 0 to 1. */
	accuracy: number;
	points: number;
	/** One of the player's first rounds: it counts for nobody's score. */
	isCalibration: boolean;
	/** The explanation was well established: the round measured the player. */
	isGold: boolean;
	/** The player's Glicko-2 rating after it. */
	rating: number;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const CheckRow = v.pipe(
	v.object({
		id: v.string(),
		neuron_index: count,
		explanation_id: v.string(),
		explanation: v.string(),
		passages: v.pipe(v.array(count), v.minLength(1)),
		expires_at: v.string()
	}),
	v.transform((row): CheckRound => ({
		id: row.id,
		index: row.neuron_index,
		explanationId: row.explanation_id,
		explanation: row.explanation,
		passages: row.passages,
		expiresAt: row.expires_at
	}))
);

const JudgedRow = v.pipe(
	v.object({
		truth: v.array(v.boolean()),
		shares: v.array(v.number()),
		accuracy: v.number(),
		points: count,
		is_calibration: v.boolean(),
		is_gold: v.boolean(),
		rating: v.number()
	}),
	v.transform(({ is_calibration, is_gold, ...row }): JudgedCheck => ({
		...row,
		isCalibration: is_calibration,
		isGold: is_gold
	}))
);

/** Begins a check, or gives the one that is open. Errors: 'no_checks' (nothing that this player could judge),
 *  'rate_limited', 'signed_out', 'offline', 'server'. */
export async function startCheck(store: Store, campaignId: string): Promise<Result<CheckRound, StoreError>> {
	return parseAnswer(CheckRow, await store.write('start_check', { campaign_id: campaignId }));
}

/** Has a check judged: `fires` says of each passage, in the round's order, whether the neuron fires there. Errors:
 *  'already_done', 'expired', 'not_found', and those of startCheck. */
export async function finishCheck(
	store: Store,
	{ roundId, fires }: { roundId: string; fires: boolean[] }
): Promise<Result<JudgedCheck, StoreError>> {
	return parseAnswer(JudgedRow, await store.write('finish_check', { round_id: roundId, fires }));
}
