// The little of ONNX Runtime that the engine needs, the same in onnxruntime-web and onnxruntime-node. The runtime is
// handed in, so that nothing here decides where the model runs.
import { freeBuffer } from '../../util/free-buffer.ts';

export interface OrtTensor {
	readonly dims: readonly number[];
	/** Values; from a GPU they must be fetched, hence a promise. */
	getData(): Promise<unknown>;
	dispose(): void;
}

export interface OrtSession {
	run(feeds: Record<string, OrtTensor>): Promise<Record<string, OrtTensor>>;
	release(): Promise<void>;
}

export interface Ort {
	Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => OrtTensor;
	InferenceSession: {
		create(
			graph: Uint8Array,
			options: {
				executionProviders: string[];
				externalData: { path: string; data: Uint8Array }[];
				enableCpuMemArena?: boolean;
				enableMemPattern?: boolean;
			}
		): Promise<OrtSession>;
	};
}

/** Float32 values of an output. */
export const floats = async (tensor: OrtTensor): Promise<Float32Array> =>
	(await tensor.getData()) as Float32Array;

/** Gives a tensor's memory back at once; left to the collector, those of one long text were 50 MB. */
export async function discard(tensor: OrtTensor): Promise<void> {
	freeBuffer(await floats(tensor));
	tensor.dispose();
}
