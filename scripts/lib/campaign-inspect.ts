// One neuron as text for the terminal: the numbers, and every clue with its firing tokens marked.
import type { Clue, NeuronPage, SimilarNeuron, WeightedToken } from '../../src/lib/campaign/clue.ts';
import { fires } from '../../src/lib/interp/thresholds.ts';
import { campaignDir, openFromDisk } from './campaign-disk.ts';

const BARS = ' ▁▂▃▄▅▆▇█';
const SOURCES_SHOWN = 5;

/** Token texts on one line, whatever they hold. */
const visible = (text: string): string => text.replaceAll('\n', '⏎').replaceAll('\t', '⇥');

/** `[[peak]]`, `[firing]`, and quiet tokens as they are. */
export function markedText(clue: Clue, max: number): string {
	return clue.tokens
		.map((token, i) => {
			if (i === clue.peakIndex) return `[[${visible(token)}]]`;
			return fires(clue.activations[i]!, max) ? `[${visible(token)}]` : visible(token);
		})
		.join('');
}

const clueLine = (clue: Clue, max: number): string =>
	`  ${clue.peak.toFixed(3).padStart(7)}  ${markedText(clue, max)}  (${clue.source} #${clue.passageId})`;

const tokenList = (tokens: WeightedToken[]): string =>
	tokens.map(({ token, value }) => `${JSON.stringify(token)} ${value.toFixed(2)}`).join(', ');

const neuronList = (neurons: SimilarNeuron[]): string =>
	neurons.map(({ index, similarity }) => `${index} (${similarity.toFixed(2)})`).join(', ');

/** Fifty bins as bars of the logarithm of their counts. */
function histogramLine(histogram: number[]): string {
	const top = Math.log1p(Math.max(...histogram));
	return histogram
		.map((count) => BARS[count === 0 ? 0 : Math.max(1, Math.round((8 * Math.log1p(count)) / top))])
		.join('');
}

export function describeNeuron(page: NeuronPage, tokens: number): string {
	const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(2)} %`;
	const firingPassages = Math.max(1, page.firingPassages);
	const clues = (list: Clue[]) => list.map((clue) => clueLine(clue, page.max));
	return [
		`${page.campaignId}: ${page.modelId}, blocks.${page.layer}.mlp.hook_post, neuron ${page.index}`,
		`max ${page.max.toFixed(4)}, min ${page.min.toFixed(4)}, mean ${page.mean.toFixed(4)}, ` +
			`variance ${page.variance.toFixed(5)}, skewness ${page.skewness.toFixed(2)}, ` +
			`kurtosis ${page.kurtosis.toFixed(2)}`,
		`fires on ${percent(page.firingTokens, tokens)} of tokens; ${page.firingPassages} firing and ` +
			`${page.quietPassages} quiet passages`,
		`coherence ${page.coherence.toFixed(2)}, difficulty ${page.difficulty.toFixed(2)}, ` +
			`flags: ${page.flags.join(', ') || 'none'}`,
		`histogram |${histogramLine(page.histogram)}| (logarithm of counts, min to max)`,
		`highest mean: ${page.topTokens
			.map(({ token, mean, count }) => `${JSON.stringify(token)} ${mean.toFixed(2)} (${count})`)
			.join(', ')}`,
		`reads +: ${tokenList(page.reads.top)}`,
		`reads -: ${tokenList(page.reads.bottom)}`,
		`writes +: ${tokenList(page.writes.top)}`,
		`writes -: ${tokenList(page.writes.bottom)}`,
		`similar by input: ${neuronList(page.similarByInput)}`,
		`similar by activation: ${neuronList(page.similarByActivation)}`,
		`files: ${page.sources
			.slice(0, SOURCES_SHOWN)
			.map((source) => `${source.source} ${percent(source.firingPassages, firingPassages)}`)
			.join(', ')}`,
		'top clues:',
		...clues(page.clues),
		...page.bands.flatMap((band) => [
			`band ${band.from} to ${band.to} of the maximum (${band.tokenCount} tokens):`,
			...clues(band.clues)
		]),
		'near misses:',
		...clues(page.nearMisses)
	].join('\n');
}

/** Describes neuron `index` of campaign `id` on this machine. Throws in words when there is none. */
export async function inspect(id: string, index: number): Promise<string> {
	const campaign = await openFromDisk(campaignDir(id));
	return describeNeuron(await campaign.neuron(index), campaign.manifest.tokens);
}
