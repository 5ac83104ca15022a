// The graphs that browsers run: the three kinds of stages between attentions, and all neurons of the layer. Every stage
// of a kind has the same names inside, so few small files serve all of them. Attention itself, with its cache of keys
// and values, is the engine's (src/lib/engine/core/attention). Shapes: T = positions, D = d_model.
import type { ModelConfig } from '../../src/lib/interp/model-config.ts';
import {
	float32Places,
	neuronTensors,
	stageTensors,
	WEIGHTS_LOCATION,
	type StageKind,
	type TensorShape
} from '../../src/lib/interp/model-layout.ts';
import { affine, GraphBuilder, layerNorm, OPSET } from './graph-builder.ts';
import { FLOAT, type OnnxGraph, type OnnxValue } from './onnx-proto.ts';

const float = (name: string, width: number): OnnxValue => ({
	name,
	elementType: FLOAT,
	shape: ['pos', width]
});

function withTensors(tensors: readonly TensorShape[], unused: readonly string[] = []): GraphBuilder {
	const graph = new GraphBuilder();
	for (const [name, { shape, offset, sizeBytes }] of float32Places(tensors).places) {
		if (unused.includes(name)) continue;
		const external = { location: WEIGHTS_LOCATION, offset, sizeBytes };
		graph.tensors.push({ name, shape: [...shape], external });
	}
	return graph;
}

/** The end of a block: what attention mixed goes back into the residual stream, then through the MLP. */
function addAfterAttention(graph: GraphBuilder, { layer_norm_eps }: ModelConfig, isLast: boolean): string {
	const residual = graph.add('Add', ['x', affine(graph, 'mixed', 'attn.c_proj')]);
	const normed = layerNorm(graph, residual, 'ln_2', layer_norm_eps);
	if (isLast) return graph.add('Identity', [normed], undefined, 'y');
	const post = graph.add('Gelu', [affine(graph, normed, 'mlp.c_fc')], { approximate: 'tanh' });
	return graph.add('Add', [residual, affine(graph, post, 'mlp.c_proj')], undefined, 'y');
}

/**
 * A stage of one kind, from the residual stream x [T, D] and, but for the first, what attention mixed [T, D]:
 * first -> qkv [T, 3 D]; middle -> the residual stream y [T, D] and the next block's qkv [T, 3 D]; last -> y [T, D],
 * the output of ln_2, which the layer's neurons read.
 */
export function stageGraph(config: ModelConfig, kind: StageKind): OnnxGraph {
	const { d_model, layer_norm_eps } = config;
	const [isFirst, isLast] = [kind === 'first', kind === 'last'];
	const graph = withTensors(stageTensors(config, kind), isLast ? ['mlp.c_fc.bias'] : []);
	const stream = isFirst ? 'x' : addAfterAttention(graph, config, isLast);
	if (!isLast) {
		const normed = layerNorm(graph, stream, 'ln_1', layer_norm_eps);
		graph.add('Identity', [affine(graph, normed, 'attn.c_attn')], undefined, 'qkv');
	}
	return {
		name: `gpt2-${kind}-stage`,
		nodes: graph.nodes,
		tensors: graph.tensors,
		inputs: [float('x', d_model), ...(isFirst ? [] : [float('mixed', d_model)])],
		outputs: [...(isFirst ? [] : [float('y', d_model)]), ...(isLast ? [] : [float('qkv', 3 * d_model)])],
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
		inputs: [float('normed', config.d_model)],
		outputs: [float('post', config.d_mlp)],
		opset: OPSET
	};
}
