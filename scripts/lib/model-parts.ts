// Encodes a checkpoint's tensors into the parts that browsers download: one a stage, and tables of single rows.
import type { ModelConfig } from '../../src/lib/interp/model-config.ts';
import {
	elementsOf,
	partBytes,
	stageCount,
	stageKind,
	stageTensors,
	tensorEncoding
} from '../../src/lib/interp/model-layout.ts';
import { encodedBytes, encodeWeights, type WeightEncoding } from '../../src/lib/interp/weight-encoding.ts';
import type { Checkpoint } from './checkpoint.ts';

/** One stage's part: its tensors one after the other, as model-layout.ts orders them. */
export function encodeStage(
	checkpoint: Checkpoint,
	stage: number,
	layer: number,
	encoding: WeightEncoding
): Uint8Array {
	const tensors = stageTensors(checkpoint.config, stageKind(stage, layer));
	const part = new Uint8Array(partBytes(tensors, encoding));
	let at = 0;
	for (const tensor of tensors) {
		const values = checkpoint.tensor(`h.${stage + tensor.block}.${tensor.name}`, [...tensor.shape]);
		const encoded = encodeWeights(values, tensorEncoding(tensor, encoding));
		part.set(encoded, at);
		at += encoded.length;
	}
	return part;
}

/** Rows and columns of a matrix changed about: [rows, columns] -> [columns, rows]. */
export function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
	const out = new Float32Array(values.length);
	for (let row = 0; row < rows; row++) {
		for (let column = 0; column < columns; column++) {
			out[column * rows + row] = values[row * columns + column]!;
		}
	}
	return out;
}

/** Bytes of a build with these encodings: what a first activation waits for, and everything. */
export function buildBytes(
	config: ModelConfig,
	layer: number,
	encodings: { blocks: WeightEncoding; tokens: WeightEncoding },
	alwaysBytes: number
): { firstBytes: number; totalBytes: number } {
	const { d_model, d_vocab, d_mlp, n_ctx } = config;
	const stages = Array.from({ length: stageCount(layer) }, (_, stage) =>
		partBytes(stageTensors(config, stageKind(stage, layer)), encodings.blocks)
	);
	const positions = n_ctx * encodedBytes(d_model, positionsEncoding(encodings.blocks));
	const firstBytes = stages.reduce((sum, bytes) => sum + bytes, alwaysBytes + positions);
	const tokens = d_vocab * encodedBytes(d_model, encodings.tokens);
	const neurons = elementsOf({ shape: [d_mlp] }) * encodedBytes(d_model, encodings.blocks);
	return { firstBytes, totalBytes: firstBytes + tokens + neurons };
}

/** Positions are few and added to everything: at least float16. */
export const positionsEncoding = (blocks: WeightEncoding): WeightEncoding =>
	blocks === 'f32' || blocks === 'q16' ? 'f32' : 'f16';
