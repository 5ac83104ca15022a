// From what files hold of a neuron to what pages show: names for numbers, activations for bytes.
import { BANDS } from '../interp/bands.ts';
import type { Band, Clue, Exhibit, NeuronPage } from './clue.ts';
import { exhibitRefs, neuronRefs, type WithWindows } from './payloads.ts';
import {
	activationsOf,
	type ClueRef,
	type ExhibitsRecord,
	type NeuronRecord,
	type SampleRecord
} from './records.ts';
import type { WindowText } from './window-texts.ts';

interface Range {
	min: number;
	max: number;
}

function clueOf(ref: ClueRef, window: WindowText, { min, max }: Range, sources: string[]): Clue {
	return {
		passageId: ref.passageId,
		source: sources[window.source] ?? '',
		peakIndex: ref.peakIndex,
		peak: ref.peak,
		firstToken: ref.start,
		passageTokens: window.passageTokens,
		tokens: window.tokens,
		activations: activationsOf(ref, min, max)
	};
}

/** A neuron as pages show it; `sources` are the manifest's. */
export function pageOf(
	{ record, windows }: WithWindows<NeuronRecord>,
	sources: string[]
): Omit<NeuronPage, 'campaignId' | 'modelId' | 'layer'> {
	const all = neuronRefs(record).map((ref, i) => clueOf(ref, windows[i]!, record.numbers, sources));
	const take = (refs: ClueRef[]): Clue[] => all.splice(0, refs.length);
	const clues = take(record.clues);
	const bands = BANDS.map((range, i): Band => ({
		...range,
		tokenCount: record.bandTokens[i]!,
		clues: take(record.bands[i]!)
	}));
	return {
		...record.numbers,
		clues,
		bands,
		nearMisses: take(record.nearMisses),
		sources: record.sources.map(({ source, firingPassages }) => ({
			source: sources[source] ?? '',
			firingPassages
		}))
	};
}

/** Firing exhibits first, as the file has them. */
export function exhibitsOf({ record, windows }: WithWindows<ExhibitsRecord>, sources: string[]): Exhibit[] {
	const { firing, nearMissCount } = record;
	return exhibitRefs(record).map((ref, i) => ({
		...clueOf(ref, windows[i]!, record, sources),
		fires: i < firing.length,
		isNearMiss: i >= firing.length && i < firing.length + nearMissCount
	}));
}

export const sampleOf = ({ record, windows }: WithWindows<SampleRecord>, sources: string[]): Clue[] =>
	record.passages.map((ref, i) => clueOf(ref, windows[i]!, record, sources));
