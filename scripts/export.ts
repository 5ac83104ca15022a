// `npm run export -- [CAMPAIGN] --format openai|neuronpedia|csv|jsonl --out DIR`: a campaign, and what players made of
// it, in the forms that other tools read.
import { parseArgs } from 'node:util';
import { campaignDir, openFromDisk } from './lib/campaign-disk.ts';
import { explanationsByNeuron, exportOpenAi, exportTables, writeNotice } from './lib/export-files.ts';
import { exportNeuronpedia } from './lib/export-neuronpedia.ts';
import { createProgress } from './lib/progress.ts';
import { hasStore, openStore, type OpenStore } from './lib/store.ts';

const FORMATS = ['openai', 'neuronpedia', 'csv', 'jsonl'] as const;
type Format = (typeof FORMATS)[number];

const USAGE = `npm run export -- [CAMPAIGN] --format FORMAT --out DIR

  CAMPAIGN     default: starter
  openai       one NeuronRecord a neuron, {layer}/{neuron}.json
  neuronpedia  features, activations and explanations as Neuronpedia's v1 dataset
  csv, jsonl   explanations with score, 90 % interval, n (passages judged), votes, rounds and
               evidence; and the rounds, the evidence and the records themselves

What players made comes from the store: PUBLIC_SUPABASE_URL and SUPABASE_SECRET_KEY for a hosted one, else
DATABASE_URL or DATA_DIR. Stop the server first when the store is in DATA_DIR.`;

async function withStore<T>(task: (store: OpenStore) => Promise<T>): Promise<T> {
	const store = await openStore();
	try {
		return await task(store);
	} finally {
		await store.close();
	}
}

async function run(id: string, format: Format, out: string): Promise<void> {
	const campaign = await openFromDisk(campaignDir(id));
	writeNotice(out);
	if (format === 'csv' || format === 'jsonl') {
		if (!hasStore()) throw new Error(`There is no store to export from.\n\n${USAGE}`);
		const counts = await withStore(({ rpc }) => exportTables(rpc, campaign, out, format));
		console.log(
			Object.entries(counts)
				.map(([kind, count]) => `${count} ${kind}`)
				.join(', ')
		);
		return;
	}
	const total = campaign.manifest.neurons;
	const progress = createProgress({ label: `Export ${id}`, total, unit: 'neurons' });
	let done = 0;
	const onNeuron = () => progress.update(++done);
	if (format === 'openai') await exportOpenAi(campaign, out, onNeuron);
	else {
		const none = new Map<number, Record<string, unknown>[]>();
		if (!hasStore()) console.error('There is no store here: the export has no explanations.');
		const explanations = hasStore() ? await withStore(({ rpc }) => explanationsByNeuron(rpc, id)) : none;
		await exportNeuronpedia(campaign, out, explanations, onNeuron);
	}
	progress.finish();
}

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			format: { type: 'string' },
			out: { type: 'string' },
			help: { type: 'boolean', short: 'h' }
		}
	});
	const format = FORMATS.find((known) => known === values.format);
	if (values.help || !format || !values.out) {
		console.log(USAGE);
		process.exitCode = values.help ? 0 : 1;
	} else await run(positionals[0] ?? 'starter', format, values.out);
}

try {
	await main();
} catch (error) {
	console.error(error instanceof Error && !process.env.DEBUG ? error.message : error);
	process.exitCode = 1;
}
