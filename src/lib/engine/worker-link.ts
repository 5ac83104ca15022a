// One worker's life as the page sees it: its messages, its death, and its silence. A worker that says nothing for too
// long counts as dead; it sends a sign of life while it merely waits.
import type { FromWorker, ToWorker } from './protocol.ts';

export interface LinkEvents {
	onMessage(message: FromWorker): void;
	/** It crashed, could not be understood, or fell silent. Called once. */
	onDeath(): void;
}

/** Silence after which a worker is given up: more than a slow phone's longest chunk. */
export const SILENCE_MS = 30_000;
/** Signs of life in that time. */
export const SIGNS_IN_SILENCE = 6;

export class WorkerLink {
	readonly #worker: Worker;
	readonly #events: LinkEvents;
	readonly #silenceMs: number;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#isOver = false;

	constructor(worker: Worker, events: LinkEvents, silenceMs: number) {
		this.#worker = worker;
		this.#events = events;
		this.#silenceMs = silenceMs;
		const die = (event: Event) => {
			event.preventDefault();
			this.#die();
		};
		worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
			// A worker that was ended may still have messages on their way.
			if (this.#isOver) return;
			this.#listen();
			if (data.type !== 'alive') this.#events.onMessage(data);
		};
		worker.onmessageerror = die;
		worker.onerror = die;
		this.#listen();
	}

	#listen(): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			// A page that slept may see its own clock before the worker's messages: it listens for one sign more.
			this.#timer = setTimeout(() => this.#die(), this.#silenceMs / SIGNS_IN_SILENCE);
		}, this.#silenceMs);
	}

	#die(): void {
		if (this.#isOver) return;
		this.end();
		this.#events.onDeath();
	}

	send(message: ToWorker): void {
		this.#worker.postMessage(message);
	}

	/** Ends the worker; nothing is heard of it any more. */
	end(): void {
		this.#isOver = true;
		clearTimeout(this.#timer);
		this.#worker.terminate();
	}
}
