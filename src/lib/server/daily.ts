// The daily neuron with its rounds: the store chooses the neuron, the rounds come from its page.
import type { Clue } from '../campaign/clue.ts';
import { dailyPuzzle, type DailyPuzzle } from '../data/boards.ts';
import type { ServerStore } from '../data/client.ts';
import type { StoreError } from '../data/nouns.ts';
import { DAILY_ROUNDS, dailyRounds, seedOf, type DailyRound } from '../game/daily.ts';
import { err, ok, type Result } from '../util/result.ts';
import { openServedCampaign } from './campaigns.ts';
import { cluesOf } from './deal.ts';

/** Clearly more than the weak ones, which end at half of the maximum (interp/bands.ts). */
const STRONG_SHARE = 0.65;
/** What five rounds use (game/daily.ts). */
const DARK_WANTED = 10;

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
	// Blind rounds lose a few of their plain dark passages where the page has too few of its own.
	const plainDark = exhibits.filter(({ fires, isNearMiss }) => !fires && !isNearMiss);
	const dark = [...page.nearMisses, ...plainDark].slice(0, DARK_WANTED);
	const plain = (clue: Clue): Clue => ({ ...clue, activations: Array.from(clue.activations) });
	const pool = {
		clues: page.clues.map(plain),
		// The clues that no round shows as such are as good.
		strong: [...(page.bands.at(0)?.clues ?? []), ...page.clues.slice(DAILY_ROUNDS)]
			.filter(({ peak }) => peak >= STRONG_SHARE * page.max)
			.map(plain),
		weak: (page.bands.at(-1)?.clues ?? []).map(plain),
		dark: dark.map(plain)
	};
	return dailyRounds(pool, seedOf(`${campaignId}/${day}`));
}
