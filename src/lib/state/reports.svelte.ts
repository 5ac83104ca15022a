// Reporting explanations from a page that shows them: one at a time, each once.
import { SvelteSet } from 'svelte/reactivity';
import type { ReportReason } from '../data/moderation.ts';
import { Attempt } from './attempt.svelte.ts';
import { withAnswering } from './load-answering.ts';

export interface Reported {
	id: string;
	text: string;
}

export class Reports {
	/** The explanation that the dialog is about; null while it is closed. */
	target = $state.raw<Reported | null>(null);
	isSent = $state(false);
	readonly sending = new Attempt();
	#done = new SvelteSet<string>();

	/** Whether it was reported from this page. */
	has(explanationId: string): boolean {
		return this.#done.has(explanationId);
	}

	open(target: Reported): void {
		this.target = target;
		this.isSent = false;
		this.sending.problem = null;
	}

	close(): void {
		this.target = null;
	}

	/** Sends the report; a refusal stays in `sending.problem`, and the dialog open. */
	async send(reason: ReportReason, note: string): Promise<void> {
		const { target } = this;
		if (!target) return;
		const report = { explanationId: target.id, reason, ...(note ? { note } : {}) };
		const answer = await this.sending.run(() =>
			withAnswering(({ browserStore, reportExplanation }) => reportExplanation(browserStore(), report))
		);
		if (!answer) return;
		this.#done.add(target.id);
		this.isSent = this.target === target;
	}
}
