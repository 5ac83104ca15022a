// A table of weights with rows of equal length (token embeddings, neurons): gives single rows as float32, wherever the
// bytes are, and remembers the ones it gave.
import type { TableFile } from '../../interp/model-manifest.ts';
import { decodeRow, rowBytes } from '../../interp/table-encoding.ts';

/** Gives the bytes of rows, in the order asked for. */
export type ReadRows = (rows: readonly number[], rowBytes: number) => Promise<Uint8Array[]>;

/** Rows kept decoded: more than a long text has, 3 kB each at gpt2's width. */
const MAX_KEPT = 2048;

export class RowTable {
	readonly #table: TableFile;
	readonly #read: ReadRows;
	readonly #kept = new Map<number, Float32Array>();

	constructor(table: TableFile, read: ReadRows) {
		this.#table = table;
		this.#read = read;
	}

	#decode(bytes: Uint8Array): Float32Array {
		const { columnExponents, encoding } = this.#table;
		const row = new Float32Array(columnExponents.length);
		decodeRow(bytes, columnExponents, encoding, row);
		return row;
	}

	/** Each of `wanted` as float32 [width]; rows may repeat. Rejects as the reader does. */
	async rows(wanted: readonly number[]): Promise<Float32Array[]> {
		const { columnExponents, encoding } = this.#table;
		const missing = [...new Set(wanted)].filter((row) => !this.#kept.has(row));
		const found = new Map<number, Float32Array>();
		if (missing.length > 0) {
			const bytes = await this.#read(missing, rowBytes(columnExponents.length, encoding));
			missing.forEach((row, i) => found.set(row, this.#decode(bytes[i]!)));
		}
		const given = wanted.map((row) => found.get(row) ?? this.#kept.get(row)!);
		if (this.#kept.size + found.size > MAX_KEPT) this.#kept.clear();
		for (const [row, values] of found) this.#kept.set(row, values);
		return given;
	}

	/** Forgets all rows: what they came from has changed. */
	forget(): void {
		this.#kept.clear();
	}
}

/** Reads rows out of a whole table in memory. */
export const rowsInMemory =
	(table: Uint8Array): ReadRows =>
	async (rows, rowBytes) =>
		rows.map((row) => table.slice(row * rowBytes, (row + 1) * rowBytes));

/** A whole table of `rows` rows as float32, row-major; into `out` when given. */
export function decodeTable(
	{ columnExponents, encoding }: TableFile,
	bytes: Uint8Array,
	rows: number,
	out = new Float32Array(rows * columnExponents.length)
): Float32Array {
	const width = columnExponents.length;
	const size = rowBytes(width, encoding);
	for (let row = 0; row < rows; row++) {
		const target = out.subarray(row * width, (row + 1) * width);
		decodeRow(bytes.subarray(row * size, (row + 1) * size), columnExponents, encoding, target);
	}
	return out;
}
