// A model's files on this device, as pages see them: how large they are, how much is here, keep them all, remove them.
// The engine keeps what it needs by itself; this is for somebody who asks for everything, before the line is lost.
import type { BuildName } from '../interp/model-manifest.ts';
import { EngineError } from './errors.ts';
import type { FromKeeper, ToKeeper } from './keep-protocol.ts';
import { fetchManifest } from './worker/files/fetch-manifest.ts';
import { allFiles } from './worker/files/model-files.ts';
import { openOpfsStore } from './worker/files/opfs-store.ts';

/** Every player's build; who publishes values loads the exact one besides. */
const BUILD: BuildName = 'standard';

const manifestUrl = (modelId: string): string =>
	new URL(`/models/${modelId}/manifest.json`, location.origin).href;

/** Bytes of the whole model, and how many of them are here by the files' sizes: a cheap look, which notices what is
 *  missing but no damage. Rejects with an EngineError. */
export async function modelBytes(modelId: string): Promise<{ keptBytes: number; totalBytes: number }> {
	const store = await openOpfsStore(modelId);
	const manifest = await fetchManifest(manifestUrl(modelId), store);
	const files = allFiles(manifest, manifest.builds[BUILD]);
	const kept = await Promise.all(files.map(async ({ path }) => (await store.open(path))?.size ?? 0));
	return {
		keptBytes: kept.reduce((sum, size, i) => sum + Math.min(size, files[i]!.sizeBytes), 0),
		totalBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
	};
}

export interface KeepOptions {
	/** Ends the work; what is here stays and is not fetched again. */
	signal: AbortSignal;
	onProgress: (keptBytes: number, totalBytes: number) => void;
	/** A kept file was damaged; it was taken away and is fetched anew. */
	onDamaged: (path: string) => void;
}

/** Fetches what is missing of a model and checks every file against its SHA-256. Resolves to 'full' when this device
 *  gives no room. Rejects with an EngineError ('aborted' when the signal fires). */
export function keepModel(modelId: string, options: KeepOptions): Promise<'kept' | 'full'> {
	const worker = new Worker(new URL('./worker/keeper.ts', import.meta.url), { type: 'module' });
	return new Promise<'kept' | 'full'>((resolve, reject) => {
		worker.onmessage = ({ data }: MessageEvent<FromKeeper>) => {
			if (data.type === 'progress') options.onProgress(data.keptBytes, data.totalBytes);
			else if (data.type === 'damaged') options.onDamaged(data.path);
			else if (data.type === 'failed') reject(new EngineError(data.error.code, data.error.message));
			else resolve(data.type);
		};
		worker.onerror = () => reject(new EngineError('crashed', 'The model could not be kept. Try again.'));
		const abort = () => reject(new EngineError('aborted', 'Paused.'));
		if (options.signal.aborted) return abort();
		options.signal.addEventListener('abort', abort);
		worker.postMessage({ manifestUrl: manifestUrl(modelId), build: BUILD } satisfies ToKeeper);
	}).finally(() => worker.terminate());
}

/** Takes a model's files away from this device. */
export async function removeModel(modelId: string): Promise<void> {
	try {
		const models = await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
		await models.removeEntry(modelId, { recursive: true });
	} catch {
		// there was nothing
	}
}
