// Which explanations of the neuron at hand made players laugh, and the player's own laughs.
import { SvelteMap } from 'svelte/reactivity';
import type { Laughs as LaughsRow } from '../data/laughs.ts';
import type { NeuronRef } from '../data/nouns.ts';
import { Attempt } from './attempt.svelte.ts';
import { withAnswering } from './load-answering.ts';

const NONE = { laughs: 0, laughed: false };

export class Laughs {
	readonly #known = new SvelteMap<string, LaughsRow>();
	readonly saving = new Attempt();

	/** `rows` are what the server has told already. */
	constructor(rows: readonly LaughsRow[] = []) {
		this.take(rows);
	}

	/** Forgets what is known, for these rows. */
	take(rows: readonly LaughsRow[]): void {
		this.#known.clear();
		for (const row of rows) this.#known.set(row.id, row);
	}

	/** How many laughed at an explanation, and whether the player did. */
	at(id: string): { laughs: number; laughed: boolean } {
		return this.#known.get(id) ?? NONE;
	}

	/** Asks the store; what is known stays when it does not answer. */
	async load(neuron: NeuronRef): Promise<void> {
		const answer = await withAnswering(({ browserStore, laughsOf }) => laughsOf(browserStore(), neuron));
		if (answer.ok) this.take(answer.value);
	}

	/** Laughs at an explanation, or takes that back. */
	async toggle(explanationId: string): Promise<void> {
		const laughed = !this.at(explanationId).laughed;
		const saved = await this.saving.run(() =>
			withAnswering(({ browserStore, setLaugh }) => setLaugh(browserStore(), { explanationId, laughed }))
		);
		if (saved) this.#known.set(explanationId, saved.value);
	}
}
