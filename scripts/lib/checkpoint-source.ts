// Where a checkpoint comes from: the repository itself (starter), a folder named by the caller, or the hub.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { CheckpointError, sha256OfFile } from './checkpoint.ts';
import { fetchCheckpoint } from './checkpoint-fetch.ts';
import { CheckpointManifestSchema, type CheckpointManifest } from './checkpoint-manifest.ts';

/** The manifest of a checkpoint that the project knows, or undefined. */
export function readCheckpointManifest(root: string, id: string): CheckpointManifest | undefined {
	if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(id)) {
		throw new CheckpointError(`"${id}" is no model id: use small letters, digits and dashes.`);
	}
	const file = path.join(root, 'models', id, 'manifest.json');
	if (!existsSync(file)) return undefined;
	return v.parse(CheckpointManifestSchema, JSON.parse(readFileSync(file, 'utf8')));
}

/** Refuses a folder whose files are not those that the manifest names: ids must not lie. */
async function checkSameFiles(known: CheckpointManifest, dir: string): Promise<void> {
	for (const { name, sha256 } of known.files) {
		const file = path.join(dir, name);
		if (!existsSync(file)) throw new CheckpointError(`There is no ${name} in ${dir}.`);
		const actual = await sha256OfFile(file);
		if (actual === sha256) continue;
		throw new CheckpointError(
			`${file} is not ${known.id}'s: its SHA-256 is ${actual}, not ${sha256}. ` +
				'Give another checkpoint another id: npm run model -- my-model --checkpoint DIR --layer L'
		);
	}
}

/** Folder with the checkpoint's files, fetched first when need be. Throws CheckpointError or FetchError. */
export async function checkpointDir(
	root: string,
	id: string,
	known: CheckpointManifest | undefined,
	options: { checkpoint?: string; quiet?: boolean }
): Promise<string> {
	if (options.checkpoint) {
		if (known) await checkSameFiles(known, options.checkpoint);
		return options.checkpoint;
	}
	if (!known) throw new CheckpointError(`There is no model "${id}".`);
	if (!known.hub) return path.join(root, 'models', id);
	return fetchCheckpoint(known, path.join(root, '.cache/models', id), options);
}
