// The player's own text under the current neuron: each change is computed on this device, newest first.
import { createEngine } from '../engine/client.ts';
import type { Engine, EngineStatus, NeuronRun, SelfTest } from '../engine/engine.ts';
import { EngineError } from '../engine/errors.ts';
import { evidenceOf } from '../engine/evidence.ts';
import type { BuildName } from '../interp/model-manifest.ts';

export type { EngineStatus };

export class CustomText {
	text = $state('');
	status = $state.raw<EngineStatus>({ phase: 'idle' });
	run = $state.raw<NeuronRun | null>(null);
	problem = $state<string | null>(null);
	/** Which of the model's builds computes: the smaller one, or the one whose values may be published. */
	build = $state<BuildName>('standard');
	selfTest = $state.raw<SelfTest | 'running' | null>(null);
	#engine: Engine | undefined;
	#modelId: string | undefined;
	/** The neuron of `run`. */
	#index = 0;

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

	/** The engine that runs the model, opened if need be; another model's is disposed. */
	engineOf(modelId: string): Engine {
		if (this.#engine && this.#modelId === modelId) return this.#engine;
		this.dispose();
		this.#modelId = modelId;
		this.#engine = createEngine({
			baseUrl: `${location.origin}/models/${modelId}/`,
			build: this.build
		});
		this.#engine.onStatus((status) => (this.status = status));
		return this.#engine;
	}

	/** Begins the download, so that the first key press need not wait for it. */
	async warm(modelId: string): Promise<void> {
		await this.#attempt(() => this.engineOf(modelId).load());
	}

	/** Computes neuron `index` of `modelId` on the text as it is now. */
	async compute(modelId: string, index: number): Promise<void> {
		if (this.text === '') {
			this.run = null;
			return;
		}
		await this.#attempt(async () => {
			const show = (run: NeuronRun) => {
				if (run.text !== this.text) return;
				this.run = run;
				this.#index = index;
			};
			show(await this.engineOf(modelId).run({ text: this.text, index }, { onPartial: show }));
		});
	}

	/** Changes the build and computes the text again with it. */
	async setBuild(build: BuildName, modelId: string, index: number): Promise<void> {
		this.dispose();
		this.build = build;
		this.selfTest = null;
		await this.compute(modelId, index);
	}

	/** Runs the model's golden texts here and compares with the float64 reference. */
	async prove(modelId: string): Promise<void> {
		this.selfTest = 'running';
		await this.#attempt(async () => {
			this.selfTest = await this.engineOf(modelId).selfTest();
		});
		if (this.selfTest === 'running') this.selfTest = null;
	}

	/** The shown run with all that is needed to compute it again, as JSON; null while there is none. */
	evidence(): string | null {
		if (!this.run?.isComplete || this.status.phase !== 'ready') return null;
		return JSON.stringify(evidenceOf(this.run, this.#index, this.status), null, '\t');
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
