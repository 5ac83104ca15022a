// From one neuron's activations to what is stored of it: numbers, clues, exhibits. Puts the parts together; each
// part's rules are in its own module.
import type { NeuronNumbers, NeuronSummary } from '../../src/lib/campaign/clue.ts';
import { PEAK_BYTE, type ClueRef } from '../../src/lib/campaign/records.ts';
import type { WrittenNeuron } from '../../src/lib/campaign/writer.ts';
import { clueWindow } from '../../src/lib/interp/passage-window.ts';
import { dequantise, quantise } from '../../src/lib/interp/quantise.ts';
import { BANDS } from '../../src/lib/interp/bands.ts';
import { COHERENCE_PLACES, createCoherence, judge, type Coherence } from './campaign-coherence.ts';
import { duplicateGroups } from './campaign-duplicates.ts';
import type { NeuronActivations } from './campaign-neurons.ts';
import { tokensOf, type PassageFacts } from './campaign-passages.ts';
import { EXHIBITS, randomSample, select, type Selection } from './campaign-selection.ts';
import { Terms, type Place } from './campaign-terms.ts';
import { Wording } from './campaign-wording.ts';
import type { NeuronWeights } from './campaign-weights.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What the weights and the other neurons say about one. */
export type Relations = NeuronWeights & Pick<NeuronNumbers, 'similarByActivation'>;

export interface NeuronResult extends WrittenNeuron {
	/** See Clarity. */
	sayable: number;
}

/** The byte of a token that is not its passage's peak: below the mark, and below the peak's exact value, so that the
 *  peak stays the one highest token; the error is at most one step. */
function quantiseBelow(value: number, peak: number, min: number, max: number): number {
	const byte = Math.min(PEAK_BYTE - 1, quantise(value, min, max));
	return dequantise(byte, min, max) >= peak ? Math.max(0, byte - 1) : byte;
}

/** Window of one passage as the neuron saw it; see records.ts. */
function refOf(neuron: NeuronActivations, facts: PassageFacts, passageId: number): ClueRef {
	const { min, max, peaks, peakAt } = neuron;
	const tokens = facts.starts[passageId + 1]! - facts.starts[passageId]!;
	const { start, end } = clueWindow(peakAt[passageId]!, tokens);
	const [peakIndex, peak] = [peakAt[passageId]! - start, peaks[passageId]!];
	const window = neuron.window(passageId, start, end);
	const quantised = Uint8Array.from(window, (value) => quantiseBelow(value, peak, min, max));
	quantised[peakIndex] = PEAK_BYTE;
	return { passageId, start, peakIndex, peak, quantised };
}

export class RecordMaker {
	readonly #facts: PassageFacts;
	readonly #vocabulary: Vocabulary;
	readonly #terms: Terms;
	readonly #groups: Int32Array;
	readonly #coherence: Coherence;

	constructor(facts: PassageFacts, vocabulary: Vocabulary) {
		this.#facts = facts;
		this.#vocabulary = vocabulary;
		this.#terms = new Terms(facts, vocabulary);
		this.#groups = duplicateGroups(facts, vocabulary.forms);
		this.#coherence = createCoherence(this.#terms, new Wording(this.#terms, vocabulary));
	}

	make(neuron: NeuronActivations, relations: Relations): NeuronResult {
		const { index, max, min } = neuron;
		const selection = select(neuron, this.#terms, this.#groups);
		const { bandTokens, ...counted } = neuron.numbers;
		const { sayable, ...clarity } = this.#judge(neuron, selection, counted.firingTokens);
		const numbers: NeuronNumbers = {
			index,
			max,
			min,
			...counted,
			...clarity,
			...relations,
			firingPassages: selection.firingPassages,
			quietPassages: selection.quietPassages
		};
		const refs = (passages: number[]) => passages.map((passage) => refOf(neuron, this.#facts, passage));
		return {
			neuron: {
				numbers,
				bandTokens,
				sources: this.#sourcesOf(neuron),
				clues: refs(selection.top),
				bands: selection.bands.map(refs),
				nearMisses: refs(selection.nearMisses)
			},
			exhibits: {
				index,
				max,
				min,
				firing: refs(selection.firing),
				quiet: refs(selection.quiet),
				nearMissCount: selection.nearMissExhibits
			},
			sample: { index, max, min, passages: refs(randomSample(index, this.#terms.passages)) },
			summary: this.#summaryOf(numbers, neuron, selection),
			sayable
		};
	}

	#judge(neuron: NeuronActivations, selection: Selection, firingTokens: number) {
		const placeOf = (passage: number): Place => ({ passage, token: neuron.peakAt[passage]! });
		const isLower = (passage: number) => neuron.peaks[passage]! < BANDS[0]!.from * neuron.max;
		const lower = [...selection.bands.flat(), ...selection.firing].filter(isLower);
		const clarity = judge(this.#coherence, {
			top: selection.top.map(placeOf),
			lower: lower.slice(0, COHERENCE_PLACES).map(placeOf),
			max: neuron.max,
			firingShare: firingTokens / tokensOf(this.#facts)
		});
		if (selection.firing.length < EXHIBITS || selection.quiet.length < EXHIBITS) {
			clarity.flags.push('few-exhibits');
		}
		return clarity;
	}

	#sourcesOf({ peaks, max }: NeuronActivations): { source: number; firingPassages: number }[] {
		const counts = new Map<number, number>();
		const threshold = BANDS.at(-1)!.from * max;
		for (let passage = 0; max > 0 && passage < peaks.length; passage++) {
			if (peaks[passage]! < threshold) continue;
			const source = this.#facts.sources[passage]!;
			counts.set(source, (counts.get(source) ?? 0) + 1);
		}
		return [...counts]
			.map(([source, firingPassages]) => ({ source, firingPassages }))
			.sort((a, b) => b.firingPassages - a.firingPassages || a.source - b.source);
	}

	#summaryOf(numbers: NeuronNumbers, neuron: NeuronActivations, selection: Selection): NeuronSummary {
		const { index, max, min, difficulty, coherence, flags, firingPassages } = numbers;
		const strongest = selection.top[0]!;
		const peakId = this.#facts.idsOf(strongest)[neuron.peakAt[strongest]!]!;
		return {
			index,
			max,
			min,
			difficulty,
			coherence,
			flags,
			firingPassages,
			exhibitsFiring: selection.firing.length,
			exhibitsQuiet: selection.quiet.length,
			peakToken: this.#vocabulary.texts[peakId]!
		};
	}
}
