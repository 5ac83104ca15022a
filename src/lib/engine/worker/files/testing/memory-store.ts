// A store in memory with a limit, so that tests can fill it up, look into it and harm what it keeps.
import type { PartStore } from '../part-store.ts';

export class MemoryStore implements PartStore {
	readonly isKeeping = true;
	readonly files = new Map<string, Uint8Array<ArrayBuffer>>();
	readonly #limitBytes: number;

	constructor(limitBytes = Infinity) {
		this.#limitBytes = limitBytes;
	}

	async open(name: string) {
		const bytes = this.files.get(name);
		return bytes?.length ? new Blob([bytes]) : undefined;
	}

	async writer(name: string, from: number) {
		this.files.set(name, (this.files.get(name) ?? new Uint8Array()).slice(0, from));
		return {
			write: (chunk: Uint8Array<ArrayBuffer>) => {
				const old = this.files.get(name)!;
				if (old.length + chunk.length > this.#limitBytes)
					throw new DOMException('full', 'QuotaExceededError');
				const grown = new Uint8Array(old.length + chunk.length);
				grown.set(old);
				grown.set(chunk, old.length);
				this.files.set(name, grown);
			},
			close: () => {}
		};
	}

	async remove(name: string) {
		this.files.delete(name);
	}

	async names() {
		return [...this.files.keys()];
	}
}
