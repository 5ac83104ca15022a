// The daily neuron with its rounds: the store chooses the neuron, the rounds come from its page.
import type { Clue } from '../campaign/clue.ts';
import { dailyPuzzle, type DailyPuzzle } from '../data/boards.ts';
import type { ServerStore } from '../data/client.ts';
import type { StoreError } from '../data/nouns.ts';
import type { DailyRound } from '../game/daily.ts';
import { err, ok, type Result } from '../util/result.ts';
import { roundsOfDay } from '../views/daily-rounds.ts';
import { openServedCampaign } from './campaigns.ts';
import { cluesOf } from './deal.ts';

export interface DailyGame {
	puzzle: DailyPuzzle;
	neuron: Awaited<ReturnType<typeof cluesOf>>;
	rounds: DailyRound<Clue>[];
}

/** Today's game; null when the campaign has none. */
export async function dailyGame(
	store: ServerStore,
	campaignId: string
): Promise<Result<DailyGame | null, StoreError>> {
	const puzzle = await dailyPuzzle(store, campaignId);
	if (!puzzle.ok) return puzzle;
	if (!puzzle.value) return ok(null);
	const { index, day } = puzzle.value;
	try {
		const neuron = await cluesOf(campaignId, index);
		const rounds = await roundsOfDay(await openServedCampaign(campaignId), index, day);
		return ok(rounds.length ? { puzzle: puzzle.value, neuron, rounds } : null);
	} catch (error) {
		console.error(error);
		return err({ code: 'server', message: 'Today’s neuron could not be read. Please try again.' });
	}
}
