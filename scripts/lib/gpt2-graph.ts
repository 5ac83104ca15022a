// The ONNX graph of GPT-2 cut after blocks.{layer}.mlp.hook_post. Shapes in comments: B = batch, T = pos, D = d_model,
// H = n_head, K = D / H, M = d_mlp. Architecture: Radford et al. 2019 as in openai/gpt-2, src/model.py.
import type { ModelConfig } from '../../src/lib/interp/model-config.ts';
import type { TensorPlace } from '../../src/lib/interp/model-layout.ts';
import { affine, GraphBuilder, layerNorm, OPSET } from './graph-builder.ts';
import { FLOAT, INT64, type OnnxGraph } from './onnx-proto.ts';

/** Added to masked attention scores; large enough that exp() of it is exactly 0 in float32. */
const MASKED = -1e9;

/** Names (without prefix) and shapes of the checkpoint's tensors that the cut graph needs, in file order. */
export function neededTensors(config: ModelConfig, layer: number): { name: string; shape: number[] }[] {
	const { d_model, d_mlp, d_vocab, n_ctx } = config;
	const linear = (name: string, rows: number, columns: number) => [
		{ name: `${name}.weight`, shape: [rows, columns] },
		{ name: `${name}.bias`, shape: [columns] }
	];
	const norm = (name: string) => [
		{ name: `${name}.weight`, shape: [d_model] },
		{ name: `${name}.bias`, shape: [d_model] }
	];
	const blocks = Array.from({ length: layer + 1 }, (_, block) => [
		...norm(`h.${block}.ln_1`),
		...linear(`h.${block}.attn.c_attn`, d_model, 3 * d_model),
		...linear(`h.${block}.attn.c_proj`, d_model, d_model),
		...norm(`h.${block}.ln_2`),
		...linear(`h.${block}.mlp.c_fc`, d_model, d_mlp),
		...(block < layer ? linear(`h.${block}.mlp.c_proj`, d_mlp, d_model) : [])
	]);
	return [
		{ name: 'wte.weight', shape: [d_vocab, d_model] },
		{ name: 'wpe.weight', shape: [n_ctx, d_model] },
		...blocks.flat()
	];
}

/** Token plus position embedding: [B, T, D]; also the causal mask [T, T]. */
export function embed(
	graph: GraphBuilder,
	lookUp = (ids: string): string => graph.add('Gather', ['wte.weight', ids])
): { residual: string; mask: string } {
	const shape = graph.add('Shape', ['input_ids']); // [2]
	const length = graph.add('Gather', [shape, graph.ints('one', [1], [])]); // scalar T
	const positions = graph.add('Range', [graph.ints('zero', [0], []), length, graph.ints('one', [1], [])]); // [T]
	const tokens = lookUp('input_ids'); // [B, T, D]
	const residual = graph.add('Add', [tokens, graph.add('Gather', ['wpe.weight', positions])]);
	const rows = graph.add('Unsqueeze', [positions, graph.ints('axis1', [1])]); // [T, 1]
	const columns = graph.add('Unsqueeze', [positions, graph.ints('axis0', [0])]); // [1, T]
	const isFuture = graph.add('Cast', [graph.add('Less', [rows, columns])], { to: FLOAT }); // [T, T]
	const mask = graph.add('Mul', [isFuture, graph.float('masked', MASKED)]);
	return { residual, mask };
}

/** Causal self-attention of one block over [B, T, D]; `linear` is how it multiplies by a weight and adds its bias. */
export function attention(
	graph: GraphBuilder,
	input: string,
	block: number,
	mask: string,
	config: ModelConfig,
	linear = affine
): string {
	const { n_head, d_model } = config;
	const headWidth = d_model / n_head;
	const [query, key, value] = graph
		.split(linear(graph, input, `h.${block}.attn.c_attn`), 3, -1)
		.map((part) => graph.add('Reshape', [part, graph.ints('heads', [0, 0, n_head, headWidth])])); // [B, T, H, K]
	const queries = graph.add('Transpose', [query!], { perm: [0, 2, 1, 3] }); // [B, H, T, K]
	const keys = graph.add('Transpose', [key!], { perm: [0, 2, 3, 1] }); // [B, H, K, T]
	const values = graph.add('Transpose', [value!], { perm: [0, 2, 1, 3] });
	const scores = graph.add('MatMul', [queries, keys]); // [B, H, T, T]
	const scaled = graph.add('Mul', [scores, graph.float('scale', 1 / Math.sqrt(headWidth))]);
	const pattern = graph.add('Softmax', [graph.add('Add', [scaled, mask])], { axis: -1 });
	const mixed = graph.add('Transpose', [graph.add('MatMul', [pattern, values])], { perm: [0, 2, 1, 3] });
	const joined = graph.add('Reshape', [mixed, graph.ints('joined', [0, 0, d_model])]); // [B, T, D]
	return linear(graph, joined, `h.${block}.attn.c_proj`);
}

/** TransformerLens' name of the MLP's post-activation; also the name of the graph's output. */
export const hookPostName = (layer: number): string => `blocks.${layer}.mlp.hook_post`;

/**
 * input_ids [B, T] int64 (with <|endoftext|> first) -> blocks.{layer}.mlp.hook_post [B, T, M] float32.
 * `places` says where in the file `location` each needed tensor lies as little-endian float32.
 */
export function gpt2Graph(
	config: ModelConfig,
	layer: number,
	location: string,
	places: ReadonlyMap<string, TensorPlace>
): OnnxGraph {
	const graph = new GraphBuilder();
	for (const [name, { shape, offset, sizeBytes }] of places) {
		graph.tensors.push({ name, shape: [...shape], external: { location, offset, sizeBytes } });
	}
	const embedding = embed(graph);
	let residual = embedding.residual;
	const output = hookPostName(layer);
	for (let block = 0; block <= layer; block++) {
		const norm1 = layerNorm(graph, residual, `h.${block}.ln_1`, config.layer_norm_eps);
		residual = graph.add('Add', [residual, attention(graph, norm1, block, embedding.mask, config)]);
		const norm2 = layerNorm(graph, residual, `h.${block}.ln_2`, config.layer_norm_eps);
		const pre = affine(graph, norm2, `h.${block}.mlp.c_fc`);
		const post = graph.add('Gelu', [pre], { approximate: 'tanh' }, hookPostName(block)); // [B, T, M]
		if (block < layer) residual = graph.add('Add', [residual, affine(graph, post, `h.${block}.mlp.c_proj`)]);
	}
	return {
		name: `gpt2-to-${output}`,
		nodes: graph.nodes,
		tensors: graph.tensors,
		inputs: [{ name: 'input_ids', elementType: INT64, shape: ['batch', 'pos'] }],
		outputs: [{ name: output, elementType: FLOAT, shape: ['batch', 'pos', config.d_mlp] }],
		opset: OPSET
	};
}
