// `npm run campaign -- ID`: computes a campaign; `npm run campaign -- inspect ID INDEX` prints one neuron of it.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureCampaign } from './lib/campaign-build.ts';
import { describeCampaign } from './lib/campaign-description.ts';
import { inspect } from './lib/campaign-inspect.ts';

const USAGE = `npm run campaign -- ID [--model ID] [--layer L] [--corpus PATH...] [--resume] [--publish]
npm run campaign -- inspect ID INDEX

Computes what players see of every neuron of one layer, into static/campaigns/ID.
  ID               the campaign's name; starter and gpt2-small are also the models' names
  --model ID       the model, where its name is another
  --layer L        the layer, from 0 (default: the layer of the model's campaign)
  --checkpoint DIR a folder with config.json, tokenizer.json and model.safetensors
  --corpus PATH    a .txt or .jsonl file, or a folder of them; may be given several times
  --resume         go on where a build was stopped
  --publish        tell the store (PUBLIC_SUPABASE_URL and SUPABASE_SECRET_KEY, else DATABASE_URL or DATA_DIR);
                   \`npm start\` does it by itself
  inspect          print a neuron of a campaign that is there`;

function parseWhole(text: string, what: string): number {
	if (!/^\d{1,6}$/.test(text)) throw new Error(`${what} must be a number from 0, not "${text}".`);
	return Number(text);
}

async function build(id: string, values: ReturnType<typeof parse>['values']): Promise<void> {
	if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(id)) {
		throw new Error(`"${id}" is no campaign id: use small letters, digits and dashes.`);
	}
	const { dir, built } = await ensureCampaign(id, {
		modelId: values.model,
		layer: values.layer === undefined ? undefined : parseWhole(values.layer, '--layer'),
		checkpoint: values.checkpoint,
		corpus: values.corpus,
		resume: values.resume
	});
	const place = path.relative(process.cwd(), dir);
	console.log(built ? `The campaign is in ${place}.` : `The campaign in ${place} is up to date.`);
	console.log(await describeCampaign(dir));
	if (!values.publish) return;
	const { publishFolder } = await import('./lib/store.ts');
	console.log((await publishFolder(dir)) ? 'The store has it now.' : 'The store has it already.');
}

const parse = () =>
	parseArgs({
		allowPositionals: true,
		options: {
			model: { type: 'string' },
			layer: { type: 'string' },
			checkpoint: { type: 'string' },
			corpus: { type: 'string', multiple: true },
			resume: { type: 'boolean' },
			publish: { type: 'boolean' },
			help: { type: 'boolean', short: 'h' }
		}
	});

async function main(): Promise<void> {
	const { values, positionals } = parse();
	const [first, second, third] = positionals;
	if (values.help || !first) {
		console.log(USAGE);
		process.exitCode = values.help ? 0 : 1;
	} else if (first === 'inspect') {
		if (second === undefined || third === undefined) throw new Error(USAGE);
		console.log(await inspect(second, parseWhole(third, 'INDEX')));
	} else await build(first, values);
}

try {
	await main();
} catch (error) {
	console.error(error instanceof Error && !process.env.DEBUG ? error.message : error);
	process.exitCode = 1;
}
