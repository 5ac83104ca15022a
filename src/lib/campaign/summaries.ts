// The index: one row for each neuron, all maxima among them, in one small file.
import { ByteWriter } from './bytes.ts';
import type { NeuronSummary } from './clue.ts';
import type { Part } from './container.ts';
import { flagBits, flagsOf } from './neuron-numbers.ts';
import { joinSections, readSections } from './sections.ts';

/** File kind "index": one row for each neuron, column by column. */
export function encodeIndex(rows: readonly NeuronSummary[]): Part[] {
	const meta = new ByteWriter();
	meta.varint(rows.length);
	for (const { max } of rows) meta.float32(max);
	for (const { min } of rows) meta.float32(min);
	for (const { difficulty } of rows) meta.fixed(difficulty);
	for (const { coherence } of rows) meta.fixed(coherence);
	for (const { flags } of rows) meta.varint(flagBits(flags));
	for (const row of rows) meta.varint(row.firingPassages);
	for (const row of rows) meta.varint(row.exhibitsFiring);
	for (const row of rows) meta.varint(row.exhibitsQuiet);
	for (const { peakToken } of rows) meta.string(peakToken);
	return joinSections(meta);
}

export const decodeIndex = (payload: Uint8Array): NeuronSummary[] =>
	readSections(payload, 1, ([section]) => {
		const meta = section!;
		const count = meta.varint();
		if (count > meta.remaining) throw new RangeError('a list is longer than its file');
		const column = <T>(read: () => T) => Array.from({ length: count }, read);
		const max = column(() => meta.float32());
		const min = column(() => meta.float32());
		const difficulty = column(() => meta.fixed());
		const coherence = column(() => meta.fixed());
		const flags = column(() => flagsOf(meta.varint()));
		const firingPassages = column(() => meta.varint());
		const exhibitsFiring = column(() => meta.varint());
		const exhibitsQuiet = column(() => meta.varint());
		return column(() => meta.string()).map((peakToken, index) => ({
			index,
			max: max[index]!,
			min: min[index]!,
			difficulty: difficulty[index]!,
			coherence: coherence[index]!,
			flags: flags[index]!,
			firingPassages: firingPassages[index]!,
			exhibitsFiring: exhibitsFiring[index]!,
			exhibitsQuiet: exhibitsQuiet[index]!,
			peakToken
		}));
	});
