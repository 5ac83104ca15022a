import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSafetensors, SafetensorsError, writeSafetensors } from './safetensors.ts';

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'safetensors-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(content: Uint8Array): string {
	const file = path.join(folder, 'file.safetensors');
	writeFileSync(file, content);
	return file;
}

/** A file with this header and body; the header's length may be a lie. */
function fileOf(
	header: unknown,
	body: Uint8Array = new Uint8Array(),
	claimedBytes?: number | bigint
): string {
	const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
	const length = Buffer.alloc(8);
	length.writeBigUInt64LE(BigInt(claimedBytes ?? text.length));
	return write(Buffer.concat([length, text, body]));
}

function readAll(file: string, name: string): number[] {
	const opened = openSafetensors(file);
	try {
		return [...opened.read(name)];
	} finally {
		opened.close();
	}
}

const f32 = (start: number, end: number, shape = [(end - start) / 4]) => ({
	dtype: 'F32',
	shape,
	data_offsets: [start, end]
});
const bytes = (count: number) => new Uint8Array(count);

describe('a damaged file', () => {
	it.each<[string, () => string, RegExp]>([
		['empty', () => write(bytes(0)), /too short/],
		['shorter than the length', () => write(bytes(7)), /too short/],
		['a header length beyond the format', () => fileOf({}, bytes(0), 100_000_001), /claims 100000001 bytes/],
		['a header length of 2^64 - 1', () => fileOf({}, bytes(0), 2n ** 64n - 1n), /the header claims/],
		['a header longer than the file', () => fileOf({}, bytes(0), 3), /truncated inside its header/],
		['a header of length 0', () => fileOf('', bytes(8)), /no JSON/],
		['no JSON', () => fileOf('{"a":'), /no JSON/],
		['JSON cut by its length', () => fileOf({ a: f32(0, 4) }, bytes(4), 10), /no JSON/],
		['no UTF-8', () => fileOf('{"a\u0000":1}'.replace('\u0000', '\\ud800')), /tensor/],
		['an array', () => fileOf('[]'), /no JSON object/],
		['null', () => fileOf('null'), /no JSON object/],
		['a number', () => fileOf('7'), /no JSON object/],
		['bytes without a tensor', () => fileOf({}, bytes(3)), /3 bytes after its last tensor/]
	])('%s', (_, make, message) => {
		const file = make();
		expect(() => openSafetensors(file)).toThrow(SafetensorsError);
		expect(() => openSafetensors(file)).toThrow(message);
	});

	it('with bytes in its header that are no UTF-8', () => {
		const text = Buffer.from('{"a?":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}');
		text[3] = 0xff;
		const length = Buffer.alloc(8);
		length.writeBigUInt64LE(BigInt(text.length));
		const file = write(Buffer.concat([length, text]));
		expect(() => openSafetensors(file)).toThrow(/no UTF-8/);
	});
});

describe('a tensor that is refused, by its name', () => {
	const entry = f32(0, 4);
	it.each<[string, unknown, number, RegExp]>([
		['an unknown type', { x: { ...entry, dtype: 'F8_E4M3' } }, 4, /tensor x: unknown type F8_E4M3/],
		[
			'a type named like a method',
			{ x: { ...entry, dtype: 'toString' } },
			4,
			/tensor x: unknown type toString/
		],
		['a type in small letters', { x: { ...entry, dtype: 'f32' } }, 4, /tensor x: unknown type f32/],
		['a type that is no string', { x: { ...entry, dtype: 1 } }, 4, /tensor x: /],
		['no type', { x: { shape: [1], data_offsets: [0, 4] } }, 4, /tensor x: .*dtype/],
		['no shape', { x: { dtype: 'F32', data_offsets: [0, 4] } }, 4, /tensor x: .*shape/],
		['no offsets', { x: { dtype: 'F32', shape: [1] } }, 4, /tensor x: .*data_offsets/],
		['an entry that is no object', { x: 5 }, 4, /tensor x: /],
		['an entry that is null', { x: null }, 0, /tensor x: /],
		['one field too many', { x: { ...entry, extra: true } }, 4, /tensor x: .*extra/],
		['a negative size', { x: { ...entry, shape: [-1] } }, 4, /tensor x: /],
		['two negative sizes', { x: { ...entry, shape: [-1, -1] } }, 4, /tensor x: /],
		['half a row', { x: { ...entry, shape: [0.5, 2] } }, 4, /tensor x: /],
		['a size that is text', { x: { ...entry, shape: ['1'] } }, 4, /tensor x: /],
		['nine dimensions', { x: { ...entry, shape: Array(9).fill(1) } }, 4, /tensor x: /],
		['more elements than fit', { x: f32(0, 4, [2 ** 16, 2 ** 16]) }, 4, /tensor x: shape .* is too large/],
		['a size beyond 2^53', { x: f32(0, 4, [2 ** 53]) }, 4, /tensor x: /],
		['offsets the wrong way round', { x: f32(4, 0, [1]) }, 4, /tensor x: .*end before they start/],
		['a negative offset', { x: f32(-4, 0, [1]) }, 4, /tensor x: /],
		['three offsets', { x: { ...entry, data_offsets: [0, 4, 8] } }, 4, /tensor x: /],
		['too few bytes', { x: f32(0, 4, [2]) }, 4, /tensor x: 4 bytes cannot hold F32 \[2\]/],
		['too many bytes', { x: f32(0, 8, [1]) }, 8, /tensor x: 8 bytes cannot hold F32 \[1\]/],
		['bytes beyond the file', { a: f32(0, 4), x: f32(4, 12) }, 8, /tensor x: the file is truncated/],
		['an overlap', { a: f32(0, 8), x: f32(4, 12) }, 12, /tensor x: overlaps/],
		['the same bytes twice', { a: f32(0, 8), x: f32(0, 8) }, 8, /tensor x: overlaps/],
		['a hole before it', { a: f32(0, 4), x: f32(8, 12) }, 12, /tensor x: unused bytes before it/],
		['a hole at the start', { x: f32(4, 8) }, 8, /tensor x: unused bytes before it/],
		['bytes after the last', { x: f32(0, 4) }, 9, /5 bytes after its last tensor/],
		['metadata that is no text', { __metadata__: { a: 1 }, x: entry }, 4, /__metadata__/],
		['metadata that is a list', { __metadata__: [], x: entry }, 4, /__metadata__/]
	])('%s', (_, header, bodyBytes, message) => {
		const file = fileOf(header, bytes(bodyBytes));
		expect(() => openSafetensors(file)).toThrow(SafetensorsError);
		expect(() => openSafetensors(file)).toThrow(message);
	});

	const twice = JSON.stringify(entry);
	it.each([
		['named twice', `{"x":${twice},"x":${twice}}`],
		['with spaces', `{"x" : ${twice}, "x"\n:${twice}}`],
		['once escaped', `{"x":${twice},"\\u0078":${twice}}`]
	])('%s', (_, header) => {
		expect(() => openSafetensors(fileOf(header, bytes(4)))).toThrow(/tensor x: named twice/);
	});

	it('a field named twice', () => {
		const header = '{"x":{"dtype":"F16","dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
		expect(() => openSafetensors(fileOf(header, bytes(4)))).toThrow(/tensor x: dtype named twice/);
	});

	it('missing, or of a type that is not read', () => {
		const file = openSafetensors(
			fileOf({ mask: { dtype: 'U8', shape: [4], data_offsets: [0, 4] } }, bytes(4))
		);
		expect(() => file.read('x')).toThrow(/tensor x: missing/);
		expect(() => file.read('mask')).toThrow(/tensor mask: not of type F32, F16 or BF16/);
		file.close();
	});
});

describe('a sound file', () => {
	it('may name a tensor like a field, like metadata or like a property of objects', () => {
		const header = JSON.parse(
			`{"__metadata__":{"x":"1","shape":"2"},"shape":{},"dtype":{},"x":{},"__proto__":{},"\\"":{}}`
		);
		const names = Object.keys(header).slice(1);
		names.forEach((name, i) =>
			Object.defineProperty(header, name, { value: f32(4 * i, 4 * i + 4), enumerable: true })
		);
		const file = fileOf(header, new Uint8Array(Float32Array.from(names, (_, i) => i + 1).buffer));
		names.forEach((name, i) => expect(readAll(file, name)).toEqual([i + 1]));
	});

	it('may hold empty tensors, scalars and tensors out of order', () => {
		const header = { b: f32(4, 12), none: f32(4, 4, [3, 0]), a: f32(0, 4, []) };
		const file = fileOf(header, new Uint8Array(Float32Array.of(1, 2, 3).buffer));
		expect(readAll(file, 'a')).toEqual([1]);
		expect(readAll(file, 'b')).toEqual([2, 3]);
		expect(readAll(file, 'none')).toEqual([]);
	});
});

describe('values', () => {
	const special = [0, -0, 1, -1.5, 1e-45, -1.1754942e-38, 3.4028235e38, Infinity, -Infinity, NaN];

	it('of F32 come back bit by bit', () => {
		const values = Float32Array.from(special);
		const header = { x: f32(0, 40) };
		const read = Float32Array.from(readAll(fileOf(header, new Uint8Array(values.buffer)), 'x'));
		expect(Buffer.from(read.buffer)).toEqual(Buffer.from(values.buffer));
	});

	it('of BF16 are the upper halves of float32, subnormal, infinite and NaN too', () => {
		const words = Uint16Array.of(0x0000, 0x8000, 0x3f80, 0xc049, 0x0001, 0x807f, 0x7f80, 0xff80, 0x7fc0);
		const header = { x: { dtype: 'BF16', shape: [3, 3], data_offsets: [0, 18] } };
		const read = readAll(fileOf(header, new Uint8Array(words.buffer)), 'x');
		const expected = [0, -0, 1, -3.140625, 2 ** -133, -127 * 2 ** -133, Infinity, -Infinity, NaN];
		expect(read).toEqual(expected);
	});

	it('of F16 are those of DataView.getFloat16, all 65,536 of them', () => {
		const words = Uint16Array.from({ length: 65536 }, (_, bits) => bits);
		const header = { x: { dtype: 'F16', shape: [256, 256], data_offsets: [0, 131072] } };
		const read = readAll(fileOf(header, new Uint8Array(words.buffer)), 'x');
		const view = new DataView(words.buffer);
		const wrong = read.filter((value, bits) => !Object.is(value, view.getFloat16(2 * bits, true)));
		expect(wrong).toEqual([]);
	});
});

describe('writeSafetensors', () => {
	const tensors = [
		{ name: 'b', shape: [2, 3], values: () => Float32Array.of(1, 2.5, -3, 1e-7, 0, 65504) },
		{ name: 'é', shape: [], values: () => Float32Array.of(0.1) }
	];

	it.each(['F32', 'F16'] as const)('writes %s that is read again, the same bytes each time', (dtype) => {
		const [first, second] = ['first', 'second'].map((name) => path.join(folder, name)) as [string, string];
		for (const file of [first, second]) writeSafetensors(file, tensors, dtype);
		expect(readFileSync(first)).toEqual(readFileSync(second));
		const round = dtype === 'F32' ? Math.fround : Math.f16round;
		for (const { name, values } of tensors) {
			expect(readAll(first, name)).toEqual([...values()].map((value) => round(value)));
		}
		expect([...openSafetensors(first).tensors.keys()]).toEqual(['b', 'é']);
		expect(Number(readFileSync(first).readBigUInt64LE()) % 8).toBe(0); // tensors start aligned
	});

	it('refuses values that do not fill the shape', () => {
		const wrong = [{ name: 'w', shape: [3], values: () => Float32Array.of(1) }];
		expect(() => writeSafetensors(path.join(folder, 'wrong'), wrong, 'F32')).toThrow(/tensor w/);
	});
});
