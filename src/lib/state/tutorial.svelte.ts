// The tutorial's three steps, each answered, then explained. Nothing of it is sent; a cookie remembers that the player
// has seen it, so that the server's pages stop offering it.
const YEAR_SECONDS = 31_536_000;
const STEPS = 3;

/** Remembers that the tutorial was finished or declined. */
export function rememberTutorial(): void {
	document.cookie = `neuronpedia-tutorial=seen; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}

export class Tutorial {
	/** 0 intruder, 1 choice, 2 own words, 3 done. */
	step = $state(0);
	/** What was picked in the first two steps; null until then. */
	picked = $state<number | null>(null);
	draft = $state('');
	/** The player's own words were taken. */
	hasWritten = $state(false);
	isAnswered = $derived(this.step === 2 ? this.hasWritten : this.picked !== null);
	isDone = $derived(this.step === STEPS);

	/** The first pick of a step counts. */
	pick(choice: number): void {
		this.picked ??= choice;
	}

	write(): void {
		if (this.draft.trim() !== '') this.hasWritten = true;
	}

	next(): void {
		if (!this.isAnswered || this.isDone) return;
		this.step++;
		this.picked = null;
		if (this.isDone) rememberTutorial();
	}
}
