// Verbs on laughs: say that an explanation made one laugh, count the laughs of a neuron, list the funniest.
import * as v from 'valibot';
import type { Result } from '../util/result.ts';
import type { Store } from './client.ts';
import type { Explanation, NeuronRef, StoreError } from './nouns.ts';
import { ExplanationRow, parseAnswer } from './rows.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const LaughsRow = v.object({ id: v.string(), laughs: count, laughed: v.boolean() });
export interface Laughs {
	/** The explanation's. */
	id: string;
	/** How many players laughed. */
	laughs: number;
	/** The asking player did. */
	laughed: boolean;
}

const FunniestRow = v.object({ index: count, laughs: count, explanation: ExplanationRow });
export interface Funny {
	/** The neuron's index. */
	index: number;
	laughs: number;
	explanation: Explanation;
}

/** Says that an explanation made the player laugh, or takes it back. Errors: 'own_explanation', 'not_found',
 *  'rate_limited', 'signed_out', 'offline', 'server'. */
export async function setLaugh(
	store: Store,
	{ explanationId, laughed }: { explanationId: string; laughed: boolean }
): Promise<Result<Laughs, StoreError>> {
	return parseAnswer(LaughsRow, await store.write('set_laugh', { explanation_id: explanationId, laughed }));
}

/** The laughs at a neuron's explanations; those that nobody laughed at are left out. */
export async function laughsOf(
	store: Store,
	{ campaignId, index }: NeuronRef
): Promise<Result<Laughs[], StoreError>> {
	const answer = await store.read('laughs_of', { campaign_id: campaignId, neuron_index: index });
	return parseAnswer(v.array(LaughsRow), answer);
}

/** The explanations that most players laughed at, at most fifty. */
export async function funniest(store: Store, campaignId: string): Promise<Result<Funny[], StoreError>> {
	return parseAnswer(v.array(FunniestRow), await store.read('funniest', { campaign_id: campaignId }));
}
