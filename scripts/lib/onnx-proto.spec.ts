import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeOnnx, FLOAT, INT64, type OnnxGraph, type OnnxValue } from './onnx-proto.ts';

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'onnx-proto-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const graphOf = (parts: Partial<OnnxGraph>): OnnxGraph => ({
	name: 'test',
	nodes: [{ op: 'Identity', inputs: ['x'], outputs: ['y'] }],
	tensors: [],
	inputs: [{ name: 'x', elementType: FLOAT, shape: ['n'] }],
	outputs: [{ name: 'y', elementType: FLOAT, shape: ['n'] }],
	opset: 20,
	...parts
});

/** Runs the graph in ONNX Runtime on one float input. */
async function run(graph: OnnxGraph, input: number[], dims = [input.length]) {
	const session = await InferenceSession.create(encodeOnnx(graph));
	const { y } = await session.run({ x: new Tensor('float32', Float32Array.from(input), dims) });
	await session.release();
	return { values: Array.from(y!.data as Float32Array, Number), dims: y!.dims };
}

describe('the bytes of a model', () => {
	it('are read back by ONNX Runtime with names, types and dimensions', async () => {
		const graph = graphOf({
			nodes: [
				{ op: 'Cast', inputs: ['ids'], outputs: ['größe'], attributes: { to: FLOAT } },
				{ op: 'Identity', inputs: ['x'], outputs: ['blocks.2.mlp.hook_post'] }
			],
			inputs: [
				{ name: 'ids', elementType: INT64, shape: ['batch', 300, 2 ** 33] },
				{ name: 'x', elementType: FLOAT, shape: [] }
			],
			outputs: [
				{ name: 'größe', elementType: FLOAT, shape: ['batch', 300, 2 ** 33] },
				{ name: 'blocks.2.mlp.hook_post', elementType: FLOAT, shape: [] }
			]
		});
		const session = await InferenceSession.create(encodeOnnx(graph));
		expect(session.inputMetadata).toMatchObject([
			{ name: 'ids', type: 'int64', shape: ['batch', 300, 2 ** 33] },
			{ name: 'x', type: 'float32', shape: [] }
		]);
		expect(session.outputMetadata).toMatchObject([
			{ name: 'größe', type: 'float32', shape: ['batch', 300, 2 ** 33] },
			{ name: 'blocks.2.mlp.hook_post', type: 'float32', shape: [] }
		]);
		await session.release();
	});

	it('are the same for the same graph', () => {
		expect(encodeOnnx(graphOf({}))).toEqual(encodeOnnx(graphOf({})));
	});

	// 127 | 128 and 16,383 | 16,384 are where a length takes one byte more.
	it.each([1, 126, 127, 128, 129, 255, 256, 16_383, 16_384, 70_000])(
		'hold names of %i bytes',
		async (length) => {
			const name = 'n'.repeat(length);
			const nodes = [
				{ op: 'Identity', inputs: ['x'], outputs: [name] },
				{ op: 'Identity', inputs: [name], outputs: ['y'] }
			];
			expect((await run(graphOf({ nodes }), [1, 2])).values).toEqual([1, 2]);
		}
	);

	it('name the opset that the operators need', async () => {
		const nodes = [{ op: 'Gelu', inputs: ['x'], outputs: ['y'], attributes: { approximate: 'tanh' } }];
		await expect(run(graphOf({ nodes, opset: 19 }), [1])).rejects.toThrow(/Gelu/);
		expect((await run(graphOf({ nodes }), [1])).values[0]).toBeCloseTo(0.841192, 5);
	});
});

describe('attributes', () => {
	it('are ints, negative and large ones too', async () => {
		const last = [{ op: 'Softmax', inputs: ['x'], outputs: ['y'], attributes: { axis: -1 } }];
		const shape = ['a', 'b'];
		const value = (name: string) => ({ name, elementType: FLOAT, shape }) as const;
		const graph = graphOf({ nodes: last, inputs: [value('x')], outputs: [value('y')] });
		expect((await run(graph, [1, 1, 5, 5], [2, 2])).values).toEqual([0.5, 0.5, 0.5, 0.5]);
		const first = [{ ...last[0]!, attributes: { axis: 0 } }];
		const { values } = await run({ ...graph, nodes: first }, [1, 1, 1, 1, 1, 1], [3, 2]);
		values.forEach((share) => expect(share).toBeCloseTo(1 / 3, 6));
	});

	it('are floats', async () => {
		const nodes = [
			{ op: 'LeakyRelu', inputs: ['x'], outputs: ['y'], attributes: { alpha: { float: -0.5 } } }
		];
		expect((await run(graphOf({ nodes }), [-4, 3])).values).toEqual([2, 3]);
	});

	it('are lists of ints', async () => {
		const nodes = [{ op: 'Transpose', inputs: ['x'], outputs: ['y'], attributes: { perm: [1, 0] } }];
		const inputs: OnnxValue[] = [{ name: 'x', elementType: FLOAT, shape: ['a', 'b'] }];
		const outputs: OnnxValue[] = [{ name: 'y', elementType: FLOAT, shape: ['b', 'a'] }];
		const { values, dims } = await run(graphOf({ nodes, inputs, outputs }), [1, 2, 3, 4, 5, 6], [2, 3]);
		expect(values).toEqual([1, 4, 2, 5, 3, 6]);
		expect(dims).toEqual([3, 2]);
	});
});

describe('constants', () => {
	const big = 2 ** 40 + 3;

	it('are int64 beyond 32 bits and below 0', async () => {
		const nodes = [
			{ op: 'Sub', inputs: ['minusBig', 'minusBigger'], outputs: ['seven'] },
			{ op: 'Cast', inputs: ['seven'], outputs: ['asFloat'], attributes: { to: FLOAT } },
			{ op: 'Mul', inputs: ['x', 'asFloat'], outputs: ['y'] }
		];
		const tensors = [
			{ name: 'minusBig', shape: [], int64: [-big] },
			{ name: 'minusBigger', shape: [], int64: [-big - 7] }
		];
		expect((await run(graphOf({ nodes, tensors }), [1, 2])).values).toEqual([7, 14]);
	});

	it('are float32 scalars and matrices', async () => {
		const nodes = [
			{ op: 'MatMul', inputs: ['x', 'm'], outputs: ['xm'] },
			{ op: 'Add', inputs: ['xm', 's'], outputs: ['y'] }
		];
		const tensors = [
			{ name: 'm', shape: [2, 3], float32: [1, 2, 3, 4, 5, 6] },
			{ name: 's', shape: [], float32: [0.5] }
		];
		const outputs: OnnxValue[] = [{ name: 'y', elementType: FLOAT, shape: [3] }];
		expect((await run(graphOf({ nodes, tensors, outputs }), [1, 10])).values).toEqual([41.5, 52.5, 63.5]);
	});

	it('lie outside, at their offset in their file', async () => {
		const values = Float32Array.from({ length: 40 }, (_, i) => i);
		writeFileSync(path.join(folder, 'weights.bin'), new Uint8Array(values.buffer));
		const external = { location: 'weights.bin', offset: 64, sizeBytes: 8 };
		const graph = graphOf({
			nodes: [{ op: 'Add', inputs: ['x', 'w'], outputs: ['y'] }],
			tensors: [{ name: 'w', shape: [2], external }]
		});
		const file = path.join(folder, 'graph.onnx');
		writeFileSync(file, encodeOnnx(graph));
		const session = await InferenceSession.create(file);
		const { y } = await session.run({ x: new Tensor('float32', Float32Array.of(100, 100), [2]) });
		expect([...(y!.data as Float32Array)]).toEqual([116, 117]);
		await session.release();
	});
});
