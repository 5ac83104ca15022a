// A model's files from a folder, for Node. Each file's hash is checked when it is first read.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { ModelManifestSchema, type ModelManifest } from '../../interp/model-manifest.ts';
import type { ServedFile } from '../../interp/served-file.ts';
import type { PartSource } from '../core/part-source.ts';
import { rowsInMemory, type ReadRows } from '../core/row-table.ts';
import { EngineError } from '../errors.ts';

async function read(dir: string, name: string): Promise<Uint8Array> {
	try {
		return await readFile(path.join(dir, name));
	} catch (cause) {
		throw new EngineError('not-found', `The model’s file ${name} could not be read in ${dir}.`, { cause });
	}
}

/** The manifest in `dir`. Rejects with an EngineError. */
export async function readModelManifest(dir: string): Promise<ModelManifest> {
	const text = new TextDecoder().decode(await read(dir, 'manifest.json'));
	try {
		return v.parse(ModelManifestSchema, JSON.parse(text));
	} catch (cause) {
		throw new EngineError('corrupt', `${dir} holds no model of this version.`, { cause });
	}
}

/** Files of the model in `dir`. */
export function folderSource(dir: string): PartSource {
	const part = async (file: ServedFile): Promise<Uint8Array> => {
		const bytes = new Uint8Array(await read(dir, file.path));
		const sha256 = createHash('sha256').update(bytes).digest('hex');
		if (sha256 === file.sha256) return bytes;
		throw new EngineError('corrupt', `The model’s file ${file.path} is damaged: its hash is wrong.`);
	};
	return {
		part,
		rows({ file }) {
			let readRows: Promise<ReadRows> | undefined;
			return async (rows, rowBytes) => {
				readRows ??= part(file).then(rowsInMemory);
				readRows.catch(() => (readRows = undefined)); // a file that was mended is read again
				return (await readRows)(rows, rowBytes);
			};
		}
	};
}
