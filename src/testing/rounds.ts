// Campaigns with passages for blind rounds, in which the truth can be told from a passage's number.
import type { FunctionName } from '../lib/data/client.ts';
import type { Backend } from '../lib/server/embedded/backend.ts';
import { publishCampaign } from '../lib/server/publish.ts';
import { sampleCampaign, serviceRpcOf, type Player } from './players.ts';

/** Passages below this number fire, those from it on are quiet. */
const FIRST_QUIET = 500_000;
export const fires = (passage: number): boolean => passage < FIRST_QUIET;

/** Publishes `count` neurons with `each` firing and `each` quiet passages, half of these near misses. */
export async function publishWithExhibits(
	backend: Backend,
	count: number,
	id: string,
	each = 40
): Promise<string> {
	const passages = Array.from({ length: each }, (_, i) => i);
	const exhibits = Array.from({ length: count }, (_, index) => ({
		index,
		firing: passages.map((i): [number, number] => [index * 1000 + i, 0.3 + (0.6 * i) / each]),
		quiet: passages.map((i): [number, number, 0 | 1] => [FIRST_QUIET + index * 1000 + i, 0.01, i % 2 ? 1 : 0])
	}));
	await publishCampaign(serviceRpcOf(backend), { ...sampleCampaign(count, id), exhibits });
	return id;
}

/** Calls a function as a player; gives its result, or throws the store's code. */
export async function call<T>(
	player: Player,
	name: FunctionName,
	args: Record<string, unknown> = {}
): Promise<T> {
	const answer = await player.store.write(name, args);
	if (!answer.ok) throw new Error(answer.error.code);
	return answer.value as T;
}

export interface DealtRound {
	id: string;
	neuron_index: number;
	passages: number[];
	explanation: string | null;
	explanation_id: string | null;
}

export interface JudgedRound {
	truth: boolean[];
	shares: number[];
	accuracy: number;
	points: number;
	is_calibration: boolean;
	is_gold: boolean;
	rating: number;
}

/** Plays a check to its end; `judge` says of a passage whether the neuron fires there (the truth unless told). */
export async function playCheck(
	player: Player,
	campaignId: string,
	judge: (passage: number) => boolean = fires
): Promise<JudgedRound & { dealt: DealtRound }> {
	const dealt = await call<DealtRound>(player, 'start_check', { campaign_id: campaignId });
	const judged = await call<JudgedRound>(player, 'finish_check', {
		round_id: dealt.id,
		fires: dealt.passages.map(judge)
	});
	return { ...judged, dealt };
}
