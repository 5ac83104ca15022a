// One call of every function of schema api that players and pages make, with arguments of a filled store.
import { CAMPAIGN, type Size } from './fill.ts';

export interface Call {
	name: string;
	args: Record<string, unknown>;
}

/** What the figures are held to: milliseconds at the 99th percentile. */
const P99_MS = 5;
const P99_SEARCH_MS = 20;
export const boundOf = (name: string): number => (name.startsWith('search') ? P99_SEARCH_MS : P99_MS);

type Random = () => number;

/** Makers of arguments by function; `random` gives numbers in [0, 1). */
export function callMakers(size: Size, random: Random): Record<string, () => Record<string, unknown>> {
	const integer = (below: number) => Math.floor(random() * below);
	const neuron = () => ({ campaign_id: CAMPAIGN, neuron_index: integer(size.neurons) });
	const explanation = () => ({ explanation_id: String(1 + integer(size.explanations)) });
	const words = [
		'rivers',
		'names numbers',
		'capital letters',
		'music',
		'sea -ships',
		'plural nouns',
		'law and weather'
	];
	const campaign = () => ({ campaign_id: CAMPAIGN });
	return {
		next_puzzle: campaign,
		skip_puzzle: neuron,
		daily_puzzle: campaign,
		explanations_of: neuron,
		neuron,
		history_of: explanation,
		evidence_of: explanation,
		records_of: neuron,
		search_explanations: () => ({ ...campaign(), words: words[integer(words.length)] }),
		cast_vote: () => ({ ...explanation(), value: random() < 0.5 ? 1 : -1 }),
		submit_explanation: () => ({ ...neuron(), text: `new words ${random().toString(36).slice(2)}` }),
		answer_no_pattern: neuron,
		start_intruder: campaign,
		start_check: campaign,
		report_explanation: () => ({ ...explanation(), reason: 'other' }),
		answered_puzzles: campaign,
		my_votes: campaign,
		me: () => ({}),
		my_badges: () => ({}),
		update_profile: () => ({ profile: { avatar: integer(32) } }),
		leaderboard: () => ({ period: 'week', place: ['world', 'FR', 'europe'][integer(3)] }),
		my_rank: () => ({ period: 'week', place: ['world', 'FR', 'europe'][integer(3)] }),
		quests: () => ({}),
		send_feedback: () => ({ text: 'a message of some words' }),
		campaigns: () => ({})
	};
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
