// The player's own text under the current neuron: each change is computed on this device, newest first.
import { createEngine } from '../engine/client.ts';
import type { Engine, EngineStatus, NeuronRun } from '../engine/engine.ts';
import { EngineError } from '../engine/errors.ts';

export class CustomText {
	text = $state('');
	status = $state.raw<EngineStatus>({ phase: 'idle' });
	run = $state.raw<NeuronRun | null>(null);
	problem = $state<string | null>(null);
	#engine: Engine | undefined;
	#modelId: string | undefined;

	/** The run as a passage: exact text and activation of each token, and how it was computed. */
	get record() {
		if (!this.run) return null;
		const { tokens, activations, totalTokens, isComplete, elapsedMs } = this.run;
		return { tokens: tokens.map(({ text }) => text), activations, totalTokens, isComplete, elapsedMs };
	}

	/** The shown values belong to an older text. */
	get isStale(): boolean {
		return this.run !== null && this.run.text !== this.text;
	}

	#open(modelId: string): Engine {
		if (this.#engine && this.#modelId === modelId) return this.#engine;
		this.dispose();
		this.#modelId = modelId;
		this.#engine = createEngine({ baseUrl: `${location.origin}/models/${modelId}/` });
		this.#engine.onStatus((status) => (this.status = status));
		return this.#engine;
	}

	/** Begins the download, so that the first key press need not wait for it. */
	async warm(modelId: string): Promise<void> {
		await this.#attempt(() => this.#open(modelId).load());
	}

	/** Computes neuron `index` of `modelId` on the text as it is now. */
	async compute(modelId: string, index: number): Promise<void> {
		if (this.text === '') {
			this.run = null;
			return;
		}
		await this.#attempt(async () => {
			const show = (run: NeuronRun) => {
				if (run.text === this.text) this.run = run;
			};
			show(await this.#open(modelId).run({ text: this.text, index }, { onPartial: show }));
		});
	}

	async #attempt(task: () => Promise<void>): Promise<void> {
		this.problem = null;
		try {
			await task();
		} catch (error) {
			const isOutdated =
				error instanceof EngineError && ['superseded', 'aborted', 'disposed'].includes(error.code);
			if (!isOutdated) this.problem = error instanceof Error ? error.message : String(error);
		}
	}

	dispose(): void {
		this.#engine?.dispose();
		this.#engine = undefined;
	}
}
