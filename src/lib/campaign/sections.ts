// A payload is a list of sections (all lengths, then all bytes), because numbers, activations and texts compress
// better apart.
import { ByteReader, ByteWriter } from './bytes.ts';
import type { Part } from './container.ts';

/** The sections, the lengths of all before the first; each is compressed by itself. */
export function joinSections(...sections: (ByteWriter | { activations: ByteWriter })[]): Part[] {
	const parts = sections.map((section): Part =>
		section instanceof ByteWriter
			? { bytes: section.toBytes(), isNoise: false }
			: { bytes: section.activations.toBytes(), isNoise: true }
	);
	const lengths = new ByteWriter();
	for (const { bytes } of parts) lengths.varint(bytes.length);
	const [first, ...rest] = parts;
	lengths.bytes(first!.bytes);
	return [{ ...first!, bytes: lengths.toBytes() }, ...rest];
}

/** Calls `read` with `count` sections; every one must be used up. */
export function readSections<T>(payload: Uint8Array, count: number, read: (sections: ByteReader[]) => T): T {
	const reader = new ByteReader(payload);
	const lengths = Array.from({ length: count }, () => reader.varint());
	const sections = lengths.map((length) => new ByteReader(reader.bytes(length)));
	const result = read(sections);
	[reader, ...sections].forEach((part) => part.end());
	return result;
}
