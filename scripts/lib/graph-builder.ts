// Puts ONNX graphs together node by node, and knows the few layers that all our graphs are made of.
import type { OnnxNode, OnnxTensor } from './onnx-proto.ts';

/** Gelu with approximate="tanh" and LayerNormalization are both standard operators from this opset on. */
export const OPSET = 20;

export class GraphBuilder {
	readonly nodes: OnnxNode[] = [];
	readonly tensors: OnnxTensor[] = [];
	#count = 0;

	/** Adds one node with one output and returns the output's name. */
	add(
		op: string,
		inputs: string[],
		attributes?: OnnxNode['attributes'],
		output = `${op}_${this.#count++}`
	): string {
		this.nodes.push({ op, inputs, outputs: [output], attributes });
		return output;
	}

	split(input: string, parts: number, axis: number): string[] {
		const outputs = Array.from({ length: parts }, (_, part) => `Split_${this.#count}_${part}`);
		this.#count++;
		this.nodes.push({ op: 'Split', inputs: [input], outputs, attributes: { axis, num_outputs: parts } });
		return outputs;
	}

	ints(name: string, values: number[], shape = [values.length]): string {
		if (!this.tensors.some((tensor) => tensor.name === name)) {
			this.tensors.push({ name, shape, int64: values });
		}
		return name;
	}

	float(name: string, value: number): string {
		if (!this.tensors.some((tensor) => tensor.name === name)) {
			this.tensors.push({ name, shape: [], float32: [value] });
		}
		return name;
	}
}

/** input [.., n_in] times {name}.weight plus {name}.bias. */
export function affine(graph: GraphBuilder, input: string, name: string): string {
	return graph.add('Add', [graph.add('MatMul', [input, `${name}.weight`]), `${name}.bias`]);
}

/** LayerNormalization over the last axis with {name}.weight and {name}.bias. */
export function layerNorm(graph: GraphBuilder, input: string, name: string, epsilon: number): string {
	const attributes = { axis: -1, epsilon: { float: epsilon } };
	return graph.add('LayerNormalization', [input, `${name}.weight`, `${name}.bias`], attributes);
}
