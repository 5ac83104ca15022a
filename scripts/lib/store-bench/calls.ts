// Every function of schema api once, with arguments of a filled store: who calls it, and what its time is held to.
import { readingCalls } from './reading-calls.ts';
import { serviceCalls } from './service-calls.ts';
import type { Maker } from './turn.ts';
import { writingCalls } from './writing-calls.ts';

export const CALLS: Record<string, Maker> = { ...readingCalls, ...writingCalls, ...serviceCalls };

/** Milliseconds at the 99th percentile. */
const P99_MS = 5;
const P99_SEARCH_MS = 20;
/** What the server does by itself, in batches of up to thousands of rows: measured, held to no bound. */
const BATCHES = [
	'run_upkeep',
	'publish_campaign',
	'publish_neurons',
	'publish_exhibits',
	'dump',
	'set_blocked_words'
];

/** What a function's p99 is held to; undefined for batches. */
export function boundOf(name: string): number | undefined {
	if (BATCHES.includes(name)) return undefined;
	return name === 'search_explanations' ? P99_SEARCH_MS : P99_MS;
}

/** What a player at play does, with how often: the mix of the throughput test. */
export const GAME_MIX: [name: string, weight: number][] = [
	['next_puzzle', 30],
	['cast_vote', 25],
	['explanations_of', 20],
	['submit_explanation', 5],
	['start_check', 8],
	['leaderboard', 4],
	['me', 4],
	['my_rank', 2],
	['search_explanations', 2]
];
