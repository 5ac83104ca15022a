// Whether WebGPU may take over: it must give the golden texts' activations and answer a key press clearly faster than
// WebAssembly does, here and now. The verdict is kept, so that the trial is made once for each adapter and build.
import { keyPressMs } from '../core/timing.ts';
import type { EngineCore } from '../core/engine-core.ts';
import { CHOICE_NAME } from './files/fetch-manifest.ts';
import { keepText, type PartStore } from './files/part-store.ts';

/** WebGPU must need less than this share of WebAssembly's time, or the change is not worth it. */
const CLEARLY_FASTER = 0.8;

export type Verdict = 'wasm' | 'webgpu';

/** The verdict kept for `key`, which names adapter and build; undefined when there is none. */
export async function keptVerdict(store: PartStore, key: string): Promise<Verdict | undefined> {
	try {
		const kept = JSON.parse((await (await store.open(CHOICE_NAME))?.text()) ?? '{}') as Record<
			string,
			unknown
		>;
		if (kept.key !== key) return undefined;
		return kept.verdict === 'webgpu' || kept.verdict === 'wasm' ? kept.verdict : undefined;
	} catch {
		return undefined;
	}
}

export const keepVerdict = (store: PartStore, key: string, verdict: Verdict): Promise<void> =>
	keepText(store, CHOICE_NAME, JSON.stringify({ key, verdict }));

/** Compares an open WebGPU core with the one in use. Both are left without a text. */
export async function judge(gpu: EngineCore, wasm: EngineCore): Promise<Verdict> {
	const { passed } = await gpu.selfTest();
	if (!passed) return 'wasm';
	const gpuMs = await keyPressMs(gpu);
	const wasmMs = await keyPressMs(wasm);
	return gpuMs < CLEARLY_FASTER * wasmMs ? 'webgpu' : 'wasm';
}
