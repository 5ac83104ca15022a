// `npm run bench -- campaign [--corpus PATH...]`: builds a campaign of gpt2-small's shape (RANDOM weights, GPT-2's own
// tokenizer, all 3,072 neurons of layer 6) and compares it with onnxruntime-node alone running the same batches.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openActivations } from './lib/campaign-activations.ts';
import { ensureCampaign } from './lib/campaign-build.ts';
import { describeCampaign } from './lib/campaign-description.ts';
import { tokenise, type Passages } from './lib/campaign-passages.ts';
import { planSegments } from './lib/campaign-plan.ts';
import { openCorpus } from './lib/corpus.ts';
import { ensureExactModel, type ExactModel } from './lib/exact-model.ts';

const LAYER = 6;
const SEED = 1;
const MODEL_ID = 'gpt2-small';
const CAMPAIGN_ID = 'random-gpt2-shape';
const root = path.resolve(import.meta.dirname, '..');

const { values } = parseArgs({ options: { corpus: { type: 'string', multiple: true } } });
const corpus = values.corpus ?? [path.join(root, 'models/corpus')];

interface Cost {
	/** By the clock. */
	seconds: number;
	/** Of all threads together: what remains comparable when the machine has other work. */
	cpuSeconds: number;
}

async function costOf<T>(task: () => Promise<T>): Promise<Cost & { result: T }> {
	const [startMs, startCpu] = [performance.now(), process.cpuUsage()];
	const result = await task();
	const { user, system } = process.cpuUsage(startCpu);
	return { result, seconds: (performance.now() - startMs) / 1000, cpuSeconds: (user + system) / 1e6 };
}

const words = ({ seconds, cpuSeconds }: Cost): string =>
	`${seconds.toFixed(1)} s (${cpuSeconds.toFixed(0)} s of processor time)`;

/** onnxruntime-node alone: loads the model, runs every batch, looks at no value. */
async function bareRun(model: ExactModel, passages: Passages): Promise<void> {
	const activations = await openActivations(model, passages);
	for (const segment of planSegments(passages)) await activations.run(segment, () => {});
	await activations.close();
}

/** Highest memory of this process so far, as Linux counts it; resourceUsage gives kB. */
const peakMemoryMb = (): number => process.resourceUsage().maxRSS / 1000;

async function bench(folder: string): Promise<void> {
	const options = { randomWeightsSeed: SEED, modelsDir: path.join(folder, 'models'), layer: LAYER };
	const model = await ensureExactModel(MODEL_ID, options);
	const passages = await tokenise(model, openCorpus(corpus), { dir: path.join(folder, 'passages') });
	console.log(`${model.title}, layer ${LAYER}; ${passages.tokens} tokens`);

	const before = await costOf(() => bareRun(model, passages));
	console.log(`onnxruntime-node alone: ${words(before)}; memory ${peakMemoryMb().toFixed(0)} MB`);
	const build = await costOf(() =>
		ensureCampaign(CAMPAIGN_ID, {
			...options,
			modelId: MODEL_ID,
			corpus,
			campaignsDir: path.join(folder, 'campaigns'),
			cacheDir: path.join(folder, 'cache')
		})
	);
	const memoryMb = peakMemoryMb();
	const after = await costOf(() => bareRun(model, passages));
	console.log(`onnxruntime-node alone, again: ${words(after)}`);
	const rate = ({ seconds }: Cost) => `${(passages.tokens / seconds).toFixed(0)} tokens/s`;
	console.log(`the campaign, from corpus to files: ${words(build)}, ${rate(build)}`);
	const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(0)} %`;
	const bareSeconds = (before.seconds + after.seconds) / 2;
	const bareCpu = (before.cpuSeconds + after.cpuSeconds) / 2;
	console.log(
		`of onnxruntime-node alone (mean): ${share(bareSeconds, build.seconds)} by the clock, ` +
			`${share(bareCpu, build.cpuSeconds)} by processor time`
	);
	console.log(`peak memory of this process until the campaign was done: ${memoryMb.toFixed(0)} MB`);
	console.log(await describeCampaign(build.result.dir));
	const stamp = JSON.parse(readFileSync(path.join(build.result.dir, 'manifest.json'), 'utf8')) as {
		root: string;
	};
	console.log(`content ${stamp.root}`);
	passages.close();
}

const folder = mkdtempSync(path.join(tmpdir(), 'bench-campaign-'));
try {
	await bench(folder);
} finally {
	rmSync(folder, { recursive: true, force: true });
}
