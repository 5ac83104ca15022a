// How long one appended token takes: what a runtime is chosen by, and what the first runs of a session are spent on.
import type { EngineCore } from './engine-core.ts';

/** ONNX Runtime's first runs are slow; so many go before one is measured. */
const WARM_UP_RUNS = 6;
const MEASURED_RUNS = 5;
/** Tokens that stand before the appended ones. */
const BEFORE = 16;

/** Runs a few tokens through every part, so that the first key press finds it warm. */
export async function warmUp(core: EngineCore): Promise<void> {
	await core.appendMs(BEFORE);
	for (let run = 0; run < WARM_UP_RUNS; run++) await core.appendMs(1);
	core.reset();
}

/** Median time in ms of one token appended to a short text. Leaves the core without a text. */
export async function keyPressMs(core: EngineCore): Promise<number> {
	await warmUp(core);
	await core.appendMs(BEFORE);
	const times: number[] = [];
	for (let run = 0; run < MEASURED_RUNS; run++) times.push(await core.appendMs(1));
	core.reset();
	return times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
}
