// The limit: a graph of nothing but the matrix products that the engine's blocks do, chained.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ModelConfig } from '../../src/lib/interp/model-config.ts';
import { elementsOf, stageCount, stageKind, stageTensors } from '../../src/lib/interp/model-layout.ts';
import { normal, seededRandom } from '../../src/lib/util/seeded-random.ts';
import { GraphBuilder, OPSET } from '../lib/graph-builder.ts';
import { encodeOnnx, FLOAT, type OnnxValue } from '../lib/onnx-proto.ts';

/** Writes {dir}/limit.onnx and {dir}/limit.bin for the blocks up to `layer`. */
export function writeLimitModel(dir: string, config: ModelConfig, layer: number): void {
	mkdirSync(dir, { recursive: true });
	const graph = new GraphBuilder();
	const matrices = Array.from({ length: stageCount(layer) }, (_, stage) =>
		stageTensors(config, stageKind(stage, layer))
			.filter(({ shape }) => shape.length === 2)
			.map((tensor) => ({ ...tensor, name: `${stage}.${tensor.name}` }))
	).flat();
	let offset = 0;
	let x = 'x';
	for (const { name, shape } of matrices) {
		const sizeBytes = 4 * elementsOf({ shape });
		graph.tensors.push({ name, shape: [...shape], external: { location: 'limit.bin', offset, sizeBytes } });
		offset += sizeBytes;
		x = graph.add('MatMul', [x, name]);
		// Queries stand for what attention makes of queries, keys and values.
		if (name.endsWith('c_attn.weight')) x = graph.split(x, 3, -1)[0]!;
	}
	graph.add('Identity', [x], undefined, 'y');
	const random = seededRandom(1);
	const scale = 1 / Math.sqrt(config.d_model);
	writeFileSync(
		path.join(dir, 'limit.bin'),
		Float32Array.from({ length: offset / 4 }, () => scale * normal(random))
	);
	const io = (name: string): OnnxValue => ({ name, elementType: FLOAT, shape: ['pos', config.d_model] });
	const onnx = encodeOnnx({
		name: 'limit',
		nodes: graph.nodes,
		tensors: graph.tensors,
		inputs: [io('x')],
		outputs: [io('y')],
		opset: OPSET
	});
	writeFileSync(path.join(dir, 'limit.onnx'), onnx);
}
