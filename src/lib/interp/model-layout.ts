// Where each tensor lies: in a stage's served part (encoded) and in the float32 memory its session reads. The builder
// writes graphs and parts by it, the engine decodes by it. Names are the checkpoint's, without `h.{block}.`.
// A stage is what lies between two attentions: the end of one block and the beginning of the next.
import type { ModelConfig } from './model-config.ts';
import { encodedBytes, type WeightEncoding } from './weight-encoding.ts';

export interface TensorShape {
	name: string;
	shape: readonly number[];
}

export interface TensorPlace {
	shape: readonly number[];
	/** In bytes of the float32 memory. */
	offset: number;
	sizeBytes: number;
}

/** External tensors start at multiples of this, as ONNX Runtime maps them in whole lines. */
export const TENSOR_ALIGNMENT_BYTES = 64;
/** The external file that every served graph reads its tensors from. */
export const WEIGHTS_LOCATION = 'weights';

export const elementsOf = ({ shape }: { shape: readonly number[] }): number =>
	shape.reduce((product, size) => product * size, 1);

const affine = (name: string, rows: number, columns: number): TensorShape[] => [
	{ name: `${name}.weight`, shape: [rows, columns] },
	{ name: `${name}.bias`, shape: [columns] }
];
const norm = (name: string, width: number): TensorShape[] => [
	{ name: `${name}.weight`, shape: [width] },
	{ name: `${name}.bias`, shape: [width] }
];

export const STAGE_KINDS = ['first', 'middle', 'last'] as const;
export type StageKind = (typeof STAGE_KINDS)[number];

/** Stages of a model that ends with `layer`: before, between and after the attentions of blocks 0 to layer. */
export const stageCount = (layer: number): number => layer + 2;

export function stageKind(stage: number, layer: number): StageKind {
	if (stage === 0) return 'first';
	return stage === stageCount(layer) - 1 ? 'last' : 'middle';
}

/** A block from its attention's end on. The campaign's layer ends after ln_2: its neurons' weights are a table of
 *  their own, one row a neuron, and only their biases travel with the stage. */
function afterAttention({ d_model, d_mlp }: ModelConfig, isLast: boolean): TensorShape[] {
	const [fcWeight, fcBias] = affine('mlp.c_fc', d_model, d_mlp);
	return [
		...affine('attn.c_proj', d_model, d_model),
		...norm('ln_2', d_model),
		...(isLast ? [] : [fcWeight!]),
		fcBias!,
		...(isLast ? [] : affine('mlp.c_proj', d_mlp, d_model))
	];
}

/** A block up to its attention. */
const beforeAttention = ({ d_model }: ModelConfig): TensorShape[] => [
	...norm('ln_1', d_model),
	...affine('attn.c_attn', d_model, 3 * d_model)
];

export interface StageTensor extends TensorShape {
	/** Which block's: -1 for the one whose attention comes before the stage, 0 for the one whose attention follows. */
	block: -1 | 0;
}

/** Tensors of one stage's part, in order; names are unique within a stage. */
export function stageTensors(config: ModelConfig, kind: StageKind): StageTensor[] {
	const end = kind === 'first' ? [] : afterAttention(config, kind === 'last');
	const beginning = kind === 'last' ? [] : beforeAttention(config);
	return [
		...end.map((tensor) => ({ ...tensor, block: -1 as const })),
		...beginning.map((tensor) => ({ ...tensor, block: 0 as const }))
	];
}

/** The all-neurons graph: the layer's MLP input weights, one row a neuron, and its biases. */
export function neuronTensors({ d_model, d_mlp }: ModelConfig): TensorShape[] {
	return [
		{ name: 'neurons.weight', shape: [d_mlp, d_model] },
		{ name: 'neurons.bias', shape: [d_mlp] }
	];
}

/** Vectors are few and matter most: they always travel as float32. */
export const tensorEncoding = ({ shape }: TensorShape, encoding: WeightEncoding): WeightEncoding =>
	shape.length === 1 ? 'f32' : encoding;

/** Bytes of a part that holds these tensors one after the other. */
export const partBytes = (tensors: readonly TensorShape[], encoding: WeightEncoding): number =>
	tensors.reduce(
		(sum, tensor) => sum + encodedBytes(elementsOf(tensor), tensorEncoding(tensor, encoding)),
		0
	);

/** Places of the tensors in float32 memory, and how much of it they take together. */
export function float32Places(tensors: readonly TensorShape[]): {
	places: Map<string, TensorPlace>;
	totalBytes: number;
} {
	const places = new Map<string, TensorPlace>();
	let at = 0;
	for (const { name, shape } of tensors) {
		at = Math.ceil(at / TENSOR_ALIGNMENT_BYTES) * TENSOR_ALIGNMENT_BYTES;
		const sizeBytes = 4 * elementsOf({ shape });
		places.set(name, { shape, offset: at, sizeBytes });
		at += sizeBytes;
	}
	return { places, totalBytes: at };
}
