// The daily neuron's rounds out of a campaign's files: the same from the server's and from a copy on the player's device.
import type { Campaign } from '../campaign/campaign.ts';
import type { Clue } from '../campaign/clue.ts';
import { dailyPool, dailyRounds, seedOf, type DailyRound } from '../game/daily.ts';
import { plainClue } from './plain-clue.ts';

/** The rounds of `day` (YYYY-MM-DD, the server's) on the neuron at `index`. Rejects with a CampaignError. */
export async function roundsOfDay(
	campaign: Campaign,
	index: number,
	day: string
): Promise<DailyRound<Clue>[]> {
	const [page, exhibits] = await Promise.all([campaign.neuron(index), campaign.exhibits(index)]);
	const pool = dailyPool({
		max: page.max,
		clues: page.clues.map(plainClue),
		bands: page.bands.map(({ clues }) => clues.map(plainClue)),
		nearMisses: page.nearMisses.map(plainClue),
		plainDark: exhibits.filter(({ fires, isNearMiss }) => !fires && !isNearMiss).map(plainClue)
	});
	return dailyRounds(pool, seedOf(`${campaign.manifest.id}/${day}`));
}
