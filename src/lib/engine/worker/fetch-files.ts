// Downloads the model's files with progress, and believes none of them before size and SHA-256 agree.
import * as v from 'valibot';
import { ModelManifestSchema, type ModelManifest, type ServedFile } from '../../interp/model-manifest.ts';
import { sha256 } from '../../util/sha256.ts';
import { EngineError } from '../errors.ts';

export interface ModelFiles {
	manifest: ModelManifest;
	graph: Uint8Array;
	weights: Uint8Array;
	tokenizer: unknown;
}

async function get(url: string, cache: RequestCache): Promise<Response> {
	let response: Response;
	try {
		response = await fetch(url, { cache });
	} catch (cause) {
		throw new EngineError('network', 'The model could not be downloaded. Check your connection.', { cause });
	}
	if (response.status === 404) throw new EngineError('not-found', 'The server does not have this model.');
	if (!response.ok)
		throw new EngineError('network', `The server answered ${response.status}. Try again later.`);
	return response;
}

const corrupt = (file: string, cause?: unknown) =>
	new EngineError('corrupt', `The model's file ${file} arrived damaged. Try again.`, { cause });

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
	// crypto.subtle exists only on https and localhost.
	const digest = crypto.subtle ? new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)) : sha256(bytes);
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function download(
	url: string,
	file: ServedFile,
	onBytes: (count: number) => void
): Promise<Uint8Array> {
	const response = await get(url, 'default');
	const bytes = new Uint8Array(file.sizeBytes);
	let at = 0;
	const reader = response.body!.getReader();
	for (;;) {
		const { done, value } = await reader.read().catch((cause: unknown) => {
			throw new EngineError('network', 'The download broke off. Check your connection.', { cause });
		});
		if (done) break;
		if (at + value.length > bytes.length) throw corrupt(file.path);
		bytes.set(value, at);
		at += value.length;
		onBytes(value.length);
	}
	if (at !== bytes.length || (await hashOf(bytes)) !== file.sha256) throw corrupt(file.path);
	return bytes;
}

/** Fetches all files of a model. Rejects with an EngineError: 'network', 'not-found' or 'corrupt'. */
export async function fetchModel(
	manifestUrl: string,
	onProgress: (loadedBytes: number, totalBytes: number) => void
): Promise<ModelFiles> {
	const text = await (await get(manifestUrl, 'no-cache')).text();
	let manifest: ModelManifest;
	try {
		manifest = v.parse(ModelManifestSchema, JSON.parse(text));
	} catch (cause) {
		throw corrupt('manifest.json', cause);
	}
	const { files } = manifest;
	const totalBytes = files.graph.sizeBytes + files.weights.sizeBytes + files.tokenizer.sizeBytes;
	let loadedBytes = 0;
	const take = (file: ServedFile) =>
		download(new URL(file.path, manifestUrl).href, file, (count) => {
			loadedBytes += count;
			onProgress(loadedBytes, totalBytes);
		});
	const [graph, weights, tokenizer] = await Promise.all([
		take(files.graph),
		take(files.weights),
		take(files.tokenizer)
	]);
	try {
		return { manifest, graph, weights, tokenizer: JSON.parse(new TextDecoder().decode(tokenizer)) };
	} catch (cause) {
		throw corrupt(files.tokenizer.path, cause);
	}
}
