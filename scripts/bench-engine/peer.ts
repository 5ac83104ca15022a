// What one would use instead, in the same browser: transformers.js re-running the whole model on the text at each key
// press. Also the limit of the runtime beneath both: the blocks' matrix products and nothing else.
import wasmModule from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasmBinary from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import * as ort from 'onnxruntime-web/wasm';
import { AutoModel, env, Tensor, type PreTrainedModel } from '@xenova/transformers';

let model: PreTrainedModel | undefined;

async function timeRuns(runs: number, task: () => Promise<unknown>): Promise<number[]> {
	const times: number[] = [];
	for (let run = 0; run < runs + 2; run++) {
		const startedAt = performance.now();
		await task();
		if (run >= 2) times.push(performance.now() - startedAt); // the first runs are slow
	}
	return times;
}

const api = {
	/** Loads {origin}/peer/ as transformers.js does, with these many threads. */
	async open(dtype: 'fp32' | 'q8', threads: number): Promise<number> {
		env.allowLocalModels = true;
		env.allowRemoteModels = false;
		env.localModelPath = '/';
		env.useBrowserCache = false;
		env.backends.onnx.wasm!.numThreads = threads;
		env.backends.onnx.wasm!.wasmPaths = { mjs: wasmModule, wasm: wasmBinary };
		const startedAt = performance.now();
		model = await AutoModel.from_pretrained('peer', {
			dtype,
			device: 'wasm',
			use_external_data_format: true
		});
		return performance.now() - startedAt;
	},

	/** Ms of whole runs over `count` tokens. */
	run(count: number, runs: number): Promise<number[]> {
		const ids = BigInt64Array.from({ length: count }, (_, i) => BigInt((i * 131) % 50000));
		return timeRuns(runs, () =>
			model!({
				input_ids: new Tensor('int64', ids, [1, count]),
				attention_mask: new Tensor('int64', new BigInt64Array(count).fill(1n), [1, count])
			})
		);
	},

	/** Ms of /limit/limit.onnx, every product of the blocks, on `rows` rows. */
	async limit(rows: number, width: number, threads: number, runs: number): Promise<number[]> {
		ort.env.wasm.wasmPaths = { mjs: wasmModule, wasm: wasmBinary };
		ort.env.wasm.numThreads = threads;
		const session = await ort.InferenceSession.create('/limit/limit.onnx', {
			externalData: [{ path: 'limit.bin', data: '/limit/limit.bin' }]
		});
		const x = new ort.Tensor('float32', new Float32Array(rows * width).fill(0.1), [rows, width]);
		const times = await timeRuns(runs, () => session.run({ x }));
		await session.release();
		return times;
	}
};

export type PeerApi = typeof api;
(globalThis as unknown as { peer: PeerApi }).peer = api;
