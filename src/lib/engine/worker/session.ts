// The onnxruntime-web session: WebGPU where there is an adapter, else WebAssembly with threads where the page is
// isolated. The runtime's own files are bundled with the app; nothing comes from elsewhere.
import type * as OrtModule from 'onnxruntime-web';
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import wasmModule from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasmBinary from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import gpuModule from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import gpuBinary from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import type { Runtime } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { ModelFiles } from './fetch-files.ts';

const MAX_THREADS = 4;

export interface Session {
	runtime: Runtime;
	/** Activations of one neuron for each of `ids` ([pos] token ids); same length. */
	run(ids: readonly number[], index: number): Promise<Float32Array>;
}

type Ort = typeof OrtModule;

function threadCount(): number {
	if (!globalThis.crossOriginIsolated) return 1;
	return Math.max(1, Math.min(MAX_THREADS, Math.floor((navigator.hardwareConcurrency || 2) / 2)));
}

async function hasGpu(): Promise<boolean> {
	const { gpu } = navigator as Navigator & { gpu?: { requestAdapter(): Promise<unknown> } };
	try {
		return Boolean(await gpu?.requestAdapter());
	} catch {
		return false;
	}
}

async function open(ort: Ort, files: ModelFiles, runtime: Runtime): Promise<Session> {
	ort.env.wasm.numThreads = runtime.threads;
	const { config, files: names, hookName } = files.manifest;
	const session: InferenceSession = await ort.InferenceSession.create(files.graph, {
		executionProviders: [runtime.provider],
		externalData: [{ path: names.weights.path, data: files.weights }]
	});
	return {
		runtime,
		async run(ids, index) {
			const input = new ort.Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]);
			const outputs = await session.run({ input_ids: input });
			const output = outputs[hookName] as Tensor;
			const all = (await output.getData()) as Float32Array;
			const column = Float32Array.from(ids, (_, pos) => all[pos * config.d_mlp + index]!);
			output.dispose();
			return column;
		}
	};
}

async function openGpu(files: ModelFiles): Promise<Session> {
	const ort = (await import('onnxruntime-web/webgpu')) as unknown as Ort;
	ort.env.wasm.wasmPaths = { mjs: gpuModule, wasm: gpuBinary };
	const session = await open(ort, files, { provider: 'webgpu', threads: 1 });
	await session.run([files.manifest.config.bos_token_id], 0); // a broken driver shows itself here, not later
	return session;
}

async function openWasm(files: ModelFiles): Promise<Session> {
	const ort = (await import('onnxruntime-web/wasm')) as unknown as Ort;
	ort.env.wasm.wasmPaths = { mjs: wasmModule, wasm: wasmBinary };
	return open(ort, files, { provider: 'wasm', threads: threadCount() });
}

/** Opens the model. Rejects with an EngineError: 'unsupported', 'out-of-memory' or 'runtime'. */
export async function openSession(files: ModelFiles): Promise<Session> {
	if (typeof WebAssembly === 'undefined') {
		throw new EngineError('unsupported', 'This browser cannot run the model (no WebAssembly).');
	}
	if (await hasGpu()) {
		try {
			return await openGpu(files);
		} catch (error) {
			console.warn('WebGPU did not work, so WebAssembly is used:', error);
		}
	}
	try {
		return await openWasm(files);
	} catch (cause) {
		const isMemory = cause instanceof RangeError || /memory|alloc/i.test(String(cause));
		if (isMemory)
			throw new EngineError('out-of-memory', 'There is too little memory for the model.', { cause });
		throw new EngineError('runtime', 'The model could not be started.', { cause });
	}
}
