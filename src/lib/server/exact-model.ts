// The exact (float32) model on the server: what players' claims about activations are checked against. Owns the one
// way to a model's files; who may ask, and how much, is the queue's business.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { env as ortEnv, InferenceSession, Tensor } from 'onnxruntime-node';
import * as v from 'valibot';
import { createTokenizer, type Tokenizer } from '../engine/tokenizer.ts';
import { ExactManifestSchema, type ExactManifest } from '../interp/exact-manifest.ts';

/** One neuron on one text, <|endoftext|> left out. */
export interface Measurement {
	tokenIds: number[];
	/** Post-GELU activation of each token, float32. */
	activations: number[];
}

export interface ExactModel {
	id: string;
	/** Layer whose MLP post-activation is measured; neurons are numbered from 0 to width - 1. */
	layer: number;
	width: number;
	/** SHA-256 (hex) of the checkpoint's weights file and of the tokenizer: what a player's own run names too. */
	modelSha256: string;
	tokenizerSha256: string;
	/** What computed the values, for the row that keeps them. */
	runtime: string;
	/** Token ids of the text, however many. */
	tokenIds(text: string): number[];
	/** Runs the text (at most n_ctx - 1 tokens). Rejects with a RangeError for a longer one or an unknown neuron. */
	measure(text: string, index: number): Promise<Measurement>;
	close(): Promise<void>;
}

/** Opens the model in `dir` (manifest.json, graph, weights, tokenizer). Rejects when a file is missing or broken. */
export async function openExactModel(dir: string): Promise<ExactModel> {
	const manifest = v.parse(
		ExactManifestSchema,
		JSON.parse(await readFile(path.join(dir, 'manifest.json'), 'utf8'))
	);
	const { graph, tokenizer: tokenizerFile } = manifest.files;
	const tokenizer = createTokenizer(JSON.parse(await readFile(path.join(dir, tokenizerFile.path), 'utf8')));
	const session = await InferenceSession.create(path.join(dir, graph.path));
	return {
		id: manifest.id,
		layer: manifest.layer,
		width: manifest.config.d_mlp,
		modelSha256: manifest.checkpointSha256,
		tokenizerSha256: tokenizerFile.sha256,
		runtime: `onnxruntime-node ${ortEnv.versions.node ?? ''} cpu float32`,
		tokenIds: (text) => tokenizer.tokenize(text).map(({ id }) => id),
		measure: (text, index) => measure(session, manifest, tokenizer, text, index),
		close: () => session.release()
	};
}

async function measure(
	session: InferenceSession,
	{ config, hookName }: ExactManifest,
	tokenizer: Tokenizer,
	text: string,
	index: number
): Promise<Measurement> {
	const tokenIds = tokenizer.tokenize(text).map(({ id }) => id);
	if (tokenIds.length === 0 || tokenIds.length >= config.n_ctx) {
		throw new RangeError(`A text has 1 to ${config.n_ctx - 1} tokens, this one ${tokenIds.length}.`);
	}
	if (!Number.isInteger(index) || index < 0 || index >= config.d_mlp) {
		throw new RangeError(`There is no neuron ${index}.`);
	}
	const ids = BigInt64Array.from([config.bos_token_id, ...tokenIds], BigInt);
	const outputs = await session.run({ input_ids: new Tensor('int64', ids, [1, ids.length]) });
	const values = outputs[hookName]!.data as Float32Array; // [1, pos, d_mlp]
	const activations = tokenIds.map((_, at) => values[(at + 1) * config.d_mlp + index]!);
	outputs[hookName]!.dispose();
	return { tokenIds, activations };
}
