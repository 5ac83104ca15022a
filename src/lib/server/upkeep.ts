// The embedded store's clock: calls api.run_upkeep (points, boards, quests) every few seconds. A hosted store has a
// clock of its own (pg_cron).
import type { ServiceRpc } from './rpc.ts';

/** Points reach the scoreboards within this time. */
const EVERY_MS = 5_000;

/** Starts the clock. The returned function stops it and resolves when a running call has ended. */
export function startUpkeep(rpc: ServiceRpc, everyMs = EVERY_MS): () => Promise<void> {
	let running: Promise<void> | undefined;
	const run = async () => {
		try {
			await rpc('run_upkeep', {});
		} catch (error) {
			console.warn(`Upkeep of the store failed: ${(error as Error).message}`);
		}
	};
	const timer = setInterval(() => {
		// A slow round is not overtaken by the next.
		running ??= run().finally(() => (running = undefined));
	}, everyMs);
	timer.unref();
	return async () => {
		clearInterval(timer);
		await running;
	};
}
