// A player as everyone may see them, for those who chose to be seen.
import * as v from 'valibot';
import type { Result } from '../util/result.ts';
import { BadgeRow, type Badge } from './boards.ts';
import type { Store } from './client.ts';
import type { StoreError } from './nouns.ts';
import { parseAnswer } from './rows.ts';

/** A player as everyone may see them. */
export interface PublicPlayer {
	name: string;
	avatar: number;
	country: string | null;
	createdAt: string;
	answered: number;
	rounds: number;
	streak: number;
	streakBest: number;
	points: number;
	badges: Badge[];
	/** Empty unless the player wants to be credited. */
	explanations: {
		id: string;
		campaignId: string;
		index: number;
		text: string;
		score: number;
		rounds: number;
	}[];
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const PublicRow = v.pipe(
	v.object({
		name: v.string(),
		avatar: count,
		country: v.nullable(v.string()),
		created_at: v.string(),
		answered: count,
		rounds: count,
		streak: count,
		streak_best: count,
		points: v.number(),
		badges: v.array(BadgeRow),
		explanations: v.array(
			v.object({
				id: v.string(),
				campaign_id: v.string(),
				neuron_index: count,
				text: v.string(),
				score: share,
				rounds: count
			})
		)
	}),
	v.transform(({ created_at, streak_best, explanations, ...row }): PublicPlayer => ({
		...row,
		createdAt: created_at,
		streakBest: streak_best,
		explanations: explanations.map(({ campaign_id, neuron_index, ...explanation }) => ({
			...explanation,
			campaignId: campaign_id,
			index: neuron_index
		}))
	}))
);

/** A player by name, if they chose to be seen; else null. */
export async function playerNamed(
	store: Store,
	name: string
): Promise<Result<PublicPlayer | null, StoreError>> {
	return parseAnswer(v.nullable(PublicRow), await store.read('player_named', { name }));
}
