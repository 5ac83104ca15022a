// The verb on the daily neuron: which one it is today, by the server's clock.
import * as v from 'valibot';
import type { Result } from '../util/result.ts';
import type { Store } from './client.ts';
import type { Choice, StoreError } from './nouns.ts';
import { ChoiceRow, parseAnswer } from './rows.ts';

export interface DailyPuzzle {
	/** The UTC day, YYYY-MM-DD. */
	day: string;
	/** The neuron's index. */
	index: number;
	explanations: Choice[];
	/** The player has answered this neuron already. */
	isDone: boolean;
	/** When the next one comes. */
	nextAt: string;
}

const DailyRow = v.nullable(
	v.pipe(
		v.object({
			day: v.string(),
			index: v.pipe(v.number(), v.integer(), v.minValue(0)),
			explanations: v.array(ChoiceRow),
			is_done: v.boolean(),
			next_at: v.string()
		}),
		v.transform(({ is_done, next_at, ...row }): DailyPuzzle => ({ ...row, isDone: is_done, nextAt: next_at }))
	)
);

/** Today's neuron, the same for everyone; null when the campaign has none. */
export async function dailyPuzzle(
	store: Store,
	campaignId: string
): Promise<Result<DailyPuzzle | null, StoreError>> {
	return parseAnswer(DailyRow, await store.read('daily_puzzle', { campaign_id: campaignId }));
}
