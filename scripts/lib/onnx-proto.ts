// Writes ONNX models: the few protobuf messages of onnx.proto3 that a graph of ours needs, encoded by hand.
// Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto

export const FLOAT = 1;
export const INT8 = 3;
export const INT64 = 7;
const EXTERNAL = 1; // TensorProto.DataLocation
const IR_VERSION = 10;

type Bytes = Uint8Array;

function varint(value: number | bigint): Bytes {
	let rest = BigInt.asUintN(64, BigInt(value));
	const bytes: number[] = [];
	do {
		const low = Number(rest & 0x7fn);
		rest >>= 7n;
		bytes.push(rest ? low | 0x80 : low);
	} while (rest);
	return Uint8Array.from(bytes);
}

const concat = (parts: Bytes[]): Bytes => Uint8Array.from(Buffer.concat(parts));
const int = (field: number, value: number | bigint): Bytes =>
	concat([varint((field << 3) | 0), varint(value)]);
const bytes = (field: number, value: Bytes): Bytes =>
	concat([varint((field << 3) | 2), varint(value.length), value]);
const text = (field: number, value: string): Bytes => bytes(field, new TextEncoder().encode(value));
const message = (field: number, ...parts: Bytes[]): Bytes => bytes(field, concat(parts));

function float(field: number, value: number): Bytes {
	const raw = new Uint8Array(4);
	new DataView(raw.buffer).setFloat32(0, value, true);
	return concat([varint((field << 3) | 5), raw]);
}

export type Attribute = number | { float: number } | number[] | string;

/** AttributeProto: a plain number is an int. */
function attribute(name: string, value: Attribute): Bytes {
	if (typeof value === 'number') return message(5, text(1, name), int(3, value), int(20, 2));
	if (typeof value === 'string') return message(5, text(1, name), text(4, value), int(20, 3));
	if (Array.isArray(value))
		return message(5, text(1, name), ...value.map((item) => int(8, item)), int(20, 7));
	return message(5, text(1, name), float(2, value.float), int(20, 1));
}

export interface OnnxNode {
	op: string;
	inputs: string[];
	outputs: string[];
	attributes?: Record<string, Attribute>;
}

export type OnnxTensor =
	/** Values in the external file `location`, float32 unless said. */
	| {
			name: string;
			shape: number[];
			external: { location: string; offset: number; sizeBytes: number };
			elementType?: typeof FLOAT | typeof INT8;
	  }
	/** Small constants inside the graph. */
	| { name: string; shape: number[]; int64: number[] }
	| { name: string; shape: number[]; float32: number[] };

export interface OnnxValue {
	name: string;
	elementType: typeof FLOAT | typeof INT64;
	/** A string is a dimension known only at run time. */
	shape: (number | string)[];
}

export interface OnnxGraph {
	name: string;
	nodes: OnnxNode[];
	tensors: OnnxTensor[];
	inputs: OnnxValue[];
	outputs: OnnxValue[];
	opset: number;
}

function nodeProto(node: OnnxNode): Bytes {
	return message(
		1,
		...node.inputs.map((name) => text(1, name)),
		...node.outputs.map((name) => text(2, name)),
		text(3, node.outputs[0] ?? ''),
		text(4, node.op),
		...Object.entries(node.attributes ?? {}).map(([name, value]) => attribute(name, value))
	);
}

const entry = (key: string, value: string): Bytes => message(13, text(1, key), text(2, value));

function tensorProto(tensor: OnnxTensor): Bytes {
	const head = [...tensor.shape.map((size) => int(1, size)), text(8, tensor.name)];
	if ('external' in tensor) {
		const { location, offset, sizeBytes } = tensor.external;
		const where = [
			entry('location', location),
			entry('offset', `${offset}`),
			entry('length', `${sizeBytes}`)
		];
		return message(5, ...head, int(2, tensor.elementType ?? FLOAT), ...where, int(14, EXTERNAL));
	}
	if ('int64' in tensor) {
		const raw = new Uint8Array(BigInt64Array.from(tensor.int64, BigInt).buffer);
		return message(5, ...head, int(2, INT64), bytes(9, raw));
	}
	const raw = new Uint8Array(Float32Array.from(tensor.float32).buffer);
	return message(5, ...head, int(2, FLOAT), bytes(9, raw));
}

function valueInfo(field: number, value: OnnxValue): Bytes {
	const dims = value.shape.map((size) =>
		typeof size === 'number' ? message(1, int(1, size)) : message(1, text(2, size))
	);
	const tensorType = message(1, int(1, value.elementType), message(2, ...dims));
	return message(field, text(1, value.name), message(2, tensorType));
}

/** The bytes of an ONNX ModelProto. Same graph, same bytes. */
export function encodeOnnx(graph: OnnxGraph): Uint8Array {
	const graphProto = message(
		7,
		...graph.nodes.map(nodeProto),
		text(2, graph.name),
		...graph.tensors.map(tensorProto),
		...graph.inputs.map((value) => valueInfo(11, value)),
		...graph.outputs.map((value) => valueInfo(12, value))
	);
	const opset = message(8, text(1, ''), int(2, graph.opset));
	return concat([int(1, IR_VERSION), text(2, 'neuronpedia'), graphProto, opset]);
}
