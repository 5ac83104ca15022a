// A model's folder in the origin private file system, https://developer.mozilla.org/docs/Web/API/File_System_API.
// Its synchronous handles exist in workers only, and one at a time may be open on a file, in all tabs together.
import { noStore, type PartStore, type PartWriter } from './part-store.ts';

interface SyncHandle {
	write(chunk: Uint8Array<ArrayBuffer>, options: { at: number }): number;
	truncate(size: number): void;
	close(): void;
}
type SyncFile = FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncHandle> };

function append(handle: SyncHandle, from: number): PartWriter {
	let at = from;
	handle.truncate(from);
	return {
		write(chunk) {
			const written = handle.write(chunk, { at });
			// Without room Chromium's private windows return a negative number as an unsigned one.
			if (written !== chunk.length) throw new DOMException('no room left', 'QuotaExceededError');
			at += written;
		},
		close: () => handle.close()
	};
}

/** Another tab writes the file. */
const isOthers = (error: unknown): boolean =>
	error instanceof DOMException && error.name === 'NoModificationAllowedError';

/** A full device does not even give a file to write to; that must be told like any other lack of room. */
const noRoom: PartWriter = {
	write() {
		throw new DOMException('no room left', 'QuotaExceededError');
	},
	close() {}
};

function storeIn(folder: FileSystemDirectoryHandle): PartStore {
	return {
		isKeeping: true,
		async open(name) {
			try {
				const file = await (await folder.getFileHandle(name)).getFile();
				return file.size > 0 ? file : undefined;
			} catch {
				return undefined;
			}
		},
		async writer(name, from) {
			try {
				const file = (await folder.getFileHandle(name, { create: true })) as SyncFile;
				return append(await file.createSyncAccessHandle(), from);
			} catch (error) {
				return isOthers(error) ? undefined : noRoom;
			}
		},
		async remove(name) {
			await folder.removeEntry(name).catch(() => {});
		},
		async names() {
			const names: string[] = [];
			for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys())
				names.push(name);
			return names;
		}
	};
}

/** The store of one model, or one that keeps nothing where the browser has no such file system. */
export async function openOpfsStore(modelId: string): Promise<PartStore> {
	try {
		const root = await navigator.storage.getDirectory();
		const models = await root.getDirectoryHandle('models', { create: true });
		return storeIn(await models.getDirectoryHandle(modelId, { create: true }));
	} catch {
		return noStore;
	}
}
