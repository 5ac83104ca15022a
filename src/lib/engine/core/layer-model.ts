// The model up to one layer's neurons: runs new tokens through its stages and the attentions between them, keeps what
// is known of all that came before, and answers for any neuron. An edit costs only what follows the first changed token.
// Shapes: T = new positions, D = d_model.
import type { ModelConfig } from '../../interp/model-config.ts';
import type { Attention } from './attention/attention.ts';
import { gelu } from './gelu.ts';
import { discard, floats, type Ort, type OrtSession } from './ort.ts';
import type { RowTable } from './row-table.ts';

/** Positions run at once. Longer is hardly faster, and between two chunks a newer request is heard. */
export const CHUNK_POSITIONS = 32;

export interface LayerModelParts {
	ort: Ort;
	config: ModelConfig;
	/** One session a stage, in order: between two of them lies a block's attention. */
	stages: OrtSession[];
	/** Of as many blocks as there are such gaps, for at least CHUNK_POSITIONS new positions at once. */
	attention: Attention;
	/** wpe, [n_ctx, D] */
	positions: Float32Array;
	/** wte, and the layer's neurons' input weights, both with rows of D. */
	tokens: RowTable;
	neurons: RowTable;
	/** [d_mlp] */
	neuronBias: Float32Array;
}

export class LayerModel {
	readonly #parts: LayerModelParts;
	/** What the layer's neurons read, [n_ctx, D]; valid for the positions of #ids. */
	readonly #normed: Float32Array;
	/** Tokens whose keys, values and normed rows are known. */
	#ids: number[] = [];
	/** The neuron asked for last, and its activations at the first positions of #ids. */
	#last: { index: number; values: Float32Array; count: number } | undefined;

	constructor(parts: LayerModelParts) {
		const { d_model, n_ctx } = parts.config;
		this.#parts = parts;
		this.#normed = new Float32Array(n_ctx * d_model);
	}

	get config(): ModelConfig {
		return this.#parts.config;
	}

	/** [d_mlp] */
	get neuronBias(): Float32Array {
		return this.#parts.neuronBias;
	}

	/** Forgets the text. */
	reset(): void {
		this.#ids = [];
		this.#last = undefined;
	}

	/** Forgets the text and the tables' rows it was computed with. */
	forgetRows(): void {
		this.#parts.tokens.forget();
		this.#parts.neurons.forget();
		this.reset();
	}

	/** Keeps the longest common beginning with `ids`; returns its length. */
	#keepPrefix(ids: readonly number[]): number {
		let same = 0;
		while (same < this.#ids.length && same < ids.length && this.#ids[same] === ids[same]) same++;
		this.#ids.length = same;
		if (this.#last) this.#last.count = Math.min(this.#last.count, same);
		return same;
	}

	/**
	 * Computes all positions of `ids` (with <|endoftext|> first, at most n_ctx) that are not known yet, chunk by chunk.
	 * Yields how many are known after each chunk; a caller may stop there, and what was computed stays.
	 */
	async *extend(ids: readonly number[]): AsyncGenerator<number> {
		let known = this.#keepPrefix(ids);
		yield known;
		while (known < ids.length) {
			const left = ids.length - known;
			// Even pieces: a last piece of one position would cost as much as a third of a whole chunk.
			const end = known + Math.ceil(left / Math.ceil(left / CHUNK_POSITIONS));
			const chunk = ids.slice(known, end);
			await this.#runChunk(chunk, known);
			this.#ids.push(...chunk);
			known = end;
			yield known;
		}
	}

	/** Runs tokens behind those already known. */
	async append(ids: readonly number[]): Promise<void> {
		for await (const known of this.extend([...this.#ids, ...ids])) void known;
	}

	/** Token plus position embedding, [T, D]. */
	async #embed(ids: readonly number[], from: number): Promise<Float32Array> {
		const { config, tokens, positions } = this.#parts;
		const rows = await tokens.rows(ids);
		const x = positions.slice(from * config.d_model, (from + ids.length) * config.d_model);
		rows.forEach((row, t) => {
			const at = t * config.d_model;
			for (let i = 0; i < row.length; i++) x[at + i]! += row[i]!;
		});
		return x;
	}

	async #runChunk(ids: readonly number[], from: number): Promise<void> {
		const { ort, stages, attention, config } = this.#parts;
		const dims = [ids.length, config.d_model];
		let x = new ort.Tensor('float32', await this.#embed(ids, from), dims);
		let outputs = await stages[0]!.run({ x });
		for (const [block, stage] of stages.slice(1).entries()) {
			const qkv = outputs.qkv!;
			const mixed = new ort.Tensor('float32', attention.attend(block, from, await floats(qkv)), dims);
			outputs = await stage.run({ x, mixed });
			await Promise.all([x, qkv, mixed].map(discard));
			x = outputs.y!;
		}
		this.#normed.set(await floats(x), from * config.d_model);
		await discard(x);
	}

	/** Rows of `normed` from position `from` to `to`, not copied. */
	normed(from: number, to: number): Float32Array {
		const { d_model } = this.#parts.config;
		return this.#normed.subarray(from * d_model, to * d_model);
	}

	/** Post-activations of one neuron at the first `count` known positions. */
	async activations(index: number, count: number): Promise<Float32Array> {
		const { config, neurons, neuronBias } = this.#parts;
		if (this.#last?.index !== index) {
			this.#last = { index, values: new Float32Array(config.n_ctx), count: 0 };
		}
		const last = this.#last;
		if (last.count < count) {
			const [weights] = await neurons.rows([index]);
			for (let t = last.count; t < count; t++) {
				last.values[t] = gelu(neuronBias[index]! + dot(this.#normed, t * config.d_model, weights!));
			}
			last.count = count;
		}
		return last.values.slice(0, count);
	}

	async release(): Promise<void> {
		await Promise.all(this.#parts.stages.map((session) => session.release()));
	}
}

/** Sum of rows[at + i] * weights[i]. */
function dot(rows: Float32Array, at: number, weights: Float32Array): number {
	let sum = 0;
	for (let i = 0; i < weights.length; i++) sum += rows[at + i]! * weights[i]!;
	return sum;
}
