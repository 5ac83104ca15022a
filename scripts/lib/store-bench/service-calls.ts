// Functions that only the server may call.
import { SERVICE } from './client.ts';
import { CAMPAIGN, playerId } from './fill.ts';
import { explanation, neuron } from './reading-calls.ts';
import type { Maker } from './turn.ts';

const asService = (args: Record<string, unknown>) => ({ as: SERVICE, args });
const TOKENS = 12;
/** What the server has measured of a sentence, in which the last token fires. */
const measured = (player: string) => ({
	player_id: player,
	text: `a sentence ${crypto.randomUUID()}`,
	token_ids: Array.from({ length: TOKENS }, (_, i) => i),
	activations: Array.from({ length: TOKENS }, (_, i) => (i === TOKENS - 1 ? 2.5 : 0.01)),
	model_sha256: 'a'.repeat(64),
	tokenizer_sha256: 'b'.repeat(64),
	runtime: 'bench'
});
const NOW_MS = Date.now();
const DUMPED = ['explanations', 'rounds', 'evidence', 'records'];
const batch = (below: (end: number) => number, neurons: number, length: number) => {
	const first = below(Math.max(1, neurons - length));
	return Array.from({ length: Math.min(length, neurons) }, (_, i) => first + i);
};

export const serviceCalls: Record<string, Maker> = {
	target_of: (turn) => asService(explanation(turn)),
	add_evidence: (turn) =>
		asService({
			evidence: { ...measured(turn.player), ...explanation(turn), predicts_firing: turn.below(2) === 1 }
		}),
	add_record: (turn) => asService({ record: { ...measured(turn.player), ...neuron(turn) } }),
	set_role: ({ below, size }) => asService({ player_id: playerId(1 + below(size.players)), role: 'player' }),
	add_quest: ({ number }) =>
		asService({
			quest: {
				theme: 'bench-quest',
				title: 'A quest that is over',
				reasons: ['record'],
				goal: 10,
				starts_at: new Date(NOW_MS - 1e12 - number * 1000).toISOString(),
				ends_at: new Date(NOW_MS - 9e11).toISOString()
			}
		}),
	run_upkeep: () => asService({}),
	dump: ({ number, below, size }) =>
		asService({
			campaign_id: CAMPAIGN,
			kind: DUMPED[number % DUMPED.length],
			...(DUMPED[number % DUMPED.length] === 'explanations' && { after: String(below(size.explanations)) })
		}),
	publish_campaign: () =>
		asService({ campaign: { id: 'bench-other', title: 'Other', model_id: 'none', layer: 0 } }),
	publish_neurons: ({ below, size }) =>
		asService({
			campaign_id: CAMPAIGN,
			rows: batch(below, size.neurons, 1000).map((index) => ({ index, max: 3, min: -0.17, difficulty: 0.5 }))
		}),
	publish_exhibits: ({ below, size }) =>
		asService({
			campaign_id: CAMPAIGN,
			rows: batch(below, size.neurons, 100).map((index) => ({
				index,
				firing: Array.from({ length: 24 }, (_, k) => [index * 100 + k, 0.5]),
				quiet: Array.from({ length: 24 }, (_, k) => [1_000_000 + index * 100 + k, 0.01, k % 2])
			}))
		}),
	set_blocked_words: () => asService({ words: Array.from({ length: 3000 }, (_, i) => `blocked${i}`) })
};
