// Evidence computed again on the visitor's own device, and compared with what was recorded.
import { SvelteMap } from 'svelte/reactivity';
import type { Evidence } from '../data/evidence.ts';
import type { NeuronRun } from '../engine/engine.ts';
import { EngineError } from '../engine/errors.ts';
import { fires } from '../interp/thresholds.ts';
import type { CustomText } from './custom-text.svelte.ts';

type Recorded = Pick<Evidence, 'id' | 'text' | 'tokenIds' | 'activations'>;

interface Neuron {
	modelId: string;
	index: number;
	/** Corpus maximum. */
	max: number;
}

/** Largest difference of two runs over the same tokens; null when the tokens differ. */
export function maxDifference(
	{ tokens, activations }: Pick<NeuronRun, 'tokens' | 'activations'>,
	recorded: Pick<Evidence, 'tokenIds' | 'activations'>
): number | null {
	const isSame =
		tokens.length === recorded.tokenIds.length && tokens.every(({ id }, i) => id === recorded.tokenIds[i]);
	if (!isSame) return null;
	return activations.reduce(
		(most, value, i) => Math.max(most, Math.abs(value - recorded.activations[i]!)),
		0
	);
}

function rerunOf(run: NeuronRun, recorded: Recorded, max: number) {
	const peak = run.activations.reduce((most, value) => Math.max(most, value), -Infinity);
	return {
		record: { tokens: run.tokens.map(({ text }) => text), activations: run.activations },
		peak,
		fires: fires(peak, max),
		maxDifference: maxDifference(run, recorded)
	};
}

export class Reruns {
	/** By the evidence's id. */
	readonly results = new SvelteMap<string, ReturnType<typeof rerunOf>>();
	runningId = $state<string | null>(null);
	problem = $state<string | null>(null);
	readonly #custom: CustomText;

	/** Runs on the text box's engine, so that the model is held once. */
	constructor(custom: CustomText) {
		this.#custom = custom;
	}

	/** Computes sentences one after the other; stops at the first that fails. */
	async run(sentences: readonly Recorded[], { modelId, index, max }: Neuron): Promise<void> {
		if (this.runningId !== null) return;
		this.problem = null;
		try {
			for (const sentence of sentences) {
				this.runningId = sentence.id;
				const run = await this.#custom.engineOf(modelId).run({ text: sentence.text, index });
				this.results.set(sentence.id, rerunOf(run, sentence, max));
			}
		} catch (error) {
			// The player typed into the box meanwhile, or left: nothing to say.
			const isOutdated =
				error instanceof EngineError && ['superseded', 'aborted', 'disposed'].includes(error.code);
			if (!isOutdated) this.problem = error instanceof Error ? error.message : String(error);
		} finally {
			this.runningId = null;
		}
	}
}
