// Bettering one's own explanation: the words at hand, and sending them.
import { browserStore } from '../data/browser-store.ts';
import { reviseExplanation } from '../data/explanations.ts';
import { Attempt } from './attempt.svelte.ts';

export class OwnWords {
	/** The words while they are being changed; null otherwise. */
	draft = $state<string | null>(null);
	readonly saving = new Attempt();
	readonly #explanation: { id: string; text: string };

	constructor(explanation: { id: string; text: string }) {
		this.#explanation = explanation;
	}

	begin(): void {
		this.draft = this.#explanation.text;
	}

	cancel(): void {
		this.draft = null;
	}

	/** Sends the words; true when they are in the store. */
	async save(): Promise<boolean> {
		const text = this.draft;
		if (text === null) return false;
		const saved = await this.saving.run(() =>
			reviseExplanation(browserStore(), { explanationId: this.#explanation.id, text })
		);
		if (saved) this.draft = null;
		return saved !== undefined;
	}
}
