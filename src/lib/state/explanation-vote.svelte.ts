// One's vote on an explanation, on its own page.
import { browserStore } from '../data/browser-store.ts';
import type { Explanation, StoreError } from '../data/nouns.ts';
import { castVote } from '../data/votes.ts';
import { ok, type Result } from '../util/result.ts';
import { Attempt } from './attempt.svelte.ts';

type Voted = Pick<Explanation, 'id' | 'votesUp' | 'votesDown' | 'myVote'>;

export class ExplanationVote {
	current = $state.raw<Voted>({ id: '', votesUp: 0, votesDown: 0, myVote: 0 });
	/** The vote waits on this device; the counts are those without it. */
	isQueued = $state(false);
	readonly voting = new Attempt();

	constructor(explanation: Voted) {
		this.current = explanation;
	}

	/** Sets one's vote; the same value again withdraws it. */
	async vote(value: 1 | -1): Promise<void> {
		const wanted = this.current.myVote === value ? 0 : value;
		const answer = await this.voting.run(() => this.#cast(wanted));
		if (answer) this.current = answer.value;
	}

	async #cast(wanted: Voted['myVote']): Promise<Result<Voted, StoreError>> {
		const answer = await castVote(browserStore(), { explanationId: this.current.id, value: wanted });
		this.isQueued = !answer.ok && answer.error.code === 'queued';
		return this.isQueued ? ok({ ...this.current, myVote: wanted }) : answer;
	}
}
