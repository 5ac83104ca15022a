// Opens the stages' sessions one by one: a part is decoded into one piece of memory that every stage reuses, and the
// runtime copies it, so that no more than one stage's weights are held twice.
import type { ModelConfig } from '../../interp/model-config.ts';
import {
	elementsOf,
	float32Places,
	stageTensors,
	tensorEncoding,
	WEIGHTS_LOCATION,
	type StageKind,
	type TensorShape
} from '../../interp/model-layout.ts';
import { decodeWeights, encodedBytes, type WeightEncoding } from '../../interp/weight-encoding.ts';
import { freeBuffer } from '../../util/free-buffer.ts';
import type { Ort, OrtSession } from './ort.ts';

/** Decodes a part into float32 memory as the graph expects it. */
function decodePart(
	part: Uint8Array,
	tensors: readonly TensorShape[],
	encoding: WeightEncoding,
	memory: ArrayBuffer
): void {
	let at = 0;
	const { places } = float32Places(tensors);
	for (const tensor of tensors) {
		const used = tensorEncoding(tensor, encoding);
		const sizeBytes = encodedBytes(elementsOf(tensor), used);
		const { offset } = places.get(tensor.name)!;
		const out = new Float32Array(memory, offset, elementsOf(tensor));
		decodeWeights(part.subarray(at, at + sizeBytes), used, out);
		at += sizeBytes;
	}
}

export type StageGraphs = Record<StageKind, Uint8Array>;

export class StageOpener {
	readonly #ort: Ort;
	readonly #provider: string;
	readonly #config: ModelConfig;
	readonly #encoding: WeightEncoding;
	#memory: ArrayBuffer | undefined;

	constructor(ort: Ort, provider: string, config: ModelConfig, encoding: WeightEncoding) {
		this.#ort = ort;
		this.#provider = provider;
		this.#config = config;
		this.#encoding = encoding;
	}

	/** Opens one stage's session. The neurons' biases, which travel with the last, come out beside it. */
	async open(
		graphs: StageGraphs,
		part: Uint8Array,
		kind: StageKind
	): Promise<{ session: OrtSession; neuronBias: Float32Array }> {
		const tensors = stageTensors(this.#config, kind);
		const { places, totalBytes } = float32Places(tensors);
		if (!this.#memory || this.#memory.byteLength < totalBytes) this.#memory = new ArrayBuffer(totalBytes);
		decodePart(part, tensors, this.#encoding, this.#memory);
		const data = new Uint8Array(this.#memory, 0, totalBytes);
		const session = await openSession(this.#ort, this.#provider, graphs[kind], data);
		if (kind !== 'last') return { session, neuronBias: new Float32Array() };
		const bias = places.get('mlp.c_fc.bias')!;
		return { session, neuronBias: new Float32Array(this.#memory, bias.offset, this.#config.d_mlp).slice() };
	}

	/** Gives the memory back. */
	close(): void {
		if (this.#memory) freeBuffer({ buffer: this.#memory });
		this.#memory = undefined;
	}
}

/** A session whose tensors lie in `weights`. No arena: freed memory is used again by the next session. */
export const openSession = (
	ort: Ort,
	provider: string,
	graph: Uint8Array,
	weights: Uint8Array
): Promise<OrtSession> =>
	ort.InferenceSession.create(graph, {
		executionProviders: [provider],
		externalData: [{ path: WEIGHTS_LOCATION, data: weights }],
		enableCpuMemArena: false,
		enableMemPattern: false
	});
