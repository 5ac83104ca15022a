// The graphs that browsers run: one block with a paged cache of keys and values, the last block (ends after ln_2), and
// all neurons of the layer. Every block has the same names inside, so two small files serve all of them.
// Shapes: T = new positions, N = pages of cached positions, S = PAGE_POSITIONS, D = d_model, H = n_head, K = D / H.
import type { ModelConfig } from '../../src/lib/interp/model-config.ts';
import {
	blockTensors,
	float32Places,
	neuronTensors,
	WEIGHTS_LOCATION,
	type TensorShape
} from '../../src/lib/interp/model-layout.ts';
import { PAGE_POSITIONS } from '../../src/lib/interp/paging.ts';
import { affine, GraphBuilder, layerNorm, OPSET } from './graph-builder.ts';
import { FLOAT, type OnnxGraph, type OnnxValue } from './onnx-proto.ts';

/** "To the end" for Slice. */
const END = 2 ** 31 - 1;

const float = (name: string, shape: (number | string)[]): OnnxValue => ({ name, elementType: FLOAT, shape });

function withTensors(tensors: readonly TensorShape[], unused: readonly string[] = []): GraphBuilder {
	const graph = new GraphBuilder();
	for (const [name, { shape, offset, sizeBytes }] of float32Places(tensors).places) {
		if (unused.includes(name)) continue;
		const external = { location: WEIGHTS_LOCATION, offset, sizeBytes };
		graph.tensors.push({ name, shape: [...shape], external });
	}
	return graph;
}

/** Scores against the cached pages: queries [H, T, K] x past_k [N, H, K, S] -> [H, T, N S]. */
function pastScores(graph: GraphBuilder, queries: string): string {
	const one = graph.add('Unsqueeze', [queries, graph.ints('axis0', [0])]); // [1, H, T, K]
	const paged = graph.add('MatMul', [one, 'past_k']); // [N, H, T, S]
	const rows = graph.add('Transpose', [paged], { perm: [1, 2, 0, 3] }); // [H, T, N, S]
	return graph.add('Reshape', [rows, graph.ints('flat', [0, 0, -1])]);
}

/** Mixes the cached values: pattern [H, T, N S] x past_v [N, H, S, K] -> [H, T, K]. */
function mixPast(graph: GraphBuilder, pattern: string): string {
	const paged = graph.add('Reshape', [pattern, graph.ints('paged', [0, 0, -1, PAGE_POSITIONS])]); // [H, T, N, S]
	const pages = graph.add('Transpose', [paged], { perm: [2, 0, 1, 3] }); // [N, H, T, S]
	const mixed = graph.add('MatMul', [pages, 'past_v']); // [N, H, T, K]
	return graph.add('ReduceSum', [mixed, graph.ints('axis0', [0])], { keepdims: 0 });
}

/** Splits the pattern's last axis behind the cached positions: the last T columns are the new ones. */
function splitPattern(graph: GraphBuilder, pattern: string, input: string): { past: string; fresh: string } {
	const shape = graph.add('Shape', [input], { start: 0, end: 1 }); // [T]
	const border = graph.add('Neg', [shape]);
	const axis = graph.ints('axis2', [2]);
	return {
		past: graph.add('Slice', [pattern, graph.ints('start', [0]), border, axis]),
		fresh: graph.add('Slice', [pattern, border, graph.ints('end', [END]), axis])
	};
}

/**
 * Attention of T new positions over the cached pages and themselves, without ever copying the cache: scores and mixes
 * are taken apart and added. `mask` [T, N S + T] is 0 where a position may look and very negative elsewhere.
 */
function attention(graph: GraphBuilder, input: string, { n_head, d_model }: ModelConfig): string {
	const headWidth = d_model / n_head;
	const [query, key, value] = graph.split(affine(graph, input, 'attn.c_attn'), 3, -1); // [T, D] each
	graph.add('Identity', [key!], undefined, 'new_k');
	graph.add('Identity', [value!], undefined, 'new_v');
	const heads = (part: string, perm: number[]) =>
		graph.add('Transpose', [graph.add('Reshape', [part, graph.ints('heads', [0, n_head, headWidth])])], {
			perm
		});
	const scaled = graph.add('Mul', [query!, graph.float('scale', 1 / Math.sqrt(headWidth))]);
	const queries = heads(scaled, [1, 0, 2]); // [H, T, K]
	const fresh = graph.add('MatMul', [queries, heads(key!, [1, 2, 0])]); // [H, T, T]
	const scores = graph.add('Concat', [pastScores(graph, queries), fresh], { axis: -1 });
	const pattern = graph.add('Softmax', [graph.add('Add', [scores, 'mask'])], { axis: -1 });
	const parts = splitPattern(graph, pattern, input);
	const mixedFresh = graph.add('MatMul', [parts.fresh, heads(value!, [1, 0, 2])]); // [H, T, K]
	const mixed = graph.add('Add', [mixPast(graph, parts.past), mixedFresh]);
	const rows = graph.add('Transpose', [mixed], { perm: [1, 0, 2] }); // [T, H, K]
	const joined = graph.add('Reshape', [rows, graph.ints('joined', [0, d_model])]);
	return affine(graph, joined, 'attn.c_proj');
}

/**
 * One block: x [T, D], past_k [N, H, K, S], past_v [N, H, S, K], mask [T, N S + T] -> new_k, new_v [T, D] and the
 * residual stream y [T, D]; for the last block y is the output of ln_2, which the layer's neurons read.
 */
export function blockGraph(config: ModelConfig, isLast: boolean): OnnxGraph {
	const { d_model, n_head, layer_norm_eps } = config;
	const headWidth = d_model / n_head;
	const graph = withTensors(blockTensors(config, isLast), isLast ? ['mlp.c_fc.bias'] : []);
	const norm1 = layerNorm(graph, 'x', 'ln_1', layer_norm_eps);
	const residual = graph.add('Add', ['x', attention(graph, norm1, config)]);
	const norm2 = layerNorm(graph, residual, 'ln_2', layer_norm_eps);
	if (isLast) graph.add('Identity', [norm2], undefined, 'y');
	else {
		const post = graph.add('Gelu', [affine(graph, norm2, 'mlp.c_fc')], { approximate: 'tanh' });
		graph.add('Add', [residual, affine(graph, post, 'mlp.c_proj')], undefined, 'y');
	}
	return {
		name: isLast ? 'gpt2-last-block' : 'gpt2-block',
		nodes: graph.nodes,
		tensors: graph.tensors,
		inputs: [
			float('x', ['pos', d_model]),
			float('past_k', ['pages', n_head, headWidth, PAGE_POSITIONS]),
			float('past_v', ['pages', n_head, PAGE_POSITIONS, headWidth]),
			float('mask', ['pos', 'seen'])
		],
		outputs: [
			float('y', ['pos', d_model]),
			float('new_k', ['pos', d_model]),
			float('new_v', ['pos', d_model])
		],
		opset: OPSET
	};
}

/** All neurons: normed [T, D] (after ln_2) -> post [T, d_mlp], blocks.{layer}.mlp.hook_post. */
export function neuronsGraph(config: ModelConfig): OnnxGraph {
	const graph = withTensors(neuronTensors(config));
	const pre = graph.add('Gemm', ['normed', 'neurons.weight', 'neurons.bias'], { transB: 1 });
	graph.add('Gelu', [pre], { approximate: 'tanh' }, 'post');
	return {
		name: 'gpt2-neurons',
		nodes: graph.nodes,
		tensors: graph.tensors,
		inputs: [float('normed', ['pos', config.d_model])],
		outputs: [float('post', ['pos', config.d_mlp])],
		opset: OPSET
	};
}
