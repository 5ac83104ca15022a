// The exact (float32) model for onnxruntime-node: the whole graph input_ids -> hook_post, in batches of passages, which
// is what a campaign is computed with.
import path from 'node:path';
import type { ModelConfig } from '../../src/lib/interp/model-config.ts';
import { buildExact } from './exact-build.ts';
import type { ModelOptions } from './model-source.ts';

export interface ExactModel {
	/** Id of the served model; differs from the checkpoint's when another layer was asked for. */
	id: string;
	title: string;
	config: ModelConfig;
	layer: number;
	/** Name of the graph's output, [batch, pos, d_mlp] float32; its input is input_ids [batch, pos] int64. */
	outputName: string;
	graphPath: string;
	tokenizerPath: string;
	checkpointSha256: string;
	/** Changes whenever any of the files does. */
	sha256: string[];
}

/** Builds the exact model of `id` when it is missing. Throws as buildExact does. */
export async function ensureExactModel(id: string, options: ModelOptions = {}): Promise<ExactModel> {
	const { manifest, dir } = await buildExact(id, options);
	const { graph, weights, tokenizer } = manifest.files;
	return {
		id: manifest.id,
		title: manifest.title,
		config: manifest.config,
		layer: manifest.layer,
		outputName: manifest.hookName,
		graphPath: path.join(dir, graph.path),
		tokenizerPath: path.join(dir, tokenizer.path),
		checkpointSha256: manifest.checkpointSha256,
		sha256: [graph.sha256, weights.sha256, tokenizer.sha256]
	};
}
