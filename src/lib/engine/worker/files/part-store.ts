// Where downloaded files stay on this device between visits, half-finished ones included.

export interface PartWriter {
	/** Appends. Throws when there is no room left. */
	write(chunk: Uint8Array<ArrayBuffer>): void;
	close(): void;
}

export interface PartStore {
	/** False when nothing can be kept here (private windows, old browsers). */
	readonly isKeeping: boolean;
	/** What is kept of a file, perhaps its beginning only; undefined when there is nothing. */
	open(name: string): Promise<Blob | undefined>;
	/** Begins to write at `from` bytes (what lies behind is dropped); undefined when it cannot be written now, as when
	 *  another tab is at it. */
	writer(name: string, from: number): Promise<PartWriter | undefined>;
	remove(name: string): Promise<void>;
	names(): Promise<string[]>;
}

/** Keeps nothing: every visit downloads anew. */
export const noStore: PartStore = {
	isKeeping: false,
	open: async () => undefined,
	writer: async () => undefined,
	remove: async () => {},
	names: async () => []
};

/** Writes a small file at once; silently not, when there is no room. */
export async function keepText(store: PartStore, name: string, text: string): Promise<void> {
	const writer = await store.writer(name, 0);
	try {
		writer?.write(new TextEncoder().encode(text));
	} catch {
		await store.remove(name);
	} finally {
		writer?.close();
	}
}
