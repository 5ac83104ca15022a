// The way to a GitHub account and back, as the settings page walks it: sends the browser away, and hears on the return how
// it went. The journeys themselves are src/lib/data/accounts.ts.
import {
	finishGitHub,
	linkGitHub,
	signInWithGitHub,
	withoutReturn,
	type Homecoming
} from '../data/accounts.ts';
import { browserStore } from '../data/browser-store.ts';
import type { StoreError } from '../data/nouns.ts';
import type { Result } from '../util/result.ts';
import { Attempt } from './attempt.svelte.ts';

export class Account {
	readonly attempt = new Attempt();
	/** How the browser came back; 'none' when it has not been away. */
	home = $state.raw<Homecoming>({ kind: 'none' });

	/** Sends the browser to GitHub; the guest of this device stays the same player. */
	link(): Promise<void> {
		return this.#leave(() => linkGitHub(browserStore(), ownAddress()));
	}

	/** Sends the browser to GitHub; the guest of this device becomes part of the account. */
	signIn(): Promise<void> {
		return this.#leave(() =>
			signInWithGitHub(browserStore(), { returnTo: ownAddress(), kept: localStorage })
		);
	}

	async #leave(page: () => Promise<Result<string, StoreError>>): Promise<void> {
		const address = await this.attempt.run(page);
		if (address) location.assign(address.value);
	}

	/** Ends a journey that led here. Gives the address to put in its place, as what it brought is good once; undefined
	 *  when nobody comes back. */
	async comeHome(): Promise<URL | undefined> {
		// eslint-disable-next-line svelte/prefer-svelte-reactivity -- it never changes
		const address = new URL(location.href);
		const ended = await this.attempt.run(() => finishGitHub(browserStore(), { address, kept: localStorage }));
		if (ended) this.home = ended.value;
		const isClean = withoutReturn(address).href === address.href;
		return isClean && this.home.kind === 'none' ? undefined : withoutReturn(address);
	}
}

const ownAddress = (): string => location.origin + location.pathname;
