// A GPT-2 checkpoint in Hugging Face's layout: config.json, tokenizer.json, model.safetensors. Checks that it is one,
// and gives its tensors out by their plain names (without the `transformer.` prefix), with the shapes asserted.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { ModelConfigSchema, type ModelConfig } from '../../src/lib/interp/model-config.ts';
import { openSafetensors, type SafetensorsFile } from './safetensors.ts';

/** The files of a checkpoint that the project reads. */
export const CHECKPOINT_FILES = ['config.json', 'tokenizer.json', 'model.safetensors'] as const;

export class CheckpointError extends Error {
	override readonly name = 'CheckpointError';
}

const HuggingFaceConfigSchema = v.object({
	model_type: v.literal('gpt2'),
	n_layer: v.number(),
	n_head: v.number(),
	n_embd: v.number(),
	n_inner: v.optional(v.nullable(v.number())),
	n_positions: v.number(),
	vocab_size: v.number(),
	layer_norm_epsilon: v.number(),
	/** Both names mean the tanh form in Hugging Face's code. */
	activation_function: v.picklist(['gelu_new', 'gelu_pytorch_tanh']),
	bos_token_id: v.number(),
	// Variants of GPT-2 that compute something else; false is the default.
	scale_attn_by_inverse_layer_idx: v.optional(v.literal(false)),
	reorder_and_upcast_attn: v.optional(v.boolean()),
	scale_attn_weights: v.optional(v.literal(true))
});

function readJson(file: string): unknown {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch {
		throw new CheckpointError(`The checkpoint has no ${path.basename(file)} (looked for ${file}).`);
	}
	try {
		return JSON.parse(text);
	} catch {
		throw new CheckpointError(`${file} is no valid JSON.`);
	}
}

/** Reads Hugging Face's config.json of a GPT-2 into the project's names. Throws CheckpointError in words. */
export function parseConfig(json: unknown): ModelConfig {
	const parsed = v.safeParse(HuggingFaceConfigSchema, json);
	if (!parsed.success) {
		const issue = parsed.issues[0];
		throw new CheckpointError(`config.json: ${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`);
	}
	const hf = parsed.output;
	const config = v.safeParse(ModelConfigSchema, {
		n_layer: hf.n_layer,
		n_head: hf.n_head,
		n_ctx: hf.n_positions,
		d_model: hf.n_embd,
		d_mlp: hf.n_inner ?? 4 * hf.n_embd,
		d_vocab: hf.vocab_size,
		layer_norm_eps: hf.layer_norm_epsilon,
		bos_token_id: hf.bos_token_id
	});
	if (!config.success) throw new CheckpointError(`config.json: ${config.issues[0].message}`);
	const { d_model, n_head, bos_token_id, d_vocab } = config.output;
	if (d_model % n_head !== 0) throw new CheckpointError(`config.json: n_embd is not a multiple of n_head`);
	if (bos_token_id >= d_vocab)
		throw new CheckpointError('config.json: bos_token_id is outside the vocabulary');
	return config.output;
}

export interface Checkpoint {
	config: ModelConfig;
	/** Bytes of tokenizer.json. */
	tokenizerJson: Uint8Array;
	/** SHA-256 of model.safetensors as 64 hex digits. */
	sha256(): Promise<string>;
	/** One tensor as float32, row-major, its shape asserted. Throws CheckpointError or SafetensorsError. */
	tensor(name: string, shape: number[]): Float32Array;
	close(): void;
}

function findTensor(file: SafetensorsFile, name: string, shape: number[]): string {
	const found = [name, `transformer.${name}`].find((candidate) => file.tensors.has(candidate));
	if (!found) throw new CheckpointError(`model.safetensors has no tensor ${name}; is it a GPT-2?`);
	const entry = file.tensors.get(found)!;
	if (entry.shape.join() !== shape.join()) {
		throw new CheckpointError(`tensor ${found}: shape [${entry.shape}] where config.json means [${shape}]`);
	}
	return found;
}

/** Opens the checkpoint in `dir`; tensors are read one at a time. Throws CheckpointError or SafetensorsError. */
export function openCheckpoint(dir: string): Checkpoint {
	const config = parseConfig(readJson(path.join(dir, 'config.json')));
	const tokenizerPath = path.join(dir, 'tokenizer.json');
	readJson(tokenizerPath);
	const weightsPath = path.join(dir, 'model.safetensors');
	if (!existsSync(weightsPath))
		throw new CheckpointError(`The checkpoint has no model.safetensors (in ${dir}).`);
	const file = openSafetensors(weightsPath);
	return {
		config,
		tokenizerJson: readFileSync(tokenizerPath),
		sha256: () => sha256OfFile(weightsPath),
		tensor: (name, shape) => file.read(findTensor(file, name, shape)),
		close: () => file.close()
	};
}

/** SHA-256 of a file as 64 hex digits, streamed. */
export async function sha256OfFile(file: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
	return hash.digest('hex');
}
