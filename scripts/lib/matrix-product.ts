// A times B transposed, by onnxruntime-node: the one operation on matrices that plain JavaScript is too slow for.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { encodeOnnx, FLOAT } from './onnx-proto.ts';

const OPSET = 20;

/** Row-major [rows, width] float32. */
export interface Matrix {
	rows: number;
	width: number;
	values: Float32Array;
}

export interface MatrixProduct {
	/** a [n, k] times b [m, k] transposed: [n, m], row-major. */
	times(a: Matrix, b: Matrix): Promise<Float32Array>;
	close(): Promise<void>;
}

export async function openMatrixProduct(): Promise<MatrixProduct> {
	const operand = (name: string) => ({ name, elementType: FLOAT, shape: [`${name}_rows`, 'width'] }) as const;
	const model = encodeOnnx({
		name: 'matrix-product',
		nodes: [{ op: 'Gemm', inputs: ['a', 'b'], outputs: ['product'], attributes: { transB: 1 } }],
		tensors: [],
		inputs: [operand('a'), operand('b')].map((value) => ({ ...value, shape: [...value.shape] })),
		outputs: [{ name: 'product', elementType: FLOAT, shape: ['a_rows', 'b_rows'] }],
		opset: OPSET
	});
	const session = await InferenceSession.create(model);
	const tensor = ({ rows, width, values }: Matrix) => new Tensor('float32', values, [rows, width]);
	return {
		async times(a, b) {
			const { product } = await session.run({ a: tensor(a), b: tensor(b) });
			return product!.data as Float32Array;
		},
		close: () => session.release()
	};
}
