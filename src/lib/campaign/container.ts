// The wrapping of every binary campaign file: magic "NPCF", version, kind, payload size, hash, compressed payload.
// Files are stored compressed (raw deflate), so that they are as small on any static host and in any cache.
import { sha256 } from '../util/sha256.ts';
import { CampaignError } from './campaign-error.ts';

export const CAMPAIGN_FORMAT = 1;

const KIND_CODES = { pages: 1, exhibits: 2, packs: 3, passages: 4, index: 5 } as const;
export type FileKind = keyof typeof KIND_CODES;

const MAGIC = [0x4e, 0x50, 0x43, 0x46]; // "NPCF"
const HASH_BYTES = 16;
/** magic 4, version 1, kind 1, reserved 2, payload size 4 (little-endian), first 16 bytes of SHA-256 of the rest */
const HEADER_BYTES = 12 + HASH_BYTES;
/** No file of ours comes near it; a damaged or hostile size must not fill the memory. */
const MAX_PAYLOAD_BYTES = 64_000_000;

/** Path of a file inside the campaign's folder; `root` is the hash over all of the campaign's files. */
export function filePath(kind: FileKind, number: number, root: string): string {
	return `${kind}/${number}.${root}.npc`;
}

/** Hash over what follows it in the file, and over what stands before it. */
function digest(head: Uint8Array, compressed: Uint8Array): Uint8Array {
	const all = new Uint8Array(head.length + compressed.length);
	all.set(head);
	all.set(compressed, head.length);
	return sha256(all).subarray(0, HASH_BYTES);
}

/** Wraps a payload; `deflate` is raw deflate (RFC 1951). Same payload and deflate, same bytes. */
export function wrapFile(
	kind: FileKind,
	payload: Uint8Array,
	deflate: (bytes: Uint8Array) => Uint8Array
): Uint8Array {
	if (payload.length > MAX_PAYLOAD_BYTES)
		throw new RangeError(`a file of ${payload.length} bytes is too large`);
	const compressed = deflate(payload);
	const file = new Uint8Array(HEADER_BYTES + compressed.length);
	file.set([...MAGIC, CAMPAIGN_FORMAT, KIND_CODES[kind], 0, 0]);
	new DataView(file.buffer).setUint32(8, payload.length, true);
	file.set(digest(file.subarray(0, 12), compressed), 12);
	file.set(compressed, HEADER_BYTES);
	return file;
}

async function inflate(compressed: Uint8Array, sizeBytes: number): Promise<Uint8Array> {
	const payload = new Uint8Array(sizeBytes);
	const stream = new Blob([compressed as Uint8Array<ArrayBuffer>]).stream();
	let at = 0;
	for await (const chunk of chunks(stream.pipeThrough(new DecompressionStream('deflate-raw')))) {
		if (at + chunk.length > sizeBytes) throw new RangeError('it is longer than it says');
		payload.set(chunk, at);
		at += chunk.length;
	}
	if (at !== sizeBytes) throw new RangeError('it is shorter than it says');
	return payload;
}

/** Safari's streams are no async iterables yet. */
async function* chunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
	const reader = stream.getReader();
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return;
		yield value;
	}
}

/** The payload of a file. Rejects with a CampaignError that names `path` when anything about it is wrong. */
export async function unwrapFile(kind: FileKind, path: string, file: Uint8Array): Promise<Uint8Array> {
	const damaged = (what: string, cause?: unknown) =>
		new CampaignError('damaged', `The campaign file ${path} is damaged: ${what}.`, { cause });
	if (file.length < HEADER_BYTES || MAGIC.some((byte, i) => file[i] !== byte)) {
		throw damaged('it is no campaign file');
	}
	if (file[4] !== CAMPAIGN_FORMAT) {
		const message = `The campaign file ${path} has format ${file[4]}; this version reads ${CAMPAIGN_FORMAT}.`;
		throw new CampaignError('unsupported', message);
	}
	if (file[5] !== KIND_CODES[kind]) throw damaged(`it does not hold ${kind}`);
	const sizeBytes = new DataView(file.buffer, file.byteOffset).getUint32(8, true);
	const expected = digest(file.subarray(0, 12), file.subarray(HEADER_BYTES));
	if (expected.some((byte, i) => file[12 + i] !== byte)) throw damaged('its hash is wrong');
	if (sizeBytes > MAX_PAYLOAD_BYTES) throw damaged('its size is impossible');
	try {
		return await inflate(file.subarray(HEADER_BYTES), sizeBytes);
	} catch (error) {
		throw damaged('it cannot be unpacked', error);
	}
}
