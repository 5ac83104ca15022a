// A message to the makers, on its way.
import { browserStore } from '../data/browser-store.ts';
import { sendFeedback } from '../data/moderation.ts';
import { Attempt } from './attempt.svelte.ts';

export class Feedback {
	text = $state('');
	isSent = $state(false);
	readonly sending = new Attempt();

	/** Sends the text; `page` says where it was written. The text stays when that fails. */
	async send(page: string | null): Promise<void> {
		const sent = await this.sending.run(() => sendFeedback(browserStore(), { text: this.text, page }));
		if (!sent) return;
		this.isSent = true;
		this.text = '';
	}
}
