// Reads and writes safetensors files (https://github.com/huggingface/safetensors#format): a little-endian u64 header
// length, a JSON header, raw tensors. Every header field is checked before a byte of a tensor is read.
import { closeSync, fstatSync, openSync, readSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { floatToHalf, halfTable } from '../../src/lib/util/half.ts';
import { repeatedKey } from './json-keys.ts';

/** The format's own limit, so that a damaged length cannot make us allocate gigabytes. */
const MAX_HEADER_BYTES = 100_000_000;
const MAX_TENSOR_ELEMENTS = 2 ** 31;
const MAX_DIMENSIONS = 8;

const BYTES_PER_ELEMENT = { F32: 4, F16: 2, BF16: 2 } as const;
export type Dtype = keyof typeof BYTES_PER_ELEMENT;
/** Types the format knows and we pass over: buffers such as GPT-2's attn.bias masks. */
const OTHER_BYTES: Record<string, number> = {
	F64: 8,
	I64: 8,
	I32: 4,
	I16: 2,
	I8: 1,
	U8: 1,
	BOOL: 1,
	U16: 2,
	U32: 4,
	U64: 8
};

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const TensorSchema = v.strictObject({
	dtype: v.string(),
	shape: v.pipe(v.array(count), v.maxLength(MAX_DIMENSIONS)),
	data_offsets: v.strictTuple([count, count])
});
/** Text about the file, which the format allows beside the tensors. */
const isNoList = v.check((json: unknown) => !Array.isArray(json), 'a list');
const MetadataSchema = v.optional(v.pipe(v.unknown(), isNoList, v.record(v.string(), v.string())));

export interface TensorEntry {
	name: string;
	dtype: Dtype | 'other';
	shape: number[];
	/** Absolute byte range in the file. */
	start: number;
	end: number;
}

export class SafetensorsError extends Error {
	override readonly name = 'SafetensorsError';
}

export interface SafetensorsFile {
	readonly tensors: ReadonlyMap<string, TensorEntry>;
	/** The tensor's values as float32, row-major. Throws SafetensorsError when it is missing or of another type. */
	read(name: string): Float32Array;
	close(): void;
}

function readExactly(fd: number, position: number, sizeBytes: number, what: string): Buffer {
	const buffer = Buffer.allocUnsafe(sizeBytes);
	let done = 0;
	while (done < sizeBytes) {
		const got = readSync(fd, buffer, done, sizeBytes - done, position + done);
		if (got === 0) throw new SafetensorsError(`${what}: the file ends too early`);
		done += got;
	}
	return buffer;
}

function parseEntry(name: string, json: unknown, bodyStart: number, bodyBytes: number): TensorEntry {
	const parsed = v.safeParse(TensorSchema, json);
	if (!parsed.success)
		throw new SafetensorsError(`tensor ${name}: ${parsed.issues[0].message} in its header`);
	const { dtype, shape, data_offsets } = parsed.output;
	const known = Object.hasOwn(BYTES_PER_ELEMENT, dtype);
	const elementBytes = known
		? BYTES_PER_ELEMENT[dtype as Dtype]
		: Object.hasOwn(OTHER_BYTES, dtype)
			? OTHER_BYTES[dtype]
			: undefined;
	if (elementBytes === undefined) throw new SafetensorsError(`tensor ${name}: unknown type ${dtype}`);
	const elements = shape.reduce((product, size) => product * size, 1);
	if (elements > MAX_TENSOR_ELEMENTS)
		throw new SafetensorsError(`tensor ${name}: shape [${shape}] is too large`);
	const [start, end] = data_offsets;
	if (end < start) throw new SafetensorsError(`tensor ${name}: its bytes end before they start`);
	if (end - start !== elements * elementBytes) {
		throw new SafetensorsError(`tensor ${name}: ${end - start} bytes cannot hold ${dtype} [${shape}]`);
	}
	if (end > bodyBytes)
		throw new SafetensorsError(`tensor ${name}: the file is truncated, its bytes are missing`);
	const type = known ? (dtype as Dtype) : 'other';
	return { name, dtype: type, shape, start: bodyStart + start, end: bodyStart + end };
}

/** Tensors must fill the file one after the other: no byte twice, none unused. */
function checkLayout(entries: TensorEntry[], bodyStart: number, fileBytes: number): void {
	let at = bodyStart;
	for (const entry of entries.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
		if (entry.start < at) throw new SafetensorsError(`tensor ${entry.name}: overlaps another tensor`);
		if (entry.start > at) throw new SafetensorsError(`tensor ${entry.name}: unused bytes before it`);
		at = entry.end;
	}
	if (at !== fileBytes)
		throw new SafetensorsError(`the file has ${fileBytes - at} bytes after its last tensor`);
}

/** Two tensors of one name, or a field given twice, would be read as the last of them only. */
function checkRepeatedKeys(text: string): void {
	const [name, ...fields] = repeatedKey(text) ?? [];
	if (name === undefined) return;
	const field = fields.length > 0 ? `${fields.join('.')} ` : '';
	throw new SafetensorsError(`tensor ${name}: ${field}named twice in the header`);
}

function decodeHeader(bytes: Buffer): string {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		throw new SafetensorsError('the header is no UTF-8');
	}
}

function parseHeader(text: string): Record<string, unknown> {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		throw new SafetensorsError('the header is no JSON');
	}
	if (typeof json !== 'object' || json === null || Array.isArray(json)) {
		throw new SafetensorsError('the header is no JSON object');
	}
	return json as Record<string, unknown>;
}

function readEntries(fd: number): Map<string, TensorEntry> {
	const fileBytes = fstatSync(fd).size;
	if (fileBytes < 8) throw new SafetensorsError('the file is too short to be a safetensors file');
	const headerBytes = Number(readExactly(fd, 0, 8, 'header length').readBigUInt64LE());
	if (headerBytes > MAX_HEADER_BYTES) throw new SafetensorsError(`the header claims ${headerBytes} bytes`);
	if (8 + headerBytes > fileBytes) throw new SafetensorsError('the file is truncated inside its header');
	const text = decodeHeader(readExactly(fd, 8, headerBytes, 'header'));
	const { __metadata__, ...tensors } = parseHeader(text);
	checkRepeatedKeys(text);
	if (!v.is(MetadataSchema, __metadata__)) throw new SafetensorsError('__metadata__ must map text to text');
	const bodyStart = 8 + headerBytes;
	const entries = Object.entries(tensors).map(([name, json]) =>
		parseEntry(name, json, bodyStart, fileBytes - bodyStart)
	);
	checkLayout(entries, bodyStart, fileBytes);
	return new Map(entries.map((entry) => [entry.name, entry]));
}

function decode(bytes: Buffer, dtype: Dtype): Float32Array {
	const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
	if (dtype === 'F32') return new Float32Array(buffer);
	const words = new Uint16Array(buffer);
	if (dtype === 'F16') {
		const table = halfTable();
		return Float32Array.from(words, (word) => table[word]!);
	}
	const bits = Uint32Array.from(words, (word) => word << 16);
	return new Float32Array(bits.buffer);
}

/** Opens a safetensors file and checks its whole header. Throws SafetensorsError with the tensor's name. */
export function openSafetensors(path: string): SafetensorsFile {
	const fd = openSync(path, 'r');
	let tensors: Map<string, TensorEntry>;
	try {
		tensors = readEntries(fd);
	} catch (error) {
		closeSync(fd);
		throw error;
	}
	return {
		tensors,
		read(name) {
			const entry = tensors.get(name);
			if (!entry) throw new SafetensorsError(`tensor ${name}: missing`);
			if (entry.dtype === 'other') throw new SafetensorsError(`tensor ${name}: not of type F32, F16 or BF16`);
			return decode(readExactly(fd, entry.start, entry.end - entry.start, `tensor ${name}`), entry.dtype);
		},
		close: () => closeSync(fd)
	};
}

export interface TensorToWrite {
	name: string;
	shape: number[];
	values: () => Float32Array;
}

/** Writes tensors in the order given, as F32 or F16; same input, same bytes. One tensor is in memory at a time. */
export function writeSafetensors(path: string, tensors: TensorToWrite[], dtype: 'F32' | 'F16'): void {
	const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
	let at = 0;
	for (const { name, shape } of tensors) {
		const sizeBytes = shape.reduce((product, size) => product * size, 1) * BYTES_PER_ELEMENT[dtype];
		header[name] = { dtype, shape, data_offsets: [at, at + sizeBytes] };
		at += sizeBytes;
	}
	let text = JSON.stringify(header);
	text += ' '.repeat((8 - (Buffer.byteLength(text) % 8)) % 8);
	const length = Buffer.alloc(8);
	length.writeBigUInt64LE(BigInt(Buffer.byteLength(text)));
	const fd = openSync(path, 'w');
	try {
		// writeFileSync appends all of it to an open file; writeSync may stop part-way.
		writeFileSync(fd, Buffer.concat([length, Buffer.from(text)]));
		for (const tensor of tensors) {
			const values = tensor.values();
			const elements = tensor.shape.reduce((product, size) => product * size, 1);
			if (values.length !== elements) {
				throw new SafetensorsError(`tensor ${tensor.name}: ${values.length} values for [${tensor.shape}]`);
			}
			const encoded = dtype === 'F16' ? Uint16Array.from(values, floatToHalf) : values;
			writeFileSync(fd, Buffer.from(encoded.buffer, encoded.byteOffset, encoded.byteLength));
		}
	} finally {
		closeSync(fd);
	}
}
