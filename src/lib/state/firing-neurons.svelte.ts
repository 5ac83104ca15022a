// Which of all neurons fire most on a text: ranked on this device by their share of the corpus maximum. The store is
// asked what players say of those neurons; the text itself goes nowhere.
import { browserStore } from '../data/browser-store.ts';
import { neuronsAt } from '../data/exploring.ts';
import type { Engine, Ranking } from '../engine/engine.ts';
import { EngineError } from '../engine/errors.ts';
import { browserCampaign } from './campaign-files.ts';
import { firingOf, type FiringNeuron } from './firing-list.ts';

export interface Searched {
	campaignId: string;
	modelId: string;
	text: string;
}

/** As many as one reads; the store tells of fifty at once. */
const SHOWN = 20;

export class FiringNeurons {
	/** Of the last text that was searched with; null before the first. */
	found = $state.raw<{ text: string; neurons: FiringNeuron[] } | null>(null);
	isBusy = $state(false);
	problem = $state<string | null>(null);
	readonly #engineOf: (modelId: string) => Engine;

	/** `engineOf` gives the engine that runs a model; its owner disposes it. */
	constructor(engineOf: (modelId: string) => Engine) {
		this.#engineOf = engineOf;
	}

	/** Searches with the text. A newer search, or a newer text in the same engine, ends an older one. */
	async find(searched: Searched): Promise<void> {
		this.isBusy = true;
		this.problem = null;
		try {
			const ranking = await this.#rank(searched);
			const neurons = firingOf(ranking);
			this.found = { text: searched.text, neurons: await withExplanations(searched.campaignId, neurons) };
		} catch (error) {
			const isOutdated = error instanceof EngineError && ['superseded', 'disposed'].includes(error.code);
			if (!isOutdated) this.problem = error instanceof Error ? error.message : String(error);
		} finally {
			this.isBusy = false;
		}
	}

	async #rank({ campaignId, modelId, text }: Searched): Promise<Ranking> {
		const campaign = await browserCampaign(campaignId);
		const maxima = Float32Array.from(await campaign.summaries(), ({ max }) => max);
		return this.#engineOf(modelId).rank({ text, k: SHOWN, by: 'text', maxima });
	}
}

async function withExplanations(
	campaignId: string,
	neurons: Omit<FiringNeuron, 'best'>[]
): Promise<FiringNeuron[]> {
	const told = await neuronsAt(browserStore(), { campaignId, indices: neurons.map(({ index }) => index) });
	const best = new Map(told.ok ? told.value.map(({ index, best }) => [index, best?.text ?? null]) : []);
	return neurons.map((neuron) => ({ ...neuron, best: best.get(neuron.index) }));
}
