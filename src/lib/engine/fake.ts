// A worker for tests that answers when the test says so. It speaks the real protocol, so the real client runs
// against it; it computes nothing.
import type { NeuronRun, Runtime } from './engine.ts';
import type { FromWorker, ToWorker, WireError } from './protocol.ts';

/** The part of the Worker interface that the client uses, with the test on its other end. */
export class ScriptedWorker {
	onmessage: ((event: MessageEvent<FromWorker>) => void) | null = null;
	onmessageerror: ((event: MessageEvent) => void) | null = null;
	onerror: ((event: Event) => void) | null = null;
	/** All that the client has sent, oldest first. */
	readonly received: ToWorker[] = [];
	terminated = false;
	#answered = 0;

	postMessage(message: ToWorker): void {
		this.received.push(structuredClone(message));
	}

	terminate(): void {
		this.terminated = true;
	}

	get runs(): Extract<ToWorker, { type: 'run' }>[] {
		return this.received.filter((message) => message.type === 'run');
	}

	/** Sends `message` to the client, copied as a real worker's would be. */
	emit(message: FromWorker): void {
		this.onmessage?.(new MessageEvent('message', { data: structuredClone(message) }));
	}

	ready(runtime: Runtime = { provider: 'wasm', threads: 1 }): void {
		this.emit({ type: 'ready', runtime });
	}

	#oldestRun(): Extract<ToWorker, { type: 'run' }> {
		const run = this.runs[this.#answered++];
		if (!run) throw new Error('the client has asked for nothing more');
		return run;
	}

	/** Answers the oldest run that has no answer yet. */
	answer(): void {
		const { id, text, index } = this.#oldestRun();
		this.emit({ type: 'result', id, run: ScriptedWorker.runOf(text, index) });
	}

	/** Fails the oldest run that has no answer yet. */
	failRun(error: WireError): void {
		this.emit({ type: 'run-failed', id: this.#oldestRun().id, error });
	}

	/** Dies as a worker does on an uncaught error. */
	crash(): Event {
		const event = new Event('error', { cancelable: true });
		this.onerror?.(event);
		return event;
	}

	sendUnreadable(): void {
		this.onmessageerror?.(new MessageEvent('messageerror'));
	}

	/** The answer to a text: a token per UTF-16 unit, each with activation index + its position. */
	static runOf(text: string, index: number): Omit<NeuronRun, 'elapsedMs'> {
		const tokens = text.split('').map((unit, at) => ({ id: at, text: unit, start: at, end: at + 1 }));
		const activations = Float32Array.from(tokens, (_, at) => index + at);
		return { text, tokens, activations, totalTokens: tokens.length };
	}
}
