// What a player does with groups of friends: found, join, leave. The pages are told again by their loads.
import { browserStore } from '../data/browser-store.ts';
import { createGroup, joinGroup, leaveGroup } from '../data/groups.ts';
import { Attempt } from './attempt.svelte.ts';

export class Friends {
	/** One thing at a time; what went wrong is said in its words. */
	readonly attempt = new Attempt();

	/** Founds a group; gives its id, or undefined when the store refused. */
	async found(): Promise<string | undefined> {
		return (await this.attempt.run(() => createGroup(browserStore())))?.value;
	}

	/** Joins a group; true when the player is a member. */
	async join(groupId: string): Promise<boolean> {
		return (await this.attempt.run(() => joinGroup(browserStore(), groupId))) !== undefined;
	}

	/** Leaves a group; true when the player is no member any more. */
	async leave(groupId: string): Promise<boolean> {
		return (await this.attempt.run(() => leaveGroup(browserStore(), groupId))) !== undefined;
	}
}
