// The whole GPT-2 with its LM head as transformers.js takes it, from the same random weights: float32, and int8 as
// onnxruntime's dynamic quantisation makes it (weights per tensor, activations at run time).
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { ModelConfig } from '../../src/lib/interp/model-config.ts';
import type { Checkpoint } from '../lib/checkpoint.ts';
import { attention, embed, neededTensors } from '../lib/gpt2-graph.ts';
import { affine, GraphBuilder, layerNorm, OPSET } from '../lib/graph-builder.ts';
import { encodeOnnx, FLOAT, INT64, INT8 } from '../lib/onnx-proto.ts';
import { transpose } from '../lib/model-parts.ts';

/** Writes tensors into one external file and names them in the graph. */
class TensorFile {
	readonly #fd: number;
	readonly #graph: GraphBuilder;
	readonly #location: string;
	sizeBytes = 0;

	constructor(dir: string, location: string, graph: GraphBuilder) {
		this.#fd = openSync(path.join(dir, location), 'w');
		this.#graph = graph;
		this.#location = location;
	}

	add(name: string, shape: number[], values: Float32Array | Int8Array): void {
		const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
		for (let done = 0; done < bytes.length;) done += writeSync(this.#fd, bytes, done);
		const external = { location: this.#location, offset: this.sizeBytes, sizeBytes: bytes.length };
		const elementType = values instanceof Int8Array ? INT8 : FLOAT;
		this.#graph.tensors.push({ name, shape, external, elementType });
		this.sizeBytes += bytes.length;
	}

	close(): void {
		closeSync(this.#fd);
	}
}

/** Symmetric int8 with one scale for the whole tensor. */
function toInt8(values: Float32Array): { codes: Int8Array; scale: number } {
	let largest = 0;
	for (const value of values) largest = Math.max(largest, Math.abs(value));
	const scale = largest / 127;
	return { codes: Int8Array.from(values, (value) => Math.round(value / scale)), scale };
}

/** Product with an int8 weight: the activations are quantised as they come. */
function integerProduct(graph: GraphBuilder, input: string, weight: string): string {
	const outputs = ['q', 'scale', 'zero'].map((part) => `${weight}.input_${part}`);
	graph.nodes.push({ op: 'DynamicQuantizeLinear', inputs: [input], outputs });
	const product = graph.add('MatMulInteger', [outputs[0]!, weight, outputs[2]!]);
	const scale = graph.add('Mul', [outputs[1]!, `${weight}_scale`]);
	return graph.add('Mul', [graph.add('Cast', [product], { to: FLOAT }), scale]);
}

const integerAffine: typeof affine = (graph, input, name) =>
	graph.add('Add', [integerProduct(graph, input, `${name}.weight`), `${name}.bias`]);

function addBlocks(
	graph: GraphBuilder,
	config: ModelConfig,
	residual: string,
	mask: string,
	linear: typeof affine
) {
	for (let block = 0; block < config.n_layer; block++) {
		const name = (part: string) => `h.${block}.${part}`;
		const norm1 = layerNorm(graph, residual, name('ln_1'), config.layer_norm_eps);
		residual = graph.add('Add', [residual, attention(graph, norm1, block, mask, config, linear)]);
		const norm2 = layerNorm(graph, residual, name('ln_2'), config.layer_norm_eps);
		const post = graph.add('Gelu', [linear(graph, norm2, name('mlp.c_fc'))], { approximate: 'tanh' });
		residual = graph.add('Add', [residual, linear(graph, post, name('mlp.c_proj'))]);
	}
	return layerNorm(graph, residual, 'ln_f', config.layer_norm_eps);
}

function addTensors(file: TensorFile, graph: GraphBuilder, checkpoint: Checkpoint, isInt8: boolean): void {
	const { d_model, d_mlp, d_vocab, n_layer } = checkpoint.config;
	const last = n_layer - 1;
	const needed = [
		...neededTensors(checkpoint.config, last),
		{ name: `h.${last}.mlp.c_proj.weight`, shape: [d_mlp, d_model] },
		{ name: `h.${last}.mlp.c_proj.bias`, shape: [d_model] },
		{ name: 'ln_f.weight', shape: [d_model] },
		{ name: 'ln_f.bias', shape: [d_model] }
	];
	const add = (name: string, shape: number[], values: Float32Array) => {
		if (!isInt8 || shape.length === 1 || name === 'wpe.weight') return file.add(name, shape, values);
		const { codes, scale } = toInt8(values);
		file.add(name, shape, codes);
		graph.float(`${name}_scale`, scale);
	};
	for (const { name, shape } of needed) add(name, shape, checkpoint.tensor(name, shape));
	// Weights are tied, but an integer product needs its own transposed copy; in float32 the graph transposes.
	if (isInt8) {
		const head = transpose(checkpoint.tensor('wte.weight', [d_vocab, d_model]), d_vocab, d_model);
		add('lm_head.weight', [d_model, d_vocab], head);
	}
}

/** Writes the peer's model of one kind into {dir}/onnx. Returns its bytes. */
export function writePeerModel(dir: string, checkpoint: Checkpoint, kind: 'fp32' | 'q8'): number {
	const { config } = checkpoint;
	const folder = path.join(dir, 'onnx');
	mkdirSync(folder, { recursive: true });
	const name = kind === 'q8' ? 'model_quantized' : 'model';
	const graph = new GraphBuilder();
	const file = new TensorFile(folder, `${name}.onnx_data`, graph);
	addTensors(file, graph, checkpoint, kind === 'q8');
	file.close();
	const { residual, mask } = embed(graph, (ids) => {
		const rows = graph.add('Gather', ['wte.weight', ids]);
		return kind === 'fp32' ? rows : graph.add('DequantizeLinear', [rows, 'wte.weight_scale']);
	});
	const linear = kind === 'q8' ? integerAffine : affine;
	const final = addBlocks(graph, config, residual, mask, linear);
	if (kind === 'q8')
		graph.add('Identity', [integerProduct(graph, final, 'lm_head.weight')], undefined, 'logits');
	else {
		const head = graph.add('Transpose', ['wte.weight'], { perm: [1, 0] });
		graph.add('MatMul', [final, head], undefined, 'logits');
	}
	const onnx = encodeOnnx({
		name: `gpt2-${kind}`,
		nodes: graph.nodes,
		tensors: graph.tensors,
		inputs: [{ name: 'input_ids', elementType: INT64, shape: ['batch', 'pos'] }],
		outputs: [{ name: 'logits', elementType: FLOAT, shape: ['batch', 'pos', config.d_vocab] }],
		opset: OPSET
	});
	writeFileSync(path.join(folder, `${name}.onnx`), onnx);
	return file.sizeBytes + onnx.length;
}

/** config.json as Hugging Face has it. */
export function writePeerConfig(
	dir: string,
	{ d_model, d_vocab, n_ctx, n_head, n_layer }: ModelConfig
): void {
	mkdirSync(dir, { recursive: true });
	const config = {
		model_type: 'gpt2',
		architectures: ['GPT2LMHeadModel'],
		n_layer,
		n_head,
		n_embd: d_model,
		n_positions: n_ctx,
		n_ctx,
		vocab_size: d_vocab
	};
	writeFileSync(path.join(dir, 'config.json'), JSON.stringify(config));
}
