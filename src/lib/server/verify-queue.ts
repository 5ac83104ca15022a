// A queue in front of the exact model: one run at a time, a bounded number of waiting ones, and none that waits longer
// than its caller would. A run itself cannot be cut short; what bounds it is the length of the text.
import { err, ok, type Result } from '../util/result.ts';

export interface QueueLimits {
	/** How many may wait, all together and of one player. */
	waiting: number;
	waitingEach: number;
	/** How long one may wait before it begins. */
	waitMs: number;
}

/** 32 runs of 128 tokens are a few seconds of one core for gpt2's shape; a player has no use for more than two. */
export const QUEUE_LIMITS: QueueLimits = { waiting: 32, waitingEach: 2, waitMs: 10_000 };

export interface VerifyQueue {
	/** Runs the task when its turn comes. 'busy': too many wait, or the time ran out before it began; nothing was
	 *  done then. Rejects with what the task throws. */
	run<T>(playerId: string, task: () => Promise<T>): Promise<Result<T, 'busy'>>;
}

/** Makes a queue; the clock is an argument for tests. */
export function createVerifyQueue(limits: QueueLimits = QUEUE_LIMITS, now = Date.now): VerifyQueue {
	const waitingOf = new Map<string, number>();
	let waiting = 0;
	let last: Promise<unknown> = Promise.resolve();

	const count = (playerId: string, change: 1 | -1) => {
		waiting += change;
		const own = (waitingOf.get(playerId) ?? 0) + change;
		if (own === 0) waitingOf.delete(playerId);
		else waitingOf.set(playerId, own);
	};
	return {
		async run(playerId, task) {
			if (waiting >= limits.waiting || (waitingOf.get(playerId) ?? 0) >= limits.waitingEach)
				return err('busy');
			count(playerId, 1);
			const enteredAt = now();
			const turn = last.then(async () => {
				count(playerId, -1);
				return now() - enteredAt > limits.waitMs ? err('busy' as const) : ok(await task());
			});
			last = turn.catch(() => {});
			return turn;
		}
	};
}
