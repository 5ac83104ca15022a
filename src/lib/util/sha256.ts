// SHA-256 (FIPS 180-4), synchronous and the same everywhere: crypto.subtle is missing on plain-http pages.
// For checking small files only; it guards against damage, it keeps no secrets.

const INITIAL = [
	0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
];

/** First 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const K = roundConstants();

function roundConstants(): Uint32Array {
	const constants: number[] = [];
	for (let n = 2; constants.length < 64; n++) {
		let isPrime = true;
		for (let d = 2; d * d <= n; d++) if (n % d === 0) isPrime = false;
		if (isPrime) constants.push(fractionBits(n));
	}
	return Uint32Array.from(constants);
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

const rotate = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

function pad(bytes: Uint8Array): DataView {
	const padded = new Uint8Array(((bytes.length + 8) >> 6) * 64 + 64);
	padded.set(bytes);
	padded[bytes.length] = 0x80;
	const view = new DataView(padded.buffer);
	view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
	view.setUint32(padded.length - 4, bytes.length << 3);
	return view;
}

function expandBlock(words: Uint32Array, view: DataView, offset: number): void {
	for (let i = 0; i < 16; i++) words[i] = view.getUint32(offset + 4 * i);
	for (let i = 16; i < 64; i++) {
		const [a, b] = [words[i - 15]!, words[i - 2]!];
		const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
		const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
		words[i] = words[i - 16]! + s0 + words[i - 7]! + s1;
	}
}

function compress(state: Uint32Array, words: Uint32Array): void {
	let [a, b, c, d, e, f, g, h] = state as unknown as [
		number,
		number,
		number,
		number,
		number,
		number,
		number,
		number
	];
	for (let i = 0; i < 64; i++) {
		const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
		const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i]! + words[i]!) | 0;
		const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
		const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
		[h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
	}
	[a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = state[i]! + word));
}

/** The 32 bytes of the digest. */
export function sha256(bytes: Uint8Array): Uint8Array {
	const state = Uint32Array.from(INITIAL);
	const words = new Uint32Array(64);
	const view = pad(bytes);
	for (let offset = 0; offset < view.byteLength; offset += 64) {
		expandBlock(words, view, offset);
		compress(state, words);
	}
	const digest = new Uint8Array(32);
	state.forEach((word, i) => new DataView(digest.buffer).setUint32(4 * i, word));
	return digest;
}
