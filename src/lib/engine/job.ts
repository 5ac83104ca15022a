// One question on its way through the client, and the ways in which it may end without an answer.
import type { NeuronRun } from './engine.ts';
import { EngineError } from './errors.ts';
import type { Answer, Question, WireRun } from './protocol.ts';

export interface Job {
	id: number;
	question: Question;
	startedAt: number;
	/** How many workers have died over it. */
	deaths: number;
	onPartial?: (run: NeuronRun) => void;
	resolve(answer: Answer): void;
	reject(error: EngineError): void;
}

export const crashed = () => new EngineError('crashed', 'The model stopped working. Load it again.');
export const disposed = () => new EngineError('disposed', 'The model was closed.');
export const superseded = () => new EngineError('superseded', 'A newer text took its place.');
export const aborted = () => new EngineError('aborted', 'No longer needed.');

/** The worker's run with the time on the caller's clock. */
export const timed = (job: Job, run: WireRun): NeuronRun => ({
	...run,
	elapsedMs: performance.now() - job.startedAt
});
