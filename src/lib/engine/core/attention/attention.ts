// Attention with the keys and values of all positions so far, outside of the runtime: it would copy the whole cache into
// its own memory for every token, which took as long as all the rest. Appending writes in place; a shorter text just
// counts less. Shapes: T = new positions, D = d_model, H = n_head, K = D / H, S = PAGE_POSITIONS.
import type { ModelConfig } from '../../../interp/model-config.ts';
import { openKernel, type Kernel } from './kernel.ts';

/** Positions in one page of keys and values: [K, S] of one head stays in the processor's first cache. */
const PAGE_POSITIONS = 64;
const WASM_PAGE_BYTES = 65_536;
const FLOAT_BYTES = 4;

const roundUp = (value: number, multiple: number) => Math.ceil(value / multiple) * multiple;

/** Where everything lies, in float32 elements. */
interface Layout {
	/** [T, D] */
	queries: number;
	/** [T, positions] of one head, before and after softmax. */
	scores: number;
	/** [T, H, padded K] */
	mixed: number;
	/** [blocks, H], each the pages of keys [K, S] and then those of values [S, padded K]: a head reads straight on. */
	heads: number;
	total: number;
}

export class Attention {
	readonly #config: ModelConfig;
	readonly #headWidth: number;
	/** Of values: rows that the kernel reads four numbers at a time. */
	readonly #paddedWidth: number;
	readonly #pagesPerHead: number;
	readonly #at: Layout;
	readonly #kernel: Kernel;
	readonly #floats: Float32Array;

	/** For `blocks` blocks and at most `maxRows` new positions at once. Throws RangeError without memory. */
	constructor(config: ModelConfig, blocks: number, maxRows: number) {
		this.#config = config;
		this.#headWidth = config.d_model / config.n_head;
		this.#paddedWidth = roundUp(this.#headWidth, 4);
		this.#pagesPerHead = Math.ceil(config.n_ctx / PAGE_POSITIONS);
		this.#at = this.#layOut(blocks, maxRows);
		// All of it at once: systems give memory when it is first written, so a short text costs what it needs.
		const initial = Math.ceil((this.#at.total * FLOAT_BYTES) / WASM_PAGE_BYTES);
		const memory = new WebAssembly.Memory({ initial });
		this.#kernel = openKernel(memory);
		this.#floats = new Float32Array(memory.buffer);
	}

	#layOut(blocks: number, maxRows: number): Layout {
		const { d_model, n_head } = this.#config;
		const scores = maxRows * d_model;
		const mixed = scores + maxRows * this.#pagesPerHead * PAGE_POSITIONS;
		const heads = mixed + maxRows * n_head * this.#paddedWidth;
		const total = heads + blocks * n_head * this.#headElements;
		return { queries: 0, scores, mixed, heads, total };
	}

	get #keyElements(): number {
		return this.#headWidth * PAGE_POSITIONS;
	}

	get #valueElements(): number {
		return this.#paddedWidth * PAGE_POSITIONS;
	}

	/** All of one head's keys and values in one block. */
	get #headElements(): number {
		return this.#pagesPerHead * (this.#keyElements + this.#valueElements);
	}

	/** Where a head's page of keys begins. */
	#keys(block: number, head: number, page: number): number {
		const start = this.#at.heads + (block * this.#config.n_head + head) * this.#headElements;
		return start + page * this.#keyElements;
	}

	#values(block: number, head: number, page: number): number {
		return this.#keys(block, head, this.#pagesPerHead) + page * this.#valueElements;
	}

	/** Keeps one position's keys and values, D each. */
	#store(block: number, position: number, keys: Float32Array, values: Float32Array): void {
		const page = Math.floor(position / PAGE_POSITIONS);
		const slot = position % PAGE_POSITIONS;
		const width = this.#headWidth;
		const floats = this.#floats;
		for (let head = 0; head < this.#config.n_head; head++) {
			const key = this.#keys(block, head, page) + slot;
			const value = this.#values(block, head, page) + slot * this.#paddedWidth;
			for (let k = 0; k < width; k++) {
				floats[key + k * PAGE_POSITIONS] = keys[head * width + k]!;
				floats[value + k] = values[head * width + k]!;
			}
		}
	}

	/** Takes what a block computed for its new positions, [T, 3 D], apart. */
	#take(block: number, from: number, qkv: Float32Array, rows: number): void {
		const { d_model } = this.#config;
		for (let t = 0; t < rows; t++) {
			const row = qkv.subarray(t * 3 * d_model, (t + 1) * 3 * d_model);
			this.#floats.set(row.subarray(0, d_model), this.#at.queries + t * d_model);
			this.#store(block, from + t, row.subarray(d_model, 2 * d_model), row.subarray(2 * d_model));
		}
	}

	/** One head: scores against every page, softmax over what each position may see, values mixed by it. */
	#mixHead(block: number, head: number, from: number, rows: number): void {
		const { addProduct, softmax } = this.#kernel;
		const { n_head, d_model } = this.#config;
		const [width, padded] = [this.#headWidth, this.#paddedWidth];
		const known = from + rows;
		const seen = roundUp(known, PAGE_POSITIONS);
		const { queries, scores, mixed } = this.#at;
		const bytes = (elements: number) => elements * FLOAT_BYTES;
		this.#floats.fill(0, scores, scores + rows * seen);
		for (let page = 0; page * PAGE_POSITIONS < known; page++) {
			addProduct(
				bytes(queries + head * width),
				bytes(this.#keys(block, head, page)),
				bytes(scores + page * PAGE_POSITIONS),
				rows,
				width,
				PAGE_POSITIONS,
				bytes(d_model),
				bytes(PAGE_POSITIONS),
				bytes(seen)
			);
		}
		for (let t = 0; t < rows; t++) {
			softmax(bytes(scores + t * seen), from + t + 1, seen, 1 / Math.sqrt(width));
		}
		for (let page = 0; page * PAGE_POSITIONS < known; page++) {
			addProduct(
				bytes(scores + page * PAGE_POSITIONS),
				bytes(this.#values(block, head, page)),
				bytes(mixed + head * padded),
				rows,
				Math.min(PAGE_POSITIONS, known - page * PAGE_POSITIONS),
				padded,
				bytes(seen),
				bytes(padded),
				bytes(n_head * padded)
			);
		}
	}

	/** Heads joined without their padding, [T, D]. */
	#join(rows: number): Float32Array {
		const { n_head, d_model } = this.#config;
		const [width, padded, at] = [this.#headWidth, this.#paddedWidth, this.#at.mixed];
		if (width === padded) return this.#floats.slice(at, at + rows * d_model);
		const joined = new Float32Array(rows * d_model);
		for (let i = 0; i < rows * n_head; i++) {
			joined.set(this.#floats.subarray(at + i * padded, at + i * padded + width), i * width);
		}
		return joined;
	}

	/**
	 * Queries, keys and values [T, 3 D] of the positions from `from` on -> the values that each of them takes from
	 * itself and all before it, [T, D]. Positions before `from` must have been given before; those behind are forgotten.
	 */
	attend(block: number, from: number, qkv: Float32Array): Float32Array {
		const { d_model, n_head } = this.#config;
		const rows = qkv.length / (3 * d_model);
		this.#take(block, from, qkv, rows);
		const { mixed } = this.#at;
		this.#floats.fill(0, mixed, mixed + rows * n_head * this.#paddedWidth);
		for (let head = 0; head < n_head; head++) this.#mixHead(block, head, from, rows);
		return this.#join(rows);
	}
}
