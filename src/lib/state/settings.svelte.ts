// A player's own settings: the profile as it stands in the store, and what may be done with all that is kept.
import { browserOutbox, browserStore } from '../data/browser-store.ts';
import {
	deleteAccount,
	exportMyData,
	updateProfile,
	type PlayerProfile,
	type ProfileChanges
} from '../data/players.ts';
import { Attempt } from './attempt.svelte.ts';

export class Settings {
	profile = $state.raw<PlayerProfile | null>(null);
	readonly saving = new Attempt();
	readonly taking = new Attempt();
	readonly leaving = new Attempt();

	constructor(profile: PlayerProfile | null) {
		this.profile = profile;
	}

	/** Saves the change; true when it is in the store. The first one makes a player of somebody who is none yet. */
	async save(change: ProfileChanges): Promise<boolean> {
		const saved = await this.saving.run(() => updateProfile(browserStore(), change));
		if (saved) this.profile = saved.value;
		return saved !== undefined;
	}

	/** Everything kept of the player, as JSON; undefined when the store refused. */
	async takeAlong(): Promise<string | undefined> {
		const taken = await this.taking.run(() => exportMyData(browserStore()));
		return taken && JSON.stringify(taken.value, null, '\t');
	}

	/** Deletes the player; true when it is done. */
	async leave(keepExplanations: boolean): Promise<boolean> {
		const left = await this.leaving.run(() => deleteAccount(browserStore(), { keepExplanations }));
		if (left) {
			this.profile = null;
			await browserOutbox().clear();
		}
		return left !== undefined;
	}
}
