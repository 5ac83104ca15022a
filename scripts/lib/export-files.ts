// The formats of `npm run export`: which files each writes, and where its rows come from.
import { createWriteStream, mkdirSync, writeFileSync, type WriteStream } from 'node:fs';
import path from 'node:path';
import type { Campaign } from '../../src/lib/campaign/campaign.ts';
import { toNeuronRecord } from '../../src/lib/campaign/neuron-record.ts';
import type { ServiceRpc } from '../../src/lib/server/rpc.ts';
import { csvLine, DUMP_KINDS, dumpRows, ExplanationTally, type DumpRow } from './export-dump.ts';

/** Where players have agreed that what they write is CC0; the clues are over CC0 passages. */
const NOTICE = `This export of Neuronpedia is dedicated to the public domain under CC0 1.0 Universal
(https://creativecommons.org/publicdomain/zero/1.0/). Authors are named where they chose to be credited.
`;

export function writeNotice(out: string): void {
	mkdirSync(out, { recursive: true });
	writeFileSync(path.join(out, 'LICENSE'), NOTICE);
}

/** {layer}/{neuron}.json, as OpenAI's collated activations lie. */
export async function exportOpenAi(campaign: Campaign, out: string, onNeuron: () => void): Promise<void> {
	const dir = path.join(out, `${campaign.manifest.layer}`);
	mkdirSync(dir, { recursive: true });
	for (let index = 0; index < campaign.manifest.neurons; index++) {
		const [page, sample] = await Promise.all([campaign.neuron(index), campaign.sample(index)]);
		writeFileSync(path.join(dir, `${index}.json`), JSON.stringify(toNeuronRecord(page, sample)));
		onNeuron();
	}
}

const closed = (stream: WriteStream): Promise<void> =>
	new Promise((resolve, reject) => {
		stream.once('error', reject);
		stream.end(resolve);
	});

/** One line of the table for a row; the first row names the columns of a CSV file. */
function lineMaker(format: 'csv' | 'jsonl'): (row: DumpRow) => string {
	let columns: string[] | undefined;
	if (format === 'jsonl') return (row) => `${JSON.stringify(row)}\n`;
	return (row) => {
		const head = columns ? '' : csvLine((columns = Object.keys(row)));
		return head + csvLine(columns!.map((column) => row[column]));
	};
}

/** Explanations (with score, interval, n, votes, rounds and evidence), rounds, evidence and records: one file each.
 *  Returns the number of rows by kind. */
export async function exportTables(
	rpc: ServiceRpc,
	campaign: Campaign,
	out: string,
	format: 'csv' | 'jsonl'
): Promise<Record<string, number>> {
	const { id, modelId, layer } = campaign.manifest;
	const counts: Record<string, number> = {};
	const tally = new ExplanationTally();
	for (const kind of DUMP_KINDS) {
		const stream = createWriteStream(path.join(out, `${kind}.${format}`));
		const line = lineMaker(format);
		counts[kind] = 0;
		for await (const row of dumpRows(rpc, id, kind)) {
			tally.add(kind, row);
			const counted = kind === 'explanations' ? tally.of(row.id) : {};
			stream.write(line({ campaign: id, model: modelId, layer, ...row, ...counted }));
			counts[kind]++;
		}
		await closed(stream);
	}
	return counts;
}

/** The store's explanations by neuron. */
export async function explanationsByNeuron(
	rpc: ServiceRpc,
	campaignId: string
): Promise<Map<number, DumpRow[]>> {
	const byNeuron = new Map<number, DumpRow[]>();
	for await (const row of dumpRows(rpc, campaignId, 'explanations')) {
		const index = Number(row.neuron_index);
		byNeuron.set(index, [...(byNeuron.get(index) ?? []), row]);
	}
	return byNeuron;
}
