// The daily neuron with its rounds: the store chooses the neuron, the rounds come from its page.
import type { Clue } from '../campaign/clue.ts';
import { dailyPuzzle, type DailyPuzzle } from '../data/boards.ts';
import type { ServerStore } from '../data/client.ts';
import type { StoreError } from '../data/nouns.ts';
import { dailyPool, dailyRounds, seedOf, type DailyRound } from '../game/daily.ts';
import { err, ok, type Result } from '../util/result.ts';
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
		const rounds = await roundsOf(campaignId, index, day);
		return ok(rounds.length ? { puzzle: puzzle.value, neuron, rounds } : null);
	} catch (error) {
		console.error(error);
		return err({ code: 'server', message: 'Today’s neuron could not be read. Please try again.' });
	}
}

async function roundsOf(campaignId: string, index: number, day: string): Promise<DailyRound<Clue>[]> {
	const campaign = await openServedCampaign(campaignId);
	const [page, exhibits] = await Promise.all([campaign.neuron(index), campaign.exhibits(index)]);
	const plain = (clue: Clue): Clue => ({ ...clue, activations: Array.from(clue.activations) });
	const pool = dailyPool({
		max: page.max,
		clues: page.clues.map(plain),
		bands: page.bands.map(({ clues }) => clues.map(plain)),
		nearMisses: page.nearMisses.map(plain),
		plainDark: exhibits.filter(({ fires, isNearMiss }) => !fires && !isNearMiss).map(plain)
	});
	return dailyRounds(pool, seedOf(`${campaignId}/${day}`));
}
