import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { ExactManifestSchema, type ExactManifest } from './exact-manifest.ts';

const file = (path: string) => ({ path, sizeBytes: 10, sha256: '0a'.repeat(32) });
const manifest: ExactManifest = {
	format: 1,
	id: 'starter',
	title: 'Starter',
	config: {
		n_layer: 4,
		n_head: 4,
		n_ctx: 256,
		d_model: 256,
		d_mlp: 1024,
		d_vocab: 8192,
		layer_norm_eps: 1e-5,
		bos_token_id: 8191
	},
	layer: 2,
	hookName: 'blocks.2.mlp.hook_post',
	checkpointSha256: '0a'.repeat(32),
	files: {
		graph: file('graph.ab.onnx'),
		weights: file('weights.ab.bin'),
		tokenizer: file('tokenizer.ab.json')
	}
};
const withGraph = (graph: object) => ({
	...manifest,
	files: { ...manifest.files, graph: { ...manifest.files.graph, ...graph } }
});

describe('an exact model’s manifest', () => {
	it('is read as it was written', () => {
		expect(v.parse(ExactManifestSchema, JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
	});

	it.each<[string, unknown]>([
		['another format', { ...manifest, format: 2 }],
		['an id that leaves the folder', { ...manifest, id: '../starter' }],
		['a file that leaves the folder', withGraph({ path: '../graph.onnx' })],
		['a file in a folder', withGraph({ path: 'a/graph.onnx' })],
		['a file elsewhere', withGraph({ path: 'https://example.org/graph.onnx' })],
		['a hidden file', withGraph({ path: '.graph' })],
		['an empty file', withGraph({ sizeBytes: 0 })],
		['half a byte', withGraph({ sizeBytes: 1.5 })],
		['a hash that is none', withGraph({ sha256: 'xyz' })],
		['a hash in capitals', withGraph({ sha256: '0A'.repeat(32) })],
		['no layer', { ...manifest, layer: undefined }],
		['a negative layer', { ...manifest, layer: -1 }],
		['no width', { ...manifest, config: { ...manifest.config, d_mlp: 0 } }]
	])('is refused with %s', (_, json) => expect(v.is(ExactManifestSchema, json)).toBe(false));
});
