// What the player has reached, as the pages show it. The store counts; this asks again after each play.
import { browserStore } from '../data/browser-store.ts';
import { myProgress, type Progress as Reached } from '../data/progress.ts';
import { levelOf } from '../game/points.ts';

export class Progress {
	/** Null for somebody who has not played yet. */
	reached = $state.raw<Reached | null>(null);
	/** Points that the last play brought. */
	gained = $state(0);
	level = $derived(levelOf(this.reached?.points ?? 0));

	constructor(reached: Reached | null) {
		this.reached = reached;
	}

	/** Asks the store again; what is known stays when it does not answer. */
	async refresh(): Promise<void> {
		const answer = await myProgress(browserStore());
		if (!answer.ok || !answer.value) return;
		this.gained = answer.value.points - (this.reached?.points ?? 0);
		this.reached = answer.value;
	}
}
