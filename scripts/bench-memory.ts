// `npm run bench -- memory [--mb N...]`: the memory of a model's build at gpt2-small's shape, and of a campaign's build
// over corpora of several sizes and the same tiny random model, each in a process of its own. Fails above a bound that
// does not depend on the corpus.
import { spawnSync } from 'node:child_process';
import {
	closeSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	readFileSync,
	readdirSync,
	rmSync,
	writeSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom } from '../src/lib/util/seeded-random.ts';
import { ensureCampaign } from './lib/campaign-build.ts';
import { ensureModel } from './lib/model-build.ts';
import { makeTinyCampaign, type TinyCampaign } from './lib/testing/tiny-campaign.ts';

const root = path.resolve(import.meta.dirname, '..');
const MEGABYTE = 1e6;
/** What a laptop of 8 GB can spare beside a browser. */
const MODEL_BOUND_MB = 4000;
/** Half of what the builder is allowed; the other half is for gpt2-small's weights, which the tiny model lacks. */
const BOUND_MB = 750;
/** From the smallest corpus to the largest, whatever their sizes: what passages (not tokens) may take. */
const GROWTH_MB = 250;
const LINE_WORDS = { least: 5, most: 40 };

/** Words of the project's corpus as often as there, so that tokens are as frequent as in real text. */
function corpusWords(): string[] {
	const dir = path.join(root, 'models/corpus');
	return readdirSync(dir)
		.filter((name) => name.endsWith('.txt'))
		.flatMap((name) => readFileSync(path.join(dir, name), 'utf8').split(/\s+/));
}

/** Writes lines of words drawn by chance: `megabytes` of text. */
function writeCorpus(file: string, megabytes: number, words: readonly string[]): void {
	const random = seededRandom(megabytes);
	const word = () => words[Math.floor(random() * words.length)]!;
	const { least, most } = LINE_WORDS;
	const fd = openSync(file, 'w');
	for (let bytes = 0; bytes < megabytes * MEGABYTE;) {
		const length = least + Math.floor(random() * (most - least + 1));
		bytes += writeSync(fd, `${Array.from({ length }, word).join(' ')}\n`);
	}
	closeSync(fd);
}

/** The highest memory of this process so far. */
const peakMb = (): number => process.resourceUsage().maxRSS / 1000; // given in kB

/** Runs this file as a process of its own; gives what it printed. */
function runAlone<T>(args: string[]): T {
	const { status, stdout } = spawnSync(process.execPath, [import.meta.filename, ...args], {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit']
	});
	if (status !== 0) throw new Error(`A build failed (${args[0]}).`);
	return JSON.parse(stdout) as T;
}

/** Builds gpt2-small's shape from random weights, as `npm run model` does; its highest memory goes to stdout. */
async function buildModel(modelsDir: string): Promise<void> {
	const start = performance.now();
	await ensureModel('gpt2-small', { randomWeightsSeed: 1, modelsDir, quiet: true });
	console.log(JSON.stringify({ memoryMb: peakMb(), seconds: (performance.now() - start) / 1000 }));
}

function benchModel(): void {
	const modelsDir = mkdtempSync(path.join(tmpdir(), 'bench-memory-'));
	try {
		const { memoryMb, seconds } = runAlone<Pick<Row, 'memoryMb' | 'seconds'>>(['--model', modelsDir]);
		console.log(
			`model of gpt2-small's shape: at most ${memoryMb.toFixed(0)} MB of memory, ${seconds.toFixed(0)} s ` +
				`(bound: ${MODEL_BOUND_MB} MB)`
		);
		if (memoryMb > MODEL_BOUND_MB) process.exitCode = 1;
	} finally {
		rmSync(modelsDir, { recursive: true, force: true });
	}
}

/** Builds in this process; its highest memory goes to stdout. */
async function build(options: TinyCampaign['options']): Promise<void> {
	const start = performance.now();
	const { dir } = await ensureCampaign('tiny', options);
	const { passages, tokens } = JSON.parse(readFileSync(path.join(dir, 'manifest.json'), 'utf8')) as {
		passages: number;
		tokens: number;
	};
	console.log(
		JSON.stringify({ passages, tokens, memoryMb: peakMb(), seconds: (performance.now() - start) / 1000 })
	);
}

interface Row {
	passages: number;
	tokens: number;
	memoryMb: number;
	seconds: number;
}

function measure(megabytes: number, words: readonly string[]): Row {
	const tiny = makeTinyCampaign();
	try {
		const corpus = path.join(tiny.folder, 'large');
		mkdirSync(corpus);
		writeCorpus(path.join(corpus, 'words.txt'), megabytes, words);
		const { segmentTokens: _, ...options } = { ...tiny.options, corpus: [corpus] };
		return runAlone<Row>(['--build', JSON.stringify(options)]);
	} finally {
		tiny.remove();
	}
}

function benchCampaigns(sizes: number[]): void {
	const words = corpusWords();
	const rows = sizes.map((megabytes) => {
		const row = measure(megabytes, words);
		console.log(
			`${megabytes} MB of text, ${row.passages} passages, ${row.tokens} tokens: ` +
				`at most ${row.memoryMb.toFixed(0)} MB of memory, ${row.seconds.toFixed(0)} s`
		);
		return row.memoryMb;
	});
	const [least, most] = [Math.min(...rows), Math.max(...rows)];
	console.log(
		`bounds: ${BOUND_MB} MB for each, ${GROWTH_MB} MB between them (${(most - least).toFixed(0)} MB)`
	);
	if (most > BOUND_MB || most - least > GROWTH_MB) process.exitCode = 1;
}

const { values } = parseArgs({
	options: {
		mb: { type: 'string', multiple: true },
		build: { type: 'string' },
		model: { type: 'string' }
	}
});
if (values.build !== undefined) await build(JSON.parse(values.build) as TinyCampaign['options']);
else if (values.model !== undefined) await buildModel(values.model);
else {
	benchModel();
	benchCampaigns((values.mb ?? ['4', '64']).map(Number));
}
