// What waits to be sent and what came back, one by one, for the page that shows it.
import { browserOutbox } from '../data/browser-store.ts';
import type { Returned, Waiting } from '../data/device-db.ts';

export class OutboxView {
	/** False until it is known what there is. */
	isKnown = $state(false);
	waiting = $state.raw<Waiting[]>([]);
	returned = $state.raw<Returned[]>([]);

	/** Follows the outbox; the returned function ends it. */
	start(): () => void {
		return browserOutbox().onChange(() => void this.#read());
	}

	async #read(): Promise<void> {
		const outbox = browserOutbox();
		[this.waiting, this.returned] = await Promise.all([outbox.waiting(), outbox.returned()]);
		this.isKnown = true;
	}

	/** The player has seen what came back. */
	dismiss(seq: number): Promise<void> {
		return browserOutbox().dismiss(seq);
	}
}
