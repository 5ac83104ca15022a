// SHA-256 (FIPS 180-4), synchronous, in pieces, and the same everywhere: crypto.subtle is missing on plain-http pages,
// wants all bytes at once, and Chromium holds on to them. It guards against damage, it keeps no secrets.

const INITIAL = [
	0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
];

/** First 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const K = roundConstants();

function roundConstants(): Int32Array {
	const constants: number[] = [];
	for (let n = 2; constants.length < 64; n++) {
		let isPrime = true;
		for (let d = 2; d * d <= n; d++) if (n % d === 0) isPrime = false;
		if (isPrime) constants.push(fractionBits(n));
	}
	return Int32Array.from(constants);
}

/** floor(frac(cbrt(n)) * 2^32), exact: integer cube root of n * 2^96. */
function fractionBits(n: number): number {
	const target = BigInt(n) << 96n;
	let [low, high] = [0n, 1n << 36n];
	while (low < high) {
		const middle = (low + high + 1n) >> 1n;
		if (middle ** 3n <= target) low = middle;
		else high = middle - 1n;
	}
	return Number(low & 0xffffffffn);
}

/** Mixes one block of 64 bytes into the state; the round of FIPS 180-4, 6.2.2, on variables, which engines keep in
 *  registers. `words` is room for the message schedule. */
function mix(state: Int32Array, words: Int32Array, view: DataView, offset: number): void {
	for (let i = 0; i < 16; i++) words[i] = view.getInt32(offset + 4 * i);
	for (let i = 16; i < 64; i++) {
		const x = words[i - 15]!;
		const y = words[i - 2]!;
		const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
		const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
		words[i] = (words[i - 16]! + s0 + words[i - 7]! + s1) | 0;
	}
	let a = state[0]!;
	let b = state[1]!;
	let c = state[2]!;
	let d = state[3]!;
	let e = state[4]!;
	let f = state[5]!;
	let g = state[6]!;
	let h = state[7]!;
	for (let i = 0; i < 64; i++) {
		const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
		const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i]! + words[i]!) | 0;
		const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
		const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
		h = g;
		g = f;
		f = e;
		e = (d + t1) | 0;
		d = c;
		c = b;
		b = a;
		a = (t1 + t2) | 0;
	}
	state[0]! += a;
	state[1]! += b;
	state[2]! += c;
	state[3]! += d;
	state[4]! += e;
	state[5]! += f;
	state[6]! += g;
	state[7]! += h;
}

const BLOCK_BYTES = 64;

/** A hash that takes its bytes as they come. */
export class Sha256 {
	readonly #state = Int32Array.from(INITIAL);
	readonly #words = new Int32Array(64);
	/** The last bytes, too few for a block. */
	readonly #rest = new Uint8Array(BLOCK_BYTES);
	#restLength = 0;
	#totalBytes = 0;

	update(bytes: Uint8Array): void {
		this.#totalBytes += bytes.length;
		let at = 0;
		if (this.#restLength > 0) {
			at = Math.min(bytes.length, BLOCK_BYTES - this.#restLength);
			this.#rest.set(bytes.subarray(0, at), this.#restLength);
			this.#restLength += at;
			if (this.#restLength < BLOCK_BYTES) return;
			this.#mixAll(this.#rest, 0);
			this.#restLength = 0;
		}
		const end = this.#mixAll(bytes, at);
		this.#rest.set(bytes.subarray(end));
		this.#restLength = bytes.length - end;
	}

	/** Mixes whole blocks from `at` on; returns where they end. */
	#mixAll(bytes: Uint8Array, at: number): number {
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		for (; at + BLOCK_BYTES <= bytes.length; at += BLOCK_BYTES) mix(this.#state, this.#words, view, at);
		return at;
	}

	/** The 32 bytes of the digest; nothing may be added after it. */
	digest(): Uint8Array {
		const bits = this.#totalBytes;
		const isLong = this.#restLength + 9 > BLOCK_BYTES;
		const end = new Uint8Array((isLong ? 2 : 1) * BLOCK_BYTES);
		end.set(this.#rest.subarray(0, this.#restLength));
		end[this.#restLength] = 0x80;
		const view = new DataView(end.buffer);
		view.setUint32(end.length - 8, Math.floor(bits / 2 ** 29));
		view.setUint32(end.length - 4, bits << 3);
		this.#mixAll(end, 0);
		const digest = new Uint8Array(32);
		this.#state.forEach((word, i) => new DataView(digest.buffer).setInt32(4 * i, word));
		return digest;
	}

	/** The digest as 64 hex digits. */
	hex(): string {
		return Array.from(this.digest(), (byte) => byte.toString(16).padStart(2, '0')).join('');
	}
}

/** The 32 bytes of the digest. */
export function sha256(bytes: Uint8Array): Uint8Array {
	const hash = new Sha256();
	hash.update(bytes);
	return hash.digest();
}
