// A long run of bytes on the disk instead of in memory: written once from end to end, then read anywhere, through a
// few pages that stay in memory.
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';

const PAGE_BYTES = 1 << 16;
/** 8 MB: all of a small corpus, and of a large one the pages that one neuron's passages are in. */
const KEPT_PAGES = 128;
const BUFFER_BYTES = 1 << 20;

export class SpilledBytes {
	readonly #fd: number;
	/** Waits to be written. */
	#pending: Uint8Array[] = [];
	#pendingBytes = 0;
	#length = 0;
	/** By number, least recently used first. */
	readonly #pages = new Map<number, Buffer>();

	/** Makes `file`, or makes it empty; with 'read' opens what another one has written and flushed. */
	constructor(file: string, mode: 'write' | 'read' = 'write') {
		this.#fd = openSync(file, mode === 'write' ? 'w+' : 'r');
		this.#length = fstatSync(this.#fd).size;
	}

	get length(): number {
		return this.#length;
	}

	/** Adds `bytes`, which must not change afterwards. Throws once something was read: pages would be stale. */
	append(bytes: Uint8Array): void {
		if (this.#pages.size > 0) throw new Error('Bytes that are read already cannot grow.');
		this.#pending.push(bytes);
		this.#pendingBytes += bytes.length;
		this.#length += bytes.length;
		if (this.#pendingBytes >= BUFFER_BYTES) this.flush();
	}

	/** Hands all bytes to the system, so that others can read the file. */
	flush(): void {
		const all = Buffer.concat(this.#pending);
		for (let done = 0; done < all.length;) done += writeSync(this.#fd, all, done);
		[this.#pending, this.#pendingBytes] = [[], 0];
	}

	/** A copy of the bytes [from, from + size), aligned for every typed array. */
	read(from: number, size: number): Uint8Array<ArrayBuffer> {
		if (from < 0 || from + size > this.#length) throw new RangeError('no such bytes');
		if (this.#pendingBytes > 0) this.flush();
		const target = new Uint8Array(size);
		for (let done = 0; done < size;) {
			const at = from + done;
			const page = this.#page(Math.floor(at / PAGE_BYTES));
			const part = page.subarray(at % PAGE_BYTES, Math.min(PAGE_BYTES, (at % PAGE_BYTES) + size - done));
			target.set(part, done);
			done += part.length;
		}
		return target;
	}

	#page(number: number): Buffer {
		const known = this.#pages.get(number);
		if (known) this.#pages.delete(number);
		const page = known ?? this.#load(number);
		this.#pages.set(number, page);
		return page;
	}

	/** Fills a new page, or the one that was not used for longest. */
	#load(number: number): Buffer {
		let page: Buffer | undefined;
		if (this.#pages.size === KEPT_PAGES) {
			const [oldest] = this.#pages.keys();
			page = this.#pages.get(oldest!);
			this.#pages.delete(oldest!);
		}
		page ??= Buffer.alloc(PAGE_BYTES);
		const size = Math.min(PAGE_BYTES, this.#length - number * PAGE_BYTES);
		for (let done = 0; done < size;) {
			const got = readSync(this.#fd, page, done, size - done, number * PAGE_BYTES + done);
			if (got === 0) throw new Error('A file of the campaign’s cache ends too early.');
			done += got;
		}
		return page;
	}

	close(): void {
		closeSync(this.#fd);
	}
}
