// From activations to clues: the strongest passages of every neuron, one clue per passage. Two passes over the
// corpus, so that memory holds one peak per passage and neuron instead of every activation.

import type { Clue } from '../../src/lib/campaign/clue.ts';
import { clueWindow } from '../../src/lib/interp/passage-window.ts';
import { topK } from '../../src/lib/interp/top-k.ts';
import type { Activations } from './campaign-activations.ts';

export const TOP_CLUES = 20;

export interface TokenisedPassage {
	source: string;
	ids: number[];
	/** Exact text of each token. */
	texts: string[];
}

export interface NeuronResult {
	index: number;
	max: number;
	min: number;
	clues: Clue[];
}

interface Extremes {
	/** [neuron][passage], row-major: the passage's highest activation. */
	peaks: Float32Array;
	max: Float32Array;
	min: Float32Array;
}

async function measure(
	activations: Activations,
	passages: readonly TokenisedPassage[],
	d_mlp: number,
	onPassage: () => void
): Promise<Extremes> {
	const peaks = new Float32Array(d_mlp * passages.length).fill(-Infinity);
	const max = new Float32Array(d_mlp).fill(-Infinity);
	const min = new Float32Array(d_mlp).fill(Infinity);
	await activations.run([...passages.keys()], (passage, values) => {
		for (let at = 0; at < values.length; at += d_mlp) {
			for (let neuron = 0; neuron < d_mlp; neuron++) {
				const value = values[at + neuron]!;
				const place = neuron * passages.length + passage;
				if (value > peaks[place]!) peaks[place] = value;
				if (value > max[neuron]!) max[neuron] = value;
				if (value < min[neuron]!) min[neuron] = value;
			}
		}
		onPassage();
	});
	return { peaks, max, min };
}

function clueOf(
	passageId: number,
	{ source, texts }: TokenisedPassage,
	values: Float32Array,
	place: { neuron: number; d_mlp: number }
): Clue {
	const all = Float32Array.from(texts, (_, token) => values[token * place.d_mlp + place.neuron]!);
	let peakToken = 0;
	for (let i = 1; i < all.length; i++) if (all[i]! > all[peakToken]!) peakToken = i;
	const { start, end } = clueWindow(peakToken, texts.length);
	return {
		passageId,
		source,
		peakIndex: peakToken - start,
		peak: Number(all[peakToken]!.toPrecision(9)),
		firstToken: start,
		passageTokens: texts.length,
		tokens: texts.slice(start, end),
		activations: all.slice(start, end)
	};
}

/** Clues of all d_mlp neurons, best first. `onPassage` is called once per passage and pass. */
export async function computeClues(
	activations: Activations,
	passages: readonly TokenisedPassage[],
	d_mlp: number,
	onPassage: () => void
): Promise<NeuronResult[]> {
	const { peaks, max, min } = await measure(activations, passages, d_mlp, onPassage);
	const chosen = Array.from({ length: d_mlp }, (_, neuron) =>
		topK(peaks.subarray(neuron * passages.length, (neuron + 1) * passages.length), TOP_CLUES)
	);
	const wanted = new Map<number, { neuron: number; rank: number }[]>();
	chosen.forEach((top, neuron) =>
		top.forEach((passage, rank) => {
			if (!wanted.has(passage)) wanted.set(passage, []);
			wanted.get(passage)!.push({ neuron, rank });
		})
	);
	const clues: Clue[][] = chosen.map(() => []);
	await activations.run(
		[...wanted.keys()].sort((a, b) => a - b),
		(passage, values) => {
			for (const { neuron, rank } of wanted.get(passage)!) {
				clues[neuron]![rank] = clueOf(passage, passages[passage]!, values, { neuron, d_mlp });
			}
			onPassage();
		}
	);
	return clues.map((list, index) => ({ index, max: max[index]!, min: min[index]!, clues: list }));
}

/** 0 to 1: the share of a neuron's clues that peak on its commonest peak word; 0 for one that never fires. */
export function clarityOf({ max, clues }: NeuronResult): number {
	if (!(max > 0) || clues.length === 0) return 0;
	const counts = new Map<string, number>();
	for (const clue of clues) {
		const word = clue.tokens[clue.peakIndex]!.trim().toLowerCase();
		counts.set(word, (counts.get(word) ?? 0) + 1);
	}
	return Math.max(...counts.values()) / clues.length;
}
