// ONNX Runtime Web as WebAssembly or on WebGPU. Its own files are bundled with the app and loaded only when chosen.
import wasmModule from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasmBinary from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import gpuModule from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import gpuBinary from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import type { Ort } from '../core/ort.ts';
import type { Runtime } from '../engine.ts';
import { EngineError } from '../errors.ts';

/** More threads win little on one token, whose time is that of reading the weights. */
const MAX_THREADS = 4;

type OrtWeb = Ort & {
	env: { wasm: { numThreads?: number; wasmPaths?: unknown }; logLevel?: string };
};

export interface OpenRuntime {
	ort: Ort;
	runtime: Runtime;
}

function threadCount(wanted: number | 'auto'): number {
	if (!globalThis.crossOriginIsolated) return 1;
	const half = Math.floor((navigator.hardwareConcurrency || 2) / 2);
	return wanted === 'auto' ? Math.max(1, Math.min(MAX_THREADS, half)) : wanted;
}

/** WebAssembly, with threads where the page is isolated. */
export async function wasmRuntime(wanted: number | 'auto'): Promise<OpenRuntime> {
	if (typeof WebAssembly === 'undefined') {
		throw new EngineError('unsupported', 'This browser cannot run the model (no WebAssembly).');
	}
	const ort = (await import('onnxruntime-web/wasm')) as unknown as OrtWeb;
	const threads = threadCount(wanted);
	ort.env.wasm.wasmPaths = { mjs: wasmModule, wasm: wasmBinary };
	ort.env.wasm.numThreads = threads;
	return { ort, runtime: { provider: 'wasm', threads } };
}

/** A name of the graphics adapter, or undefined where there is none that may be used. */
export async function gpuName(): Promise<string | undefined> {
	type Adapter = { info?: { vendor?: string; architecture?: string; device?: string } };
	const { gpu } = navigator as Navigator & { gpu?: { requestAdapter(): Promise<Adapter | null> } };
	try {
		const adapter = await gpu?.requestAdapter();
		if (!adapter) return undefined;
		const { vendor, architecture, device } = adapter.info ?? {};
		return [vendor, architecture, device].filter(Boolean).join(' ') || 'unnamed';
	} catch {
		return undefined;
	}
}

/** WebGPU; only where gpuName() gave one. */
export async function gpuRuntime(): Promise<OpenRuntime> {
	const ort = (await import('onnxruntime-web/webgpu')) as unknown as OrtWeb;
	ort.env.wasm.wasmPaths = { mjs: gpuModule, wasm: gpuBinary };
	ort.env.wasm.numThreads = 1;
	return { ort, runtime: { provider: 'webgpu', threads: 1 } };
}
