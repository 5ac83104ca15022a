// One's vote on an explanation, on its own page.
import { browserStore } from '../data/browser-store.ts';
import type { Explanation } from '../data/nouns.ts';
import { castVote } from '../data/votes.ts';
import { Attempt } from './attempt.svelte.ts';

type Voted = Pick<Explanation, 'id' | 'votesUp' | 'votesDown' | 'myVote'>;

export class ExplanationVote {
	current = $state.raw<Voted>({ id: '', votesUp: 0, votesDown: 0, myVote: 0 });
	readonly voting = new Attempt();

	constructor(explanation: Voted) {
		this.current = explanation;
	}

	/** Sets one's vote; the same value again withdraws it. */
	async vote(value: 1 | -1): Promise<void> {
		const { id, myVote } = this.current;
		const wanted = myVote === value ? 0 : value;
		const answer = await this.voting.run(() =>
			castVote(browserStore(), { explanationId: id, value: wanted })
		);
		if (answer) this.current = answer.value;
	}
}
