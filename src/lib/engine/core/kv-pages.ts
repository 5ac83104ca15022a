// One block's keys and values of the positions computed so far, in pages as the block's graph reads them: page n holds
// positions n S to n S + S - 1, keys transposed. Appending writes in place, and a shorter text just counts less.
// Shapes: N = pages, H = n_head, K = d_model / n_head, S = PAGE_POSITIONS.
import { PAGE_POSITIONS } from '../../interp/paging.ts';

/** Pages that hold `positions`, at least one: a graph is never given an empty tensor. */
export const pagesFor = (positions: number): number => Math.max(1, Math.ceil(positions / PAGE_POSITIONS));

export class KvPages {
	readonly #heads: number;
	readonly #width: number;
	#keys: Float32Array;
	#values: Float32Array;

	constructor(n_head: number, d_model: number) {
		this.#heads = n_head;
		this.#width = d_model / n_head;
		this.#keys = new Float32Array(d_model * PAGE_POSITIONS);
		this.#values = new Float32Array(d_model * PAGE_POSITIONS);
	}

	get #pageElements(): number {
		return this.#heads * this.#width * PAGE_POSITIONS;
	}

	/** Makes room for `positions`; memory doubles, so that growing costs little in all. */
	#reserve(positions: number): void {
		const needed = pagesFor(positions) * this.#pageElements;
		if (this.#keys.length >= needed) return;
		const grow = (old: Float32Array) => {
			const grown = new Float32Array(Math.max(needed, 2 * old.length));
			grown.set(old);
			return grown;
		};
		this.#keys = grow(this.#keys);
		this.#values = grow(this.#values);
	}

	/** Keys [N, H, K, S] and values [N, H, S, K] of the first `pages` pages, not copied. */
	read(pages: number): { keys: Float32Array; values: Float32Array } {
		const end = pages * this.#pageElements;
		return { keys: this.#keys.subarray(0, end), values: this.#values.subarray(0, end) };
	}

	/** Stores keys and values [T, D] of the positions from `from` on. */
	write(from: number, newKeys: Float32Array, newValues: Float32Array): void {
		const [heads, width] = [this.#heads, this.#width];
		const count = newKeys.length / (heads * width);
		this.#reserve(from + count);
		const [keys, values] = [this.#keys, this.#values];
		for (let t = 0, source = 0; t < count; t++) {
			const page = Math.floor((from + t) / PAGE_POSITIONS);
			const slot = (from + t) % PAGE_POSITIONS;
			for (let head = 0; head < heads; head++) {
				const base = (page * heads + head) * width * PAGE_POSITIONS;
				for (let k = 0; k < width; k++, source++) {
					keys[base + k * PAGE_POSITIONS + slot] = newKeys[source]!;
					values[base + slot * width + k] = newValues[source]!;
				}
			}
		}
	}
}
