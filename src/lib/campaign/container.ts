// The wrapping of every binary campaign file. Little-endian; the payload is raw deflate (RFC 1951), so that files are
// as small on any static host and in any cache:
//   magic "NPCF" 4 | version 1 | kind 1 | zero 2 | payload size 4 | file number 4 | build id 8 | hash 16 | payload
// The hash is the start of SHA-256 over everything else, so a damaged file never gets further than this module.
import { sha256 } from '../util/sha256.ts';
import { CampaignError } from './campaign-error.ts';

export const CAMPAIGN_FORMAT = 2;

const KIND_CODES = { pages: 1, exhibits: 2, packs: 3, passages: 4, index: 5, samples: 6 } as const;
export type FileKind = keyof typeof KIND_CODES;

/** Says which file it is, so that a whole file in the wrong place is noticed like a damaged one. */
export interface FileIdentity {
	kind: FileKind;
	number: number;
	/** 16 hex digits that stand for the campaign's inputs; see CampaignManifest. */
	buildId: string;
}

const MAGIC = [0x4e, 0x50, 0x43, 0x46]; // "NPCF"
const HASH_BYTES = 16;
const HEAD_BYTES = 24;
const HEADER_BYTES = HEAD_BYTES + HASH_BYTES;
const BUILD_ID_BYTES = 8;
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

function headOf({ kind, number, buildId }: FileIdentity, payloadBytes: number): Uint8Array {
	const head = new Uint8Array(HEAD_BYTES);
	head.set([...MAGIC, CAMPAIGN_FORMAT, KIND_CODES[kind], 0, 0]);
	const view = new DataView(head.buffer);
	view.setUint32(8, payloadBytes, true);
	view.setUint32(12, number, true);
	for (let i = 0; i < BUILD_ID_BYTES; i++) head[16 + i] = parseInt(buildId.slice(2 * i, 2 * i + 2), 16);
	return head;
}

/** A piece of a payload. */
export interface Part {
	bytes: Uint8Array;
	/** Hardly repeats itself; zlib's strategy "filtered" makes it smaller. */
	isNoise: boolean;
}

/** Compresses the parts, one after the other, into one raw deflate stream. */
export type Deflate = (parts: readonly Part[]) => Uint8Array;

/** Wraps a payload. Same parts and `deflate`, same bytes. */
export function wrapFile(identity: FileIdentity, parts: readonly Part[], deflate: Deflate): Uint8Array {
	const payloadBytes = parts.reduce((sum, { bytes }) => sum + bytes.length, 0);
	if (payloadBytes > MAX_PAYLOAD_BYTES) throw new RangeError(`a file of ${payloadBytes} bytes is too large`);
	const compressed = deflate(parts);
	const head = headOf(identity, payloadBytes);
	const file = new Uint8Array(HEADER_BYTES + compressed.length);
	file.set(head);
	file.set(digest(head, compressed), HEAD_BYTES);
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

/** Whether a file's bytes are those that were written, by the hash that it carries. */
export function isWhole(file: Uint8Array): boolean {
	if (file.length < HEADER_BYTES) return false;
	const expected = digest(file.subarray(0, HEAD_BYTES), file.subarray(HEADER_BYTES));
	return expected.every((byte, i) => file[HEAD_BYTES + i] === byte);
}

/** The payload of a file. Rejects with a CampaignError that names `path` when anything about it is wrong. */
export async function unwrapFile(
	identity: FileIdentity,
	path: string,
	file: Uint8Array
): Promise<Uint8Array> {
	const damaged = (what: string, cause?: unknown) =>
		new CampaignError('damaged', `The campaign file ${path} is damaged: ${what}.`, { cause });
	if (file.length < HEADER_BYTES || MAGIC.some((byte, i) => file[i] !== byte)) {
		throw damaged('it is no campaign file');
	}
	if (file[4] !== CAMPAIGN_FORMAT) {
		const message = `The campaign file ${path} has format ${file[4]}; this version reads ${CAMPAIGN_FORMAT}.`;
		throw new CampaignError('unsupported', message);
	}
	const head = file.subarray(0, HEAD_BYTES);
	const compressed = file.subarray(HEADER_BYTES);
	const expected = digest(head, compressed);
	if (expected.some((byte, i) => file[HEAD_BYTES + i] !== byte)) throw damaged('its hash is wrong');
	const sizeBytes = new DataView(file.buffer, file.byteOffset).getUint32(8, true);
	if (sizeBytes > MAX_PAYLOAD_BYTES) throw damaged('its size is impossible');
	if (headOf(identity, sizeBytes).some((byte, i) => head[i] !== byte)) {
		throw damaged('it is another file, or belongs to another campaign');
	}
	try {
		return await inflate(compressed, sizeBytes);
	} catch (error) {
		throw damaged('it cannot be unpacked', error);
	}
}
