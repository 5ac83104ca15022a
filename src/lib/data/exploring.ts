// Verbs for looking over a campaign: its map, lists of its neurons, explanations by their words.
import * as v from 'valibot';
import type { Result } from '../util/result.ts';
import type { Store } from './client.ts';
import type { Explanation, StoreError } from './nouns.ts';
import { ExplanationRow, parseAnswer } from './rows.ts';

export interface MapEntry {
	index: number;
	answers: number;
	/** Lower bound of the leading explanation's score in per cent. */
	bestPercent: number;
	state: 'solved' | 'unclear' | 'open';
}

export const LIST_KINDS = ['unsolved', 'contested', 'solved'] as const;
export type ListKind = (typeof LIST_KINDS)[number];

export interface ListedNeuron {
	index: number;
	answers: number;
	solvedAt: string | null;
	/** The explanation that leads. */
	best: Explanation | null;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const MapRow = v.pipe(
	v.tuple([count, count, count, v.picklist(['solved', 'unclear', 'open'])]),
	v.transform(([index, answers, bestPercent, state]): MapEntry => ({ index, answers, bestPercent, state }))
);

const ListedRow = v.pipe(
	v.object({
		index: count,
		answers: count,
		solved_at: v.nullable(v.string()),
		best: v.nullable(ExplanationRow)
	}),
	v.transform(({ index, answers, solved_at, best }): ListedNeuron => ({
		index,
		answers,
		solvedAt: solved_at,
		best
	}))
);

const IndexRow = v.object({ neuron_index: count });

/** What players have made of a campaign's neurons, in the order of their index; nobody's neurons are left out. */
export async function campaignMap(store: Store, campaignId: string): Promise<Result<MapEntry[], StoreError>> {
	return parseAnswer(v.array(MapRow), await store.read('campaign_map', { campaign_id: campaignId }));
}

/** At most fifty neurons: the clearest unsolved ones, the contested ones, or those solved lately. */
export async function neuronList(
	store: Store,
	{ campaignId, kind }: { campaignId: string; kind: ListKind }
): Promise<Result<ListedNeuron[], StoreError>> {
	const answer = await store.read('neuron_list', { campaign_id: campaignId, kind });
	return parseAnswer(v.array(ListedRow), answer);
}

/** The neurons of these indices (at most fifty), in the order in which they are named. Error 'invalid': too many. */
export async function neuronsAt(
	store: Store,
	{ campaignId, indices }: { campaignId: string; indices: number[] }
): Promise<Result<ListedNeuron[], StoreError>> {
	const answer = await store.read('neurons_at', { campaign_id: campaignId, indices });
	return parseAnswer(v.array(ListedRow), answer);
}

/** Explanations with all these words, best first (at most 50), each with its neuron's index. */
export async function searchExplanations(
	store: Store,
	{ campaignId, words }: { campaignId: string; words: string }
): Promise<Result<(Explanation & { index: number })[], StoreError>> {
	const answer = await store.read('search_explanations', { campaign_id: campaignId, words });
	const indices = parseAnswer(v.array(IndexRow), answer);
	const explanations = parseAnswer(v.array(ExplanationRow), answer);
	if (!indices.ok) return indices;
	if (!explanations.ok) return explanations;
	const withIndex = explanations.value.map((explanation, i) => ({
		...explanation,
		index: indices.value[i]!.neuron_index
	}));
	return { ok: true, value: withIndex };
}
