// How one explanation came to be; asked for once, when somebody wants to see it.
import { browserStore } from '../data/browser-store.ts';
import { historyOf, type History } from '../data/explanations.ts';
import { Attempt } from './attempt.svelte.ts';

export class ExplanationHistory {
	/** Null until it is there. */
	history = $state.raw<History | null>(null);
	readonly loading = new Attempt();
	readonly #id: string;

	constructor(explanationId: string) {
		this.#id = explanationId;
	}

	async load(): Promise<void> {
		if (this.history) return;
		const answer = await this.loading.run(() => historyOf(browserStore(), this.#id));
		if (answer) this.history = answer.value;
	}
}
