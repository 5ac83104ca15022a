// One neuron as OpenAI's neuron-explainer reads it (openai/automated-interpretability, neuron_explainer/activations/
// activations.py): objects that name their dataclass, and no field that the class does not have.
import type { ActivationRecord } from '../interp/neuron.ts';
import type { Exhibit, NeuronPage } from './clue.ts';

export interface OpenAiActivationRecord {
	dataclass_name: 'ActivationRecord';
	tokens: string[];
	activations: number[];
}

export interface OpenAiNeuronRecord {
	dataclass_name: 'NeuronRecord';
	neuron_id: { dataclass_name: 'NeuronId'; layer_index: number; neuron_index: number };
	/** Quiet passages, those drawn by chance first: the campaign keeps no sample over all passages. */
	random_sample: OpenAiActivationRecord[];
	/** Passages from the bands of the range, weakest first. */
	random_sample_by_quantile: OpenAiActivationRecord[][];
	/** Where each of those bands begins. Shares of the maximum, not quantiles of passages. */
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

/** What the campaign knows of a neuron, in OpenAI's form. */
export function toNeuronRecord(page: NeuronPage, exhibits: readonly Exhibit[]): OpenAiNeuronRecord {
	const weakestFirst = page.bands.toReversed();
	const quiet = exhibits.filter(({ fires }) => !fires);
	const byChance = quiet.filter(({ isNearMiss }) => !isNearMiss);
	const lookAlikes = quiet.filter(({ isNearMiss }) => isNearMiss);
	return {
		dataclass_name: 'NeuronRecord',
		neuron_id: { dataclass_name: 'NeuronId', layer_index: page.layer, neuron_index: page.index },
		random_sample: [...byChance, ...lookAlikes].map(recordOf),
		random_sample_by_quantile: weakestFirst.map(({ clues }) => clues.map(recordOf)),
		quantile_boundaries: weakestFirst.map(({ from }) => rounded(from * page.max)),
		mean: rounded(page.mean),
		variance: rounded(page.variance),
		skewness: rounded(page.skewness),
		kurtosis: rounded(page.kurtosis),
		most_positive_activation_records: page.clues.map(recordOf)
	};
}
