// `npm run model -- ID [--layer L] [--checkpoint DIR]`: from a GPT-2 checkpoint to the ONNX model that the game serves.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CheckpointError } from './lib/checkpoint.ts';
import { FetchError } from './lib/checkpoint-fetch.ts';
import { ensureModel } from './lib/model-build.ts';
import { SafetensorsError } from './lib/safetensors.ts';

const USAGE = `npm run model -- ID [--layer L] [--checkpoint DIR]

Converts a GPT-2 checkpoint to ONNX, cut after blocks.{L}.mlp.hook_post, into static/models/.
  ID                starter, gpt2-small, or any name for a checkpoint of your own
  --layer L         the layer to end with, from 0 (default: the layer of the model's campaign)
  --checkpoint DIR  a folder with config.json, tokenizer.json and model.safetensors;
                    without it gpt2-small is fetched from the Hugging Face hub (548 MB)`;

function parseLayer(text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	if (!/^\d{1,3}$/.test(text)) throw new CheckpointError(`--layer must be a number from 0, not "${text}".`);
	return Number(text);
}

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		options: {
			layer: { type: 'string' },
			checkpoint: { type: 'string' },
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
		layer: parseLayer(values.layer),
		checkpoint: values.checkpoint
	});
	const sizeMb = Object.values(manifest.files).reduce((sum, file) => sum + file.sizeBytes, 0) / 1e6;
	const what = built ? 'built' : 'already there';
	console.log(`${manifest.title}: ${what} in ${path.relative(process.cwd(), dir)} (${sizeMb.toFixed(1)} MB)`);
	console.log(`output ${manifest.hookName}, checkpoint SHA-256 ${manifest.checkpointSha256}`);
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
