// What one may do with an explanation on its own page: vote on it, report it.
import { browserStore } from '../data/browser-store.ts';
import { reportExplanation, type ReportReason } from '../data/explanations.ts';
import type { Explanation } from '../data/nouns.ts';
import { castVote } from '../data/votes.ts';
import { Attempt } from './attempt.svelte.ts';

export { REPORT_REASONS, type ReportReason } from '../data/explanations.ts';

type Voted = Pick<Explanation, 'id' | 'votesUp' | 'votesDown' | 'myVote'>;

export class ExplanationActions {
	current = $state.raw<Voted>({ id: '', votesUp: 0, votesDown: 0, myVote: 0 });
	isReported = $state(false);
	readonly voting = new Attempt();
	readonly reporting = new Attempt();

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

	async report(reason: ReportReason): Promise<void> {
		const explanationId = this.current.id;
		const answer = await this.reporting.run(() =>
			reportExplanation(browserStore(), { explanationId, reason })
		);
		if (answer) this.isReported = true;
	}
}
