import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { sha256, Sha256 } from './sha256.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

it('agrees with Node at every length around the block borders', () => {
	for (const length of [0, 1, 3, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000, 70_001]) {
		const bytes = Uint8Array.from({ length }, (_, i) => (i * 31 + length) & 255);
		expect(hex(sha256(bytes)), `${length}`).toBe(createHash('sha256').update(bytes).digest('hex'));
	}
});

it('agrees with Node on bytes that come in pieces of every length', () => {
	const bytes = Uint8Array.from({ length: 5000 }, (_, i) => (i * 37) & 255);
	const expected = createHash('sha256').update(bytes).digest('hex');
	for (const length of [1, 7, 63, 64, 65, 127, 128, 1000, 5000]) {
		const hash = new Sha256();
		for (let at = 0; at < bytes.length; at += length) hash.update(bytes.subarray(at, at + length));
		expect(hash.hex(), `${length}`).toBe(expected);
	}
});
