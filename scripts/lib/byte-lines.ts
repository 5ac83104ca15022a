// The lines of a file as bytes, in bounded memory: files may be larger than memory, and so may a single line.
import { closeSync, openSync, readSync } from 'node:fs';

const NEWLINE = 0x0a;
const CHUNK_BYTES = 1 << 20;

export interface ByteLine {
	/** Without the newline; of a line longer than the limit its beginning, which ends with a whole character. */
	bytes: Buffer;
	isCut: boolean;
}

/** Yields the pieces of `file` in order; each is valid until the next one. */
export function* chunksOf(file: string): Generator<Buffer> {
	const fd = openSync(file, 'r');
	const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
	try {
		for (let got; (got = readSync(fd, chunk)) > 0;) yield chunk.subarray(0, got);
	} finally {
		closeSync(fd);
	}
}

/** Collects the pieces of one line, up to a limit. */
class LineParts {
	readonly #maxBytes: number;
	#parts: Buffer[] = [];
	#size = 0;
	#isCut = false;

	constructor(maxBytes: number) {
		this.#maxBytes = maxBytes;
	}

	/** Takes a copy: chunks are used again. */
	add(part: Buffer): void {
		const free = this.#maxBytes - this.#size;
		if (part.length > free) this.#isCut = true;
		const kept = part.subarray(0, free);
		if (kept.length > 0) this.#parts.push(Buffer.from(kept));
		this.#size += kept.length;
	}

	take(): ByteLine {
		const bytes = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts);
		const line = { bytes: this.#isCut ? wholeCharacters(bytes) : bytes, isCut: this.#isCut };
		[this.#parts, this.#size, this.#isCut] = [[], 0, false];
		return line;
	}

	get isEmpty(): boolean {
		return this.#size === 0;
	}
}

/** Takes a last character of several bytes away, since its end may be missing. */
function wholeCharacters(bytes: Buffer): Buffer {
	let end = bytes.length;
	while (end > 0 && (bytes[end - 1]! & 0xc0) === 0x80) end--;
	return end > 0 && bytes[end - 1]! >= 0x80 ? bytes.subarray(0, end - 1) : bytes.subarray(0, end);
}

/** Every line of `file`; of longer ones the first `maxBytes`. */
export function* byteLinesOf(file: string, maxBytes: number): Generator<ByteLine> {
	const line = new LineParts(maxBytes);
	for (const chunk of chunksOf(file)) {
		let from = 0;
		for (let newline; (newline = chunk.indexOf(NEWLINE, from)) >= 0; from = newline + 1) {
			line.add(chunk.subarray(from, newline));
			yield line.take();
		}
		line.add(chunk.subarray(from));
	}
	if (!line.isEmpty) yield line.take();
}
