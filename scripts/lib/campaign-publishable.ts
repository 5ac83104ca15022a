// publish.json: the few facts of a campaign that the store must judge by. The clues themselves stay in the files.
import { createHash } from 'node:crypto';
import type { CampaignManifest } from '../../src/lib/campaign/manifest.ts';
import type { ClueRef, ExhibitsRecord } from '../../src/lib/campaign/records.ts';
import type { NeuronFlag, NeuronSummary } from '../../src/lib/campaign/clue.ts';

/** [passage, its peak as a share of the neuron's maximum] */
type FiringExhibit = [passageId: number, share: number];
/** [passage, share, 1 for a near miss] */
type QuietExhibit = [passageId: number, share: number, isNearMiss: 0 | 1];

export interface Publishable {
	campaign: { id: string; title: string; modelId: string; layer: number; contentHash: string };
	neurons: {
		index: number;
		max: number;
		min: number;
		/** 0 to 1; clear neurons are dealt first. */
		priority: number;
		difficulty: number;
		coherence: number;
		flags: NeuronFlag[];
	}[];
	exhibits: { index: number; firing: FiringExhibit[]; quiet: QuietExhibit[] }[];
}

/** Neurons without a visible pattern come last, whatever else speaks for them. */
const HOPELESS_PRIORITY = 0.05;
/** Too few passages to judge explanations by: played, but after the others. */
const FEW_EXHIBITS_FACTOR = 0.5;

const rounded = (value: number): number => Number(value.toFixed(4));

/** 0 (nothing to see) to 1 (clear). */
export function priorityOf({ difficulty, flags }: Pick<NeuronSummary, 'difficulty' | 'flags'>): number {
	if (flags.includes('dead')) return 0;
	const clear = 1 - difficulty;
	const capped = flags.includes('noise') ? Math.min(HOPELESS_PRIORITY, clear) : clear;
	return rounded(flags.includes('few-exhibits') ? FEW_EXHIBITS_FACTOR * capped : capped);
}

export function exhibitRows({ index, max, firing, quiet, nearMissCount }: ExhibitsRecord) {
	const shareOf = ({ peak }: ClueRef) => rounded(max > 0 ? peak / max : 0);
	return {
		index,
		firing: firing.map((ref): FiringExhibit => [ref.passageId, shareOf(ref)]),
		quiet: quiet.map((ref, i): QuietExhibit => [ref.passageId, shareOf(ref), i < nearMissCount ? 1 : 0])
	};
}

/** `manifest` is hashed as a whole; its root stands for every file. */
export function publishableOf(
	manifest: CampaignManifest,
	summaries: readonly NeuronSummary[],
	exhibits: Publishable['exhibits']
): Publishable {
	const { id, title, modelId, layer } = manifest;
	const contentHash = createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
	return {
		campaign: { id, title, modelId, layer, contentHash },
		neurons: summaries.map(({ index, max, min, difficulty, coherence, flags }) => ({
			index,
			max,
			min,
			priority: priorityOf({ difficulty, flags }),
			difficulty: rounded(difficulty),
			coherence: rounded(coherence),
			flags
		})),
		exhibits
	};
}
