// A campaign as Neuronpedia's v1 dataset: {model}/{layer}/{features,activations,explanations}/batch-N.jsonl.gz with
// 1,024 neurons a batch, the columns of its own export (utils/neuronpedia-utils, export-data.py).
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Campaign } from '../../src/lib/campaign/campaign.ts';
import type { Clue, NeuronPage } from '../../src/lib/campaign/clue.ts';
import { binStart, HISTOGRAM_BINS } from '../../src/lib/interp/histogram.ts';
import type { DumpRow } from './export-dump.ts';

const BATCH_NEURONS = 1024;
/** Stands in the columns that name a user of Neuronpedia's, which our players are not. */
const CREATOR = 'neuronpedia-game';

const rounded = (value: number): number => Number(value.toPrecision(7));

/** Columns that every row begins with: ids are strings there. */
const idOf = ({ modelId, layer, index }: NeuronPage) => ({ modelId, layer: `${layer}`, index: `${index}` });

export function featureRow(page: NeuronPage, tokens: number): DumpRow {
	const values = (list: { value: number }[]) => list.map(({ value }) => value);
	const texts = (list: { token: string }[]) => list.map(({ token }) => token);
	const bins = Array.from({ length: HISTOGRAM_BINS }, (_, bin) => bin);
	return {
		...idOf(page),
		creatorId: CREATOR,
		maxActApprox: rounded(page.max),
		hasVector: false,
		hookName: `blocks.${page.layer}.mlp.hook_post`,
		// GELU is almost never exactly 0: the share of tokens that fire, as the whole project counts it.
		frac_nonzero: rounded(page.firingTokens / tokens),
		freq_hist_data_bar_heights: page.histogram,
		freq_hist_data_bar_values: bins.map((bin) => rounded(binStart(bin, page.min, page.max))),
		pos_str: texts(page.writes.top),
		pos_values: values(page.writes.top),
		neg_str: texts(page.writes.bottom),
		neg_values: values(page.writes.bottom),
		correlated_neurons_indices: page.similarByActivation.map(({ index }) => index),
		correlated_neurons_pearson: page.similarByActivation.map(({ similarity }) => similarity),
		topkCosSimIndices: page.similarByInput.map(({ index }) => index),
		topkCosSimValues: page.similarByInput.map(({ similarity }) => similarity)
	};
}

/** The bin columns of an activation. */
interface Bin {
	binMin: number;
	binMax: number;
	/** Share of the corpus' tokens in the bin. */
	binContains: number;
}

function activationRow(page: NeuronPage, clue: Clue, bin: Bin): DumpRow {
	const values = Array.from(clue.activations, rounded);
	return {
		id: `${page.campaignId}-${page.index}-${clue.passageId}`,
		...idOf(page),
		creatorId: CREATOR,
		dataSource: clue.source,
		tokens: clue.tokens,
		values,
		maxValue: rounded(clue.peak),
		minValue: Math.min(...values),
		maxValueTokenIndex: clue.peakIndex,
		...bin
	};
}

/** The strongest passages, and those drawn by chance from each band of the range: Neuronpedia shows them by bin. */
export function activationRows(page: NeuronPage, tokens: number): DumpRow[] {
	// How its converter of SAELens dashboards marks the group of top activations.
	const top: Bin = { binMin: -1, binMax: rounded(page.max), binContains: -1 };
	const binOf = ({ from, to, tokenCount }: NeuronPage['bands'][number]): Bin => ({
		binMin: rounded(from * page.max),
		binMax: rounded(to * page.max),
		binContains: rounded(tokenCount / tokens)
	});
	return [
		...page.clues.map((clue) => activationRow(page, clue, top)),
		...page.bands.flatMap((band) => band.clues.map((clue) => activationRow(page, clue, binOf(band))))
	];
}

export function explanationRow(page: NeuronPage, row: DumpRow): DumpRow {
	return {
		id: `${page.campaignId}-${String(row.id)}`,
		...idOf(page),
		authorId: row.author ?? CREATOR,
		description: row.text,
		typeName: 'human',
		explanationModelName: null
	};
}

function writeBatch(dir: string, kind: string, batch: number, rows: DumpRow[]): void {
	mkdirSync(path.join(dir, kind), { recursive: true });
	const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
	writeFileSync(path.join(dir, kind, `batch-${batch}.jsonl.gz`), gzipSync(lines));
}

/** Writes the dataset into `out`; `explanations` are the store's by neuron index (none without a store). */
export async function exportNeuronpedia(
	campaign: Campaign,
	out: string,
	explanations: ReadonlyMap<number, DumpRow[]>,
	onNeuron: () => void
): Promise<void> {
	const { modelId, layer, neurons, tokens } = campaign.manifest;
	const dir = path.join(out, modelId, `${layer}`);
	for (let from = 0; from < neurons; from += BATCH_NEURONS) {
		const rows = { features: [] as DumpRow[], activations: [] as DumpRow[], explanations: [] as DumpRow[] };
		for (let index = from; index < Math.min(neurons, from + BATCH_NEURONS); index++) {
			const page = await campaign.neuron(index);
			rows.features.push(featureRow(page, tokens));
			rows.activations.push(...activationRows(page, tokens));
			rows.explanations.push(...(explanations.get(index) ?? []).map((row) => explanationRow(page, row)));
			onNeuron();
		}
		const batch = from / BATCH_NEURONS;
		for (const [kind, list] of Object.entries(rows)) writeBatch(dir, kind, batch, list);
	}
}
