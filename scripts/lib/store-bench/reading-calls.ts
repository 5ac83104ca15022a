// Functions that read: of everybody, of the player who asks, of moderators.
import { CAMPAIGN, groupId, MEMBERS, MODERATOR, numberOf, QUEST_ID } from './fill.ts';
import type { Maker, Turn } from './turn.ts';

const WORDS = [
	'rivers',
	'names numbers',
	'capital letters',
	'music',
	'sea -ships',
	'plural nouns',
	'law and weather'
];
/** As many as the store gives to one call for the site's map. */
const MAP_IDS = 2_500;
const PLACES = ['world', 'FR', 'europe'];

export const campaign = { args: { campaign_id: CAMPAIGN } };
export const neuron = ({ below, size }: Turn) => ({
	campaign_id: CAMPAIGN,
	neuron_index: below(size.neurons)
});
export const explanation = ({ below, size }: Turn) => ({
	explanation_id: String(1 + below(size.explanations))
});
const board = ({ below }: Turn) => ({ args: { period: 'week', place: PLACES[below(PLACES.length)] } });
/** One of the caller's groups: players are members by their number. */
const group = ({ player }: Turn) => ({ group_id: groupId(Math.floor((numberOf(player) - 1) / MEMBERS)) });
const nothing = { args: {} };
const moderator = { args: {}, as: MODERATOR };

export const readingCalls: Record<string, Maker> = {
	campaigns: () => nothing,
	campaign_map: () => campaign,
	neuron_list: ({ below }) => ({
		args: { campaign_id: CAMPAIGN, kind: ['unsolved', 'contested', 'solved'][below(3)] }
	}),
	neurons_at: ({ below, size }) => ({
		args: { campaign_id: CAMPAIGN, indices: Array.from({ length: 50 }, () => below(size.neurons)) }
	}),
	laughs_of: (turn) => ({ args: neuron(turn) }),
	funniest: () => campaign,
	neuron: (turn) => ({ args: neuron(turn) }),
	explanations_of: (turn) => ({ args: neuron(turn) }),
	explanation: (turn) => ({ args: explanation(turn) }),
	newest_explanations: () => campaign,
	explanation_ids: ({ below, size }) => {
		const first = 1 + below(size.explanations);
		return { args: { from_id: String(first), below_id: String(first + MAP_IDS) } };
	},
	history_of: (turn) => ({ args: explanation(turn) }),
	evidence_of: (turn) => ({ args: explanation(turn) }),
	records_of: (turn) => ({ args: neuron(turn) }),
	search_explanations: ({ below }) => ({
		args: { campaign_id: CAMPAIGN, words: WORDS[below(WORDS.length)] }
	}),
	player_named: ({ below, size }) => ({ args: { name: `player ${1 + below(size.players)}` } }),
	leaderboard: board,
	quest_board: () => ({ args: { quest_id: QUEST_ID } }),
	invitation: (turn) => ({ args: group(turn) }),
	my_groups: () => nothing,
	group_board: (turn) => ({ args: { ...group(turn), period: 'week' } }),
	quests: () => nothing,
	me: () => nothing,
	my_badges: () => nothing,
	my_rank: board,
	my_votes: () => campaign,
	answered_puzzles: () => campaign,
	review_queue: () => moderator,
	moderation_trail: () => moderator,
	feedback_queue: () => moderator
};
