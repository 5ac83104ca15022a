// Where a model's files come from: the network and this device's storage in a browser, a folder in Node.
import type { ServedFile } from '../../interp/served-file.ts';
import type { TableFile } from '../../interp/model-manifest.ts';
import type { ReadRows } from './row-table.ts';

export interface PartSource {
	/** A whole file, its size and hash checked. Rejects with an EngineError. */
	part(file: ServedFile): Promise<Uint8Array>;
	/** A table's single rows, without waiting for the whole of it. */
	rows(table: TableFile): ReadRows;
}
