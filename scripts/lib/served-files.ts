// Writes the content-addressed files of a built model into its folder, and checks whether a build is still whole.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import type { ServedFile } from '../../src/lib/interp/served-file.ts';
import { sha256OfFile } from './checkpoint.ts';

/** "graph.0123456789abcdef.onnx": may be cached for ever. */
const contentName = (stem: string, sha256: string, ending: string): string =>
	`${stem}.${sha256.slice(0, 16)}.${ending}`;

/** Writes `content` under its content-addressed name. */
export function placeFile(dir: string, stem: string, ending: string, content: Uint8Array): ServedFile {
	const sha256 = createHash('sha256').update(content).digest('hex');
	const served = { path: contentName(stem, sha256, ending), sizeBytes: content.length, sha256 };
	writeFileSync(path.join(dir, served.path), content);
	return served;
}

/** Gives a file that was written under a temporary name its content-addressed one. */
export function placeWritten(
	temporary: string,
	stem: string,
	ending: string,
	written: { sha256: string; sizeBytes: number }
): ServedFile {
	const name = contentName(stem, written.sha256, ending);
	renameSync(temporary, path.join(path.dirname(temporary), name));
	return { path: name, sizeBytes: written.sizeBytes, sha256: written.sha256 };
}

/** The folder's manifest, or undefined when there is none, or an older or damaged one. */
export function readManifest<T>(dir: string, schema: v.GenericSchema<unknown, T>): T | undefined {
	const file = path.join(dir, 'manifest.json');
	if (!existsSync(file)) return undefined;
	try {
		return v.parse(schema, JSON.parse(readFileSync(file, 'utf8')));
	} catch {
		return undefined;
	}
}

/** Writes the manifest and, beside it, what it was built from. */
export function writeManifest(dir: string, manifest: unknown, stamp: string): void {
	writeFileSync(path.join(dir, 'build.json'), stamp);
	writeFileSync(path.join(dir, 'manifest.json'), `${JSON.stringify(manifest, null, '\t')}\n`);
}

async function isSound(served: string, { sizeBytes, sha256 }: ServedFile): Promise<boolean> {
	if (statSync(served, { throwIfNoEntry: false })?.size !== sizeBytes) return false;
	return (await sha256OfFile(served)) === sha256;
}

/** True when `dir` holds a whole, undamaged build from just this. The files are hashed each time: browsers refuse a
 *  damaged one, and nothing else would ever build it again. */
export async function isUpToDate(dir: string, stamp: string, files: readonly ServedFile[]): Promise<boolean> {
	const stampFile = path.join(dir, 'build.json');
	if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) return false;
	for (const file of files) if (!(await isSound(path.join(dir, file.path), file))) return false;
	return true;
}
