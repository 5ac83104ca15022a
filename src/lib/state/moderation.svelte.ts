// What waits for a moderator: hidden explanations and messages, each leaving the list once it is dealt with.
import { browserStore } from '../data/browser-store.ts';
import {
	decide,
	handleFeedback,
	moderationTrail,
	type Decided,
	type Decision,
	type FeedbackMessage,
	type QueuedExplanation
} from '../data/moderation.ts';
import { Attempt } from './attempt.svelte.ts';

export class Moderation {
	reviews = $state.raw<QueuedExplanation[]>([]);
	messages = $state.raw<FeedbackMessage[]>([]);
	trail = $state.raw<Decided[]>([]);
	readonly deciding = new Attempt();

	constructor(waiting: { reviews: QueuedExplanation[]; messages: FeedbackMessage[]; trail: Decided[] }) {
		this.reviews = waiting.reviews;
		this.messages = waiting.messages;
		this.trail = waiting.trail;
	}

	async decide(item: QueuedExplanation, decision: Decision, note: string): Promise<void> {
		const done = await this.deciding.run(() =>
			decide(browserStore(), { explanationId: item.id, decision, note })
		);
		if (!done) return;
		this.reviews = this.reviews.filter(({ id }) => id !== item.id);
		await this.#readTrail();
	}

	/** Lets the author of an explanation write again. */
	async liftBan(explanationId: string): Promise<void> {
		const done = await this.deciding.run(() => decide(browserStore(), { explanationId, decision: 'unban' }));
		if (done) await this.#readTrail();
	}

	/** Whether this ban stands, as far as the trail tells: none after it was lifted. The newest comes first. */
	isBan(at: number): boolean {
		const { action, explanationId } = this.trail[at]!;
		const since = this.trail.slice(0, at).filter((later) => later.explanationId === explanationId);
		return action === 'ban' && explanationId !== null && !since.some((later) => later.action === 'unban');
	}

	async handle(message: FeedbackMessage): Promise<void> {
		const done = await this.deciding.run(() => handleFeedback(browserStore(), message.id));
		if (!done) return;
		this.messages = this.messages.filter(({ id }) => id !== message.id);
		await this.#readTrail();
	}

	async #readTrail(): Promise<void> {
		const trail = await moderationTrail(browserStore());
		if (trail.ok) this.trail = trail.value;
	}
}
