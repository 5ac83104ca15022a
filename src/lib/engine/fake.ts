// A worker for tests that answers when the test says so. It speaks the real protocol, so the real client runs
// against it; it computes nothing.
import type { ModelIdentity, Runtime } from './engine.ts';
import type { FromWorker, Question, ToWorker, WireError, WireRun } from './protocol.ts';

export const FAKE_MODEL: ModelIdentity = {
	modelId: 'fake',
	layer: 0,
	hookName: 'blocks.0.mlp.hook_post',
	checkpointSha256: '00'.repeat(32),
	build: 'standard',
	partsSha256: [],
	tokenizerSha256: '00'.repeat(32)
};

interface AskedRun {
	id: number;
	text: string;
	index: number;
}

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

	get runs(): AskedRun[] {
		const isRun = (question: Question) => question.kind === 'run';
		return this.received.flatMap((message) =>
			message.type === 'ask' && isRun(message.question)
				? [{ id: message.id, ...(message.question as Extract<Question, { kind: 'run' }>) }]
				: []
		);
	}

	/** Ids of the questions that the client no longer wants answered. */
	get cancelled(): number[] {
		return this.received.flatMap((message) => (message.type === 'cancel' ? [message.id] : []));
	}

	/** Sends `message` to the client, copied as a real worker's would be. */
	emit(message: FromWorker): void {
		this.onmessage?.(new MessageEvent('message', { data: structuredClone(message) }));
	}

	ready(runtime: Runtime = { provider: 'wasm', threads: 1 }): void {
		this.emit({ type: 'ready', runtime, model: FAKE_MODEL, keeping: 'kept' });
	}

	#oldestRun(): AskedRun {
		const run = this.runs[this.#answered++];
		if (!run) throw new Error('the client has asked for nothing more');
		return run;
	}

	/** Answers the oldest run that has no answer yet. */
	answer(): void {
		const { id, text, index } = this.#oldestRun();
		this.emit({ type: 'answer', id, answer: { kind: 'run', run: ScriptedWorker.runOf(text, index) } });
	}

	/** Fails the oldest run that has no answer yet. */
	failRun(error: WireError): void {
		this.emit({ type: 'ask-failed', id: this.#oldestRun().id, error });
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
	static runOf(text: string, index: number): WireRun {
		const tokens = text.split('').map((unit, at) => ({ id: at, text: unit, start: at, end: at + 1 }));
		const activations = Float32Array.from(tokens, (_, at) => index + at);
		return { text, tokens, activations, totalTokens: tokens.length, isComplete: true, workerMs: 1 };
	}
}
