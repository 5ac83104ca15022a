// publish.json: the few facts of a campaign that the store must judge by. The clues themselves stay in the files.
import { createHash } from 'node:crypto';
import type { CampaignManifest } from '../../src/lib/campaign/manifest.ts';
import type { ClueRef, ExhibitsRecord, NeuronRecord } from '../../src/lib/campaign/records.ts';
import type { NeuronFlag, NeuronSummary } from '../../src/lib/campaign/clue.ts';
import { dailyPool, hasAllRounds } from '../../src/lib/game/daily.ts';

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
		/** 0 to 1; neurons that are clear and easy to put into words are dealt first. */
		priority: number;
		/** 1 - priority: what the store orders by, and what a neuron's rating begins with. */
		difficulty: number;
		coherence: number;
		/** The campaign's, and 'short-daily' where passages are too few for a whole daily puzzle. */
		flags: (NeuronFlag | 'short-daily')[];
	}[];
	exhibits: { index: number; firing: FiringExhibit[]; quiet: QuietExhibit[] }[];
}

/** Neurons without a visible pattern come last, whatever else speaks for them. */
const HOPELESS_PRIORITY = 0.05;
/** Too few passages to judge explanations by: played, but after the others. */
const FEW_EXHIBITS_FACTOR = 0.5;
/** Each further neuron that peaks at the same word moves back: the tenth comma teaches a newcomer nothing. */
const REPEATED_FACTOR = 0.85;

const rounded = (value: number): number => Number(value.toFixed(4));

export interface JudgedNeuron {
	summary: NeuronSummary;
	/** 0 to 1: clear, and easy to put into words. */
	sayable: number;
}

/** A neuron as it is told to the store. */
export interface PublishedNeuron extends JudgedNeuron {
	/** It can be a day's puzzle with all its rounds. */
	hasDaily: boolean;
}

/** Whether the neuron's passages make all rounds of a daily puzzle. */
export function hasDaily(neuron: NeuronRecord, { quiet, nearMissCount }: ExhibitsRecord): boolean {
	const { numbers, clues, bands, nearMisses } = neuron;
	const plainDark = quiet.slice(nearMissCount);
	return hasAllRounds(dailyPool({ max: numbers.max, clues, bands, nearMisses, plainDark }));
}

/** 0 (nothing to see) to 1, before neurons are compared with each other. */
function priorityOf({ summary: { flags }, sayable }: JudgedNeuron): number {
	if (flags.includes('dead')) return 0;
	const capped = flags.includes('noise') ? Math.min(HOPELESS_PRIORITY, sayable) : sayable;
	return flags.includes('few-exhibits') ? FEW_EXHIBITS_FACTOR * capped : capped;
}

/** Priorities by index, 0 (nothing to see) to 1 (deal it to a newcomer). */
export function prioritiesOf(neurons: readonly JudgedNeuron[]): number[] {
	const priorities = neurons.map(priorityOf);
	const met = new Map<string, number>();
	const bestFirst = [...neurons.keys()].sort((a, b) => priorities[b]! - priorities[a]! || a - b);
	for (const index of bestFirst) {
		const word = neurons[index]!.summary.peakToken.trim().toLowerCase();
		const times = met.get(word) ?? 0;
		met.set(word, times + 1);
		priorities[index] = rounded(priorities[index]! * REPEATED_FACTOR ** times);
	}
	return priorities;
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
	neurons: readonly PublishedNeuron[],
	exhibits: Publishable['exhibits']
): Publishable {
	const { id, title, modelId, layer } = manifest;
	const contentHash = createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
	const priorities = prioritiesOf(neurons);
	return {
		campaign: { id, title, modelId, layer, contentHash },
		neurons: neurons.map(({ summary: { index, max, min, coherence, flags }, hasDaily }, i) => ({
			index,
			max,
			min,
			priority: priorities[i]!,
			difficulty: rounded(1 - priorities[i]!),
			coherence: rounded(coherence),
			flags: hasDaily ? flags : [...flags, 'short-daily' as const]
		})),
		exhibits
	};
}
