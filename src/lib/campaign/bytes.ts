// The campaign files' alphabet: bytes, variable-length integers, little-endian floats, fixed-point numbers, strings.
// The reader never trusts a length: it throws a RangeError instead of reading past the end.

/** Numbers with 4 decimals (cosines, logits, shares): the error is at most 0.00005. */
const FIXED_POINT = 1e4;
const MAX_VARINT = 2 ** 32 - 1;

export class ByteWriter {
	#bytes = new Uint8Array(1024);
	#length = 0;

	get length(): number {
		return this.#length;
	}

	#reserve(count: number): number {
		const at = this.#length;
		this.#length += count;
		if (this.#length > this.#bytes.length) {
			const larger = new Uint8Array(Math.max(this.#length, 2 * this.#bytes.length));
			larger.set(this.#bytes);
			this.#bytes = larger;
		}
		return at;
	}

	#byte(value: number): void {
		const at = this.#reserve(1);
		this.#bytes[at] = value;
	}

	bytes(values: Uint8Array): void {
		const at = this.#reserve(values.length); // may replace #bytes
		this.#bytes.set(values, at);
	}

	/** Integer from 0 to 2^32 - 1, 7 bits a byte, lowest first. */
	varint(value: number): void {
		if (!Number.isInteger(value) || value < 0 || value > MAX_VARINT)
			throw new RangeError(`no varint: ${value}`);
		let rest = value;
		while (rest >= 128) {
			this.#byte((rest % 128) | 128);
			rest = Math.floor(rest / 128);
		}
		this.#byte(rest);
	}

	float32(value: number): void {
		const at = this.#reserve(4); // may replace #bytes
		new DataView(this.#bytes.buffer).setFloat32(at, value, true);
	}

	/** Signed number with 4 decimals; zigzag varint of value * 10,000. */
	fixed(value: number): void {
		const units = Math.round(value * FIXED_POINT);
		this.varint(units < 0 ? -2 * units - 1 : 2 * units);
	}

	/** Numbers with 4 decimals that hardly change from one to the next: the first, then differences. The number of
	 *  values is not written. */
	fixedSeries(values: readonly number[]): void {
		let former = 0;
		for (const value of values) {
			const units = Math.round(value * FIXED_POINT);
			this.fixed((units - former) / FIXED_POINT);
			former = units;
		}
	}

	string(text: string): void {
		const utf8 = new TextEncoder().encode(text);
		this.varint(utf8.length);
		this.bytes(utf8);
	}

	/** A list: its length, then each item as `write` puts it. */
	list<T>(items: readonly T[], write: (item: T) => void): void {
		this.varint(items.length);
		items.forEach(write);
	}

	toBytes(): Uint8Array {
		return this.#bytes.slice(0, this.#length);
	}
}

export class ByteReader {
	readonly #bytes: Uint8Array;
	readonly #view: DataView;
	#at = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}

	get remaining(): number {
		return this.#bytes.length - this.#at;
	}

	#take(count: number): number {
		if (count > this.remaining) throw new RangeError('it ends too early');
		const at = this.#at;
		this.#at += count;
		return at;
	}

	bytes(count: number): Uint8Array {
		const at = this.#take(count);
		return this.#bytes.subarray(at, at + count);
	}

	/** Everything up to the first byte `mark`, that byte, and `after` more. */
	bytesThrough(mark: number, after: number): Uint8Array {
		const found = this.#bytes.indexOf(mark, this.#at);
		if (found < 0) throw new RangeError('it ends too early');
		return this.bytes(found - this.#at + 1 + after);
	}

	varint(): number {
		let [value, unit] = [0, 1];
		for (;;) {
			const byte = this.#bytes[this.#take(1)]!;
			value += (byte & 127) * unit;
			if (value > MAX_VARINT) throw new RangeError('a number is too large');
			if (byte < 128) return value;
			unit *= 128;
		}
	}

	float32(): number {
		return this.#view.getFloat32(this.#take(4), true);
	}

	fixed(): number {
		const units = this.varint();
		return (units % 2 ? -(units + 1) / 2 : units / 2) / FIXED_POINT;
	}

	fixedSeries(count: number): number[] {
		let units = 0;
		return Array.from(
			{ length: count },
			() => (units += Math.round(this.fixed() * FIXED_POINT)) / FIXED_POINT
		);
	}

	string(): string {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.bytes(this.varint()));
	}

	list<T>(read: () => T): T[] {
		const count = this.varint();
		if (count > this.remaining) throw new RangeError('a list is longer than its file');
		return Array.from({ length: count }, read);
	}

	/** Throws when anything is left: a file that is read wrongly rarely ends exactly. */
	end(): void {
		if (this.remaining > 0) throw new RangeError(`${this.remaining} bytes are left over`);
	}
}
