// What the player has reached, as the pages show it. The store counts; this asks again after each play.
import type { PlayerProfile } from '../data/players.ts';
import { levelOf } from '../game/points.ts';
import { withAnswering } from './load-answering.ts';
import { playTone } from './sound.ts';

export class Progress {
	/** Null for somebody who has not played yet. */
	reached = $state.raw<PlayerProfile | null>(null);
	/** Points that the last play brought. */
	gained = $state(0);
	level = $derived(levelOf(this.reached?.points ?? 0));

	constructor(reached: PlayerProfile | null) {
		this.reached = reached;
	}

	/** Asks the store again; what is known stays when it does not answer. */
	async refresh(): Promise<void> {
		const answer = await withAnswering(({ browserStore, me }) => me(browserStore()));
		if (!answer.ok || !answer.value) return;
		this.gained = answer.value.points - (this.reached?.points ?? 0);
		const former = this.level.level;
		this.reached = answer.value;
		if (this.level.level > former) playTone('level-up');
	}
}
