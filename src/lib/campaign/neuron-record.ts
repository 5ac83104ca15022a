// One neuron as OpenAI's neuron-explainer reads it (openai/automated-interpretability, neuron_explainer/activations/
// activations.py): objects that name their dataclass, and no field that the class does not have.
import type { ActivationRecord } from '../interp/neuron.ts';
import { FIRES_SHARE } from '../interp/thresholds.ts';
import type { Clue, NeuronPage } from './clue.ts';

export interface OpenAiActivationRecord {
	dataclass_name: 'ActivationRecord';
	tokens: string[];
	activations: number[];
}

export interface OpenAiNeuronRecord {
	dataclass_name: 'NeuronRecord';
	neuron_id: { dataclass_name: 'NeuronId'; layer_index: number; neuron_index: number };
	/** Passages drawn by chance from the whole corpus, independently of other neurons. */
	random_sample: OpenAiActivationRecord[];
	/** Passages by the range that their peak lies in, weakest first: those of the sample that do not fire, then some
	 *  drawn by chance from each band. */
	random_sample_by_quantile: OpenAiActivationRecord[][];
	/** Where each range but the first begins. Shares of the maximum, not quantiles of passages. */
	quantile_boundaries: number[];
	mean: number;
	variance: number;
	skewness: number;
	kurtosis: number;
	most_positive_activation_records: OpenAiActivationRecord[];
}

/** Enough for every float32, and no longer than need be. */
const rounded = (value: number): number => Number(value.toPrecision(7));

function recordOf({ tokens, activations }: ActivationRecord): OpenAiActivationRecord {
	return {
		dataclass_name: 'ActivationRecord',
		tokens,
		activations: Array.from(activations, rounded)
	};
}

/** What the campaign knows of a neuron, in OpenAI's form; `sample` is Campaign.sample's. */
export function toNeuronRecord(page: NeuronPage, sample: readonly Clue[]): OpenAiNeuronRecord {
	const weakestFirst = page.bands.toReversed();
	const silent = sample.filter(({ peak }) => peak < FIRES_SHARE * page.max);
	return {
		dataclass_name: 'NeuronRecord',
		neuron_id: { dataclass_name: 'NeuronId', layer_index: page.layer, neuron_index: page.index },
		random_sample: sample.map(recordOf),
		random_sample_by_quantile: [silent, ...weakestFirst.map(({ clues }) => clues)].map((group) =>
			group.map(recordOf)
		),
		quantile_boundaries: weakestFirst.map(({ from }) => rounded(from * page.max)),
		mean: rounded(page.mean),
		variance: rounded(page.variance),
		skewness: rounded(page.skewness),
		kurtosis: rounded(page.kurtosis),
		most_positive_activation_records: page.clues.map(recordOf)
	};
}
