// `npm run model -- ID [--layer L] [--checkpoint DIR]`: from a GPT-2 checkpoint to the ONNX model that the game serves.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { BUILD_NAMES, type ModelManifest } from '../src/lib/interp/model-manifest.ts';
import { CheckpointError } from './lib/checkpoint.ts';
import { FetchError } from './lib/checkpoint-fetch.ts';
import { ensureModel } from './lib/model-build.ts';
import { SafetensorsError } from './lib/safetensors.ts';

const USAGE = `npm run model -- ID [--layer L] [--checkpoint DIR] [--random-weights SEED]

Converts a GPT-2 checkpoint, cut after blocks.{L}.mlp.hook_post, into what browsers run (static/models/).
  ID                    starter, gpt2-small, or any name for a checkpoint of your own
  --layer L             the layer to end with, from 0 (default: the layer of the model's campaign)
  --checkpoint DIR      a folder with config.json, tokenizer.json and model.safetensors;
                        without it gpt2-small is fetched from the Hugging Face hub (548 MB)
  --random-weights SEED random numbers in gpt2-small's shape, for benches: no real model, and named so`;

function parseNumber(option: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	if (!/^\d{1,9}$/.test(text)) throw new CheckpointError(`${option} must be a number from 0, not "${text}".`);
	return Number(text);
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
/** Highest memory of this process so far; resourceUsage gives kB. */
const peakMegabytes = () => (process.resourceUsage().maxRSS / 1000).toFixed(0);

/** One line a build: what it weighs and how far it is from the float64 reference. */
function describe({ builds }: ModelManifest): string {
	return BUILD_NAMES.map((name) => {
		const { encoding, tokens, firstBytes, totalBytes, fidelity } = builds[name];
		return (
			`  ${name}: blocks ${encoding}, embeddings ${tokens.encoding}, ${megabytes(firstBytes)} MB before the first ` +
			`activation, ${megabytes(totalBytes)} MB in all; max error ${fidelity.maxAbsError}, ` +
			`p99 ${fidelity.p99AbsError}, r ${fidelity.r}`
		);
	}).join('\n');
}

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		options: {
			layer: { type: 'string' },
			checkpoint: { type: 'string' },
			'random-weights': { type: 'string' },
			help: { type: 'boolean', short: 'h' }
		},
		allowPositionals: true
	});
	const [id] = positionals;
	if (values.help || !id || positionals.length > 1) {
		console.log(USAGE);
		process.exitCode = values.help ? 0 : 1;
		return;
	}
	const { manifest, dir, built } = await ensureModel(id, {
		layer: parseNumber('--layer', values.layer),
		checkpoint: values.checkpoint,
		randomWeightsSeed: parseNumber('--random-weights', values['random-weights']),
		onMeasured: (build, { blocks, tokens }, { maxAbsError, p99AbsError, r }) =>
			console.error(`tried ${build} ${blocks}/${tokens}: max ${maxAbsError}, p99 ${p99AbsError}, r ${r}`)
	});
	console.log(
		`${manifest.title}: ${built ? 'built' : 'already there'} in ${path.relative(process.cwd(), dir)}`
	);
	console.log(describe(manifest));
	console.log(`output ${manifest.hookName}, checkpoint SHA-256 ${manifest.checkpointSha256}`);
	if (built) console.log(`memory of the build: at most ${peakMegabytes()} MB`);
}

try {
	await main();
} catch (error) {
	const expected =
		error instanceof CheckpointError || error instanceof SafetensorsError || error instanceof FetchError;
	const isUsage = (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
	console.error(expected || isUsage ? (error as Error).message : error);
	process.exitCode = 1;
}
