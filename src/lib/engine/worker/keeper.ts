// A worker that does nothing but keep a model's files on this device, without opening the model: the same store and the
// same downloads as the engine's, so that whatever one of them has fetched the other need not. Ended in the middle, it
// goes on where it was.
import { EngineError } from '../errors.ts';
import type { FromKeeper, ToKeeper } from '../keep-protocol.ts';
import { download } from './files/download.ts';
import { fetchManifest, removeStale } from './files/fetch-manifest.ts';
import { allFiles } from './files/model-files.ts';
import { openOpfsStore } from './files/opfs-store.ts';
import { modelIdOf } from './model-id.ts';

const send = (message: FromKeeper) => self.postMessage(message);

async function keep({ manifestUrl, build }: ToKeeper): Promise<void> {
	const store = await openOpfsStore(modelIdOf(manifestUrl));
	const manifest = await fetchManifest(manifestUrl, store);
	await removeStale(store, manifest);
	const files = allFiles(manifest, manifest.builds[build]);
	const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
	let keptBytes = 0;
	for (const file of files) {
		await download(new URL(file.path, manifestUrl).href, file, {
			store,
			onBytes(change) {
				keptBytes += change;
				send({ type: 'progress', keptBytes, totalBytes });
			},
			onDamaged: () => send({ type: 'damaged', path: file.path })
		});
		// A download goes on in memory when there is no room; nothing of that would stay.
		if ((await store.open(file.path))?.size !== file.sizeBytes) return send({ type: 'full' });
	}
	send({ type: 'kept' });
}

self.onmessage = ({ data }: MessageEvent<ToKeeper>) => {
	keep(data).catch((error: unknown) => {
		const { code, message } =
			error instanceof EngineError ? error : new EngineError('runtime', 'The model could not be kept.');
		if (!(error instanceof EngineError)) console.error(error);
		send({ type: 'failed', error: { code, message } });
	});
};
