// `npm run bench -- memory [--mb N...]`: the memory of a campaign's build over corpora of several sizes, each built in
// a process of its own over the same tiny random model. Fails above a bound that does not depend on the corpus.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, readdirSync, writeSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom } from '../src/lib/util/seeded-random.ts';
import { ensureCampaign } from './lib/campaign-build.ts';
import { makeTinyCampaign, type TinyCampaign } from './lib/testing/tiny-campaign.ts';

const root = path.resolve(import.meta.dirname, '..');
const MEGABYTE = 1e6;
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

/** Builds in this process; its highest memory goes to stdout. */
async function build(options: TinyCampaign['options']): Promise<void> {
	const start = performance.now();
	const { dir } = await ensureCampaign('tiny', options);
	const { passages, tokens } = JSON.parse(readFileSync(path.join(dir, 'manifest.json'), 'utf8')) as {
		passages: number;
		tokens: number;
	};
	// resourceUsage gives kB.
	const memoryMb = process.resourceUsage().maxRSS / 1000;
	console.log(JSON.stringify({ passages, tokens, memoryMb, seconds: (performance.now() - start) / 1000 }));
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
		const args = [import.meta.filename, '--build', JSON.stringify(options)];
		const { status, stdout } = spawnSync(process.execPath, args, {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'inherit']
		});
		if (status !== 0) throw new Error(`The build over ${megabytes} MB failed.`);
		return JSON.parse(stdout) as Row;
	} finally {
		tiny.remove();
	}
}

function bench(sizes: number[]): void {
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
	options: { mb: { type: 'string', multiple: true }, build: { type: 'string' } }
});
if (values.build !== undefined) await build(JSON.parse(values.build) as TinyCampaign['options']);
else bench((values.mb ?? ['4', '64']).map(Number));
