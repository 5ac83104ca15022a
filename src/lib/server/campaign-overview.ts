// A campaign at a glance: how well each neuron is explained, from its files and from what players made of it.
import type { Campaign } from '../campaign/campaign.ts';
import type { ServerStore } from '../data/client.ts';
import { campaignMap, type MapEntry } from '../data/exploring.ts';
import type { StoreError } from '../data/nouns.ts';
import { ok, type Result } from '../util/result.ts';
import { cellState, type CellState } from '../game/cell-state.ts';

/** The state of each neuron, in the order of the index. */
export async function cellStates(
	store: ServerStore,
	campaign: Campaign
): Promise<Result<CellState[], StoreError>> {
	const [map, summaries] = await Promise.all([
		campaignMap(store, campaign.manifest.id),
		campaign.summaries()
	]);
	if (!map.ok) return map;
	const known = new Map<number, MapEntry>(map.value.map((entry) => [entry.index, entry]));
	return ok(
		summaries.map(({ index, flags }) =>
			flags.includes('dead') ? 'dead' : cellState(known.get(index) ?? null)
		)
	);
}
