// `npm run bench -- campaign [--corpus PATH...]`: builds a campaign of gpt2-small's shape (RANDOM weights, all 3,072
// neurons of layer 6) and compares it with onnxruntime-node alone running the same batches of the same model.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openActivations } from './lib/campaign-activations.ts';
import { ensureCampaign } from './lib/campaign-build.ts';
import { describeCampaign } from './lib/campaign-description.ts';
import { tokenise, type Passages } from './lib/campaign-passages.ts';
import { planSegments } from './lib/campaign-plan.ts';
import { readCorpus } from './lib/corpus.ts';
import { ensureExactModel, type ExactModel } from './lib/exact-model.ts';
import { writeGpt2Shape } from './lib/testing/gpt2-shape.ts';

const LAYER = 6;
const SEED = 1;
const MODEL_ID = 'random-gpt2-shape';
const root = path.resolve(import.meta.dirname, '..');

const { values } = parseArgs({ options: { corpus: { type: 'string', multiple: true } } });
const corpus = values.corpus ?? [path.join(root, 'models/corpus')];

async function secondsOf<T>(task: () => Promise<T>): Promise<{ seconds: number; result: T }> {
	const startMs = performance.now();
	const result = await task();
	return { seconds: (performance.now() - startMs) / 1000, result };
}

/** onnxruntime-node alone: loads the model, runs every batch, looks at no value. */
async function bareRun(model: ExactModel, passages: Passages): Promise<void> {
	const activations = await openActivations(model, passages);
	for (const segment of planSegments(passages)) await activations.run(segment, () => {});
	await activations.close();
}

/** Highest memory of this process so far, as Linux counts it; resourceUsage gives kB. */
const peakMemoryMb = (): number => process.resourceUsage().maxRSS / 1000;

async function bench(folder: string): Promise<void> {
	const checkpoint = path.join(folder, 'checkpoint');
	const modelsDir = path.join(folder, 'models');
	writeGpt2Shape(checkpoint, SEED, path.join(root, 'models/starter/tokenizer.json'));
	const options = { checkpoint, modelsDir, layer: LAYER };
	const model = await ensureExactModel(MODEL_ID, options);
	const passages = await tokenise(model, readCorpus(corpus), () => {});
	console.log(`random weights of gpt2-small's shape, layer ${LAYER}; ${passages.ids.length} tokens`);

	const before = await secondsOf(() => bareRun(model, passages));
	console.log(
		`onnxruntime-node alone: ${before.seconds.toFixed(1)} s; memory ${peakMemoryMb().toFixed(0)} MB`
	);
	const build = await secondsOf(() =>
		ensureCampaign(MODEL_ID, {
			...options,
			corpus,
			campaignsDir: path.join(folder, 'campaigns'),
			cacheDir: path.join(folder, 'cache')
		})
	);
	const memoryMb = peakMemoryMb();
	const after = await secondsOf(() => bareRun(model, passages));
	const bare = (before.seconds + after.seconds) / 2;
	const rate = (seconds: number) => `${(passages.ids.length / seconds).toFixed(0)} tokens/s`;
	console.log(`onnxruntime-node alone, again: ${after.seconds.toFixed(1)} s; mean ${rate(bare)}`);
	console.log(`the campaign, from corpus to files: ${build.seconds.toFixed(1)} s, ${rate(build.seconds)}`);
	console.log(`ratio ${((100 * bare) / build.seconds).toFixed(0)} % of onnxruntime-node alone`);
	console.log(`peak memory of this process until the campaign was done: ${memoryMb.toFixed(0)} MB`);
	console.log(await describeCampaign(build.result.dir));
	const stamp = JSON.parse(readFileSync(path.join(build.result.dir, 'manifest.json'), 'utf8')) as {
		root: string;
	};
	console.log(`content ${stamp.root}`);
}

const folder = mkdtempSync(path.join(tmpdir(), 'bench-campaign-'));
try {
	await bench(folder);
} finally {
	rmSync(folder, { recursive: true, force: true });
}
