// A model's files in a browser: from this device where they are kept, else from the server, with the bytes counted.
// Large tables come row by row until the whole of them has followed in the background.
import type { ModelBuild, TableFile } from '../../../interp/model-manifest.ts';
import type { ServedFile } from '../../../interp/served-file.ts';
import type { PartSource } from '../../core/part-source.ts';
import type { ReadRows } from '../../core/row-table.ts';
import { freeBuffer } from '../../../util/free-buffer.ts';
import type { Keeping } from '../../engine.ts';
import { download } from './download.ts';
import type { PartStore } from './part-store.ts';
import { fetchRows, NoRange } from './table-rows.ts';

/** A table up to this size costs less than dozens of requests for its rows. */
const SMALL_TABLE_BYTES = 6e6;

export interface WebSourceOptions {
	/** Address of the manifest, beside which the files lie. */
	manifestUrl: string;
	store: PartStore;
	/** Bytes of whole files that are here, by every change. */
	onBytes?: (file: ServedFile, change: number) => void;
	/** A table up to this size is had whole before its first row; tests make it small. */
	smallTableBytes?: number;
	retryMs?: number;
}

export class WebSource implements PartSource {
	readonly #options: WebSourceOptions;
	/** Tables that are here as a whole, or on their way. */
	readonly #tables = new Map<string, Promise<Blob>>();
	/** Tables that have arrived whole. */
	readonly #arrived = new Set<string>();
	#isFull = false;
	/** Rows were believed without a hash; the whole table will tell. */
	#hasLooseRows = false;

	constructor(options: WebSourceOptions) {
		this.#options = options;
	}

	get keeping(): Keeping {
		if (!this.#options.store.isKeeping) return 'unavailable';
		return this.#isFull ? 'full' : 'kept';
	}

	get hasLooseRows(): boolean {
		return this.#hasLooseRows;
	}

	#url(file: ServedFile): string {
		return new URL(file.path, this.#options.manifestUrl).href;
	}

	async part(file: ServedFile): Promise<Uint8Array<ArrayBuffer>> {
		const table = this.#tables.get(file.path);
		return table ? new Uint8Array(await (await table).arrayBuffer()) : this.#fetch(file);
	}

	#fetch(file: ServedFile): Promise<Uint8Array<ArrayBuffer>> {
		return download(this.#url(file), file, {
			store: this.#options.store,
			onBytes: (change) => this.#options.onBytes?.(file, change),
			onFull: () => (this.#isFull = true),
			retryMs: this.#options.retryMs
		});
	}

	/** The whole table: kept on this device, or in memory where nothing can be kept. */
	#table({ file }: TableFile): Promise<Blob> {
		const known = this.#tables.get(file.path);
		if (known) return known;
		const coming = this.#fetch(file).then(async (bytes) => {
			const kept = await this.#options.store.open(file.path);
			const table = kept?.size === file.sizeBytes ? kept : new Blob([bytes]);
			freeBuffer(bytes);
			return table;
		});
		this.#tables.set(file.path, coming);
		coming.catch(() => this.#tables.delete(file.path));
		return coming;
	}

	/** Tables found here already, or small: had as a whole before their first row. */
	async #wantsWhole({ file }: TableFile): Promise<boolean> {
		if (file.sizeBytes <= (this.#options.smallTableBytes ?? SMALL_TABLE_BYTES)) return true;
		return (await this.#options.store.open(file.path))?.size === file.sizeBytes;
	}

	rows(table: TableFile): ReadRows {
		let whole: Blob | undefined;
		const slice = async (rows: readonly number[], rowBytes: number) => {
			whole ??= await this.#table(table);
			const blob = whole;
			return Promise.all(
				rows.map(async (row) => {
					const bytes = await blob.slice(row * rowBytes, (row + 1) * rowBytes).arrayBuffer();
					return new Uint8Array(bytes);
				})
			);
		};
		return async (rows, rowBytes) => {
			if (whole || this.#arrived.has(table.file.path) || (await this.#wantsWhole(table))) {
				return slice(rows, rowBytes);
			}
			try {
				const found = await fetchRows(this.#url(table.file), rows, rowBytes, this.#options.retryMs);
				this.#hasLooseRows = true;
				return found;
			} catch (error) {
				if (!(error instanceof NoRange)) throw error;
				return slice(rows, rowBytes);
			}
		};
	}

	/** Fetches the build's tables whole, for offline use and for quicker rows. Rejects with an EngineError. */
	async keepTables({ tokens, neurons }: ModelBuild): Promise<void> {
		for (const table of [neurons, tokens]) {
			await this.#table(table);
			this.#arrived.add(table.file.path);
		}
	}
}
