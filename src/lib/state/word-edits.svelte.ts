// Changing the text in the box token by token: remembers what was before, so that the change can be seen and undone.
// The text and its activations are CustomText's.
import {
	changesOf,
	chipsOf,
	edited,
	peakOf,
	type Chip,
	type EditedText,
	type WordEdit
} from '../interp/word-edits.ts';
import type { CustomText } from './custom-text.svelte.ts';

/** More steps back nobody goes. */
const REMEMBERED = 100;

interface LastEdit {
	before: Chip[];
	edit: EditedText;
	/** The text that the edit made; once it is typed over, the edit says nothing any more. */
	text: string;
}

export class WordEdits {
	readonly #custom: CustomText;
	#former = $state.raw<string[]>([]);
	#last = $state.raw<LastEdit | null>(null);

	constructor(custom: CustomText) {
		this.#custom = custom;
	}

	/** The tokens as chips; of the former text while the new one is computed. */
	chips = $derived.by(() => (this.#custom.record ? chipsOf(this.#custom.record) : []));

	/** The chips are those of the text in the box. */
	get isCurrent(): boolean {
		const { run, isStale } = this.#custom;
		return run !== null && !isStale && run.isComplete;
	}

	#shown = $derived.by(() => {
		const last = this.#last;
		return last && this.isCurrent && last.text === this.#custom.text ? last : null;
	});

	/** By how much each chip changed with the last edit; null where that cannot be told. */
	changes = $derived.by((): (number | null)[] =>
		this.#shown ? changesOf(this.#shown.before, this.#shown.edit, this.chips) : this.chips.map(() => null)
	);

	/** The peak before and after the last edit; null while there is none to show. */
	peaks = $derived.by(() => {
		const [before, after] = [this.#shown && peakOf(this.#shown.before), peakOf(this.chips)];
		return before === null || after === null ? null : { before, after };
	});

	get canUndo(): boolean {
		return this.#former.length > 0;
	}

	/** What the editor's component takes. */
	get props() {
		const { chips, changes, peaks, isCurrent, canUndo } = this;
		return {
			chips,
			changes,
			peaks,
			isCurrent,
			canUndo,
			onedit: (edit: WordEdit) => this.apply(edit),
			onundo: () => this.undo()
		};
	}

	/** Edits the text; nothing happens while the chips are those of another text. */
	apply(edit: WordEdit): void {
		if (!this.isCurrent) return;
		const before = this.chips;
		const texts = before.map(({ text }) => text);
		const change = edited(texts, edit);
		// What lies beyond the model's context is no chip, and stays.
		const rest = this.#custom.text.slice(texts.join('').length);
		this.#former = [...this.#former, this.#custom.text].slice(-REMEMBERED);
		this.#custom.text = change.texts.join('') + rest;
		this.#last = { before, edit: change, text: this.#custom.text };
	}

	/** Takes the last edit back. */
	undo(): void {
		const former = this.#former.at(-1);
		if (former === undefined) return;
		this.#former = this.#former.slice(0, -1);
		this.#last = null;
		this.#custom.text = former;
	}
}
