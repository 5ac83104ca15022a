// Makes static/campaigns/{id} from a built model and a corpus, unless it is there already. Owns the order of the
// steps; what a killed build computed is kept in .cache and taken up again.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { filePath } from '../../src/lib/campaign/container.ts';
import { CampaignWriter, type CampaignFacts } from '../../src/lib/campaign/writer.ts';
import { deflateParts } from './deflate-parts.ts';
import { startCounting } from './campaign-count.ts';
import { measure, prepareFolder, type Measured } from './campaign-measure.ts';
import { neuronsOf } from './campaign-neurons.ts';
import type { CorpusNumbers } from './campaign-numbers.ts';
import { tokenise, type Passages } from './campaign-passages.ts';
import {
	exhibitRows,
	hasDaily,
	publishableOf,
	type Publishable,
	type PublishedNeuron
} from './campaign-publishable.ts';
import { RecordMaker, type Relations } from './campaign-records.ts';
import { relationsOf } from './campaign-relations.ts';
import { WEIGHT_ROWS } from './campaign-weights.ts';
import { openCorpus, type Corpus } from './corpus.ts';
import { ensureExactModel, type ExactModel } from './exact-model.ts';
import { tellIfDiskFull } from './disk-full.ts';
import { createProgress } from './progress.ts';
import { readVocabulary, type Vocabulary } from './vocabulary.ts';
import { writeSafely } from './write-safely.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** Changed whenever the result changes, so that an older campaign is computed again. */
const BUILDER_VERSION = 5;

export interface CampaignOptions {
	/** Id of the model; the campaign's own when left out. */
	modelId?: string;
	layer?: number;
	/** Folder of a checkpoint on this machine. */
	checkpoint?: string;
	/** Random numbers of the model's shape instead of its weights, for benches. */
	randomWeightsSeed?: number;
	/** Files and folders of the corpus. */
	corpus?: string[];
	/** Go on where a killed build stopped. */
	resume?: boolean;
	/** Where static/models and static/campaigns lie, and .cache; for tests. */
	modelsDir?: string;
	campaignsDir?: string;
	cacheDir?: string;
	segmentTokens?: number;
	quiet?: boolean;
}

export interface BuiltCampaign {
	dir: string;
	/** False when it was there already. */
	built: boolean;
}

interface Build {
	id: string;
	/** As the caller names it; model.id tells the layer too. */
	modelId: string;
	model: ExactModel;
	corpus: Corpus;
	stamp: string;
	options: CampaignOptions;
}

function progressOf({ id, options }: Build, what: string, total: number, unit: string) {
	return createProgress(
		{ label: `Campaign ${id}: ${what}`, total, unit },
		options.quiet ? { write: () => true } : undefined
	);
}

async function tokeniseAll(build: Build, workDir: string): Promise<Passages> {
	const progress = progressOf(build, 'tokens', build.corpus.sizeBytes, 'bytes');
	try {
		const passages = await tokenise(build.model, build.corpus, {
			dir: path.join(workDir, 'passages'),
			onBytes: (done) => progress.update(done)
		});
		progress.finish();
		if (!build.options.quiet) tellLosses(passages);
		return passages;
	} finally {
		progress.stop();
	}
}

/** Says what of the corpus is not in the campaign. */
function tellLosses({ duplicates, invalidLines }: Passages): void {
	if (duplicates > 0) console.error(`Left out ${duplicates} passages that are there already.`);
	if (invalidLines > 0) console.error(`${invalidLines} passages hold bytes that are no UTF-8 (now U+FFFD).`);
}

async function measureAll(build: Build, passages: Passages, workDir: string): Promise<Measured> {
	const progress = progressOf(build, 'activations', passages.tokens, 'tokens');
	try {
		const measured = await measure(build.model, passages, {
			workDir,
			segmentTokens: build.options.segmentTokens,
			onTokens: (done) => progress.update(done)
		});
		progress.finish();
		return measured;
	} finally {
		progress.stop();
	}
}

type Studied = Pick<Parts, 'numbers' | 'relations'>;

/** What all activations and the weights say of each neuron: two threads, one for each. */
async function studyAll(
	build: Build,
	passages: Passages,
	vocabulary: Vocabulary,
	measured: Measured
): Promise<Studied> {
	const { model, modelId, options } = build;
	const { layer, checkpoint, randomWeightsSeed, quiet } = options;
	const { d_mlp } = model.config;
	const progress = progressOf(build, 'numbers', (WEIGHT_ROWS + 1) * d_mlp, 'rows');
	let [rows, counted] = [0, 0];
	const counting = startCounting(measured, passages, { d_mlp, texts: vocabulary.texts }, (done) => {
		progress.update(rows + (counted = done));
	});
	try {
		const source = { modelId, layer, checkpoint, randomWeightsSeed, quiet };
		const relations = await relationsOf(model, source, vocabulary, measured, () => {
			progress.update(++rows + counted);
		});
		const numbers = await counting.numbers;
		progress.finish();
		return { relations, numbers };
	} finally {
		progress.stop();
		await counting.stop();
	}
}

function factsOf({ id, model, corpus, stamp }: Build, passages: Passages): CampaignFacts {
	return {
		id,
		title: model.title,
		modelId: model.id,
		layer: model.layer,
		neurons: model.config.d_mlp,
		passages: passages.count,
		tokens: passages.tokens,
		cutPassages: passages.cut,
		sources: corpus.sources,
		buildId: createHash('sha256').update(stamp).digest('hex').slice(0, 16)
	};
}

/** Writes every file into `dir`; names get the root hash when it is known. */
function writeFiles(
	build: Build,
	dir: string,
	{ passages, measured, numbers, relations, vocabulary }: Parts
): Publishable {
	const hash = createHash('sha256');
	for (const kind of ['pages', 'exhibits', 'samples', 'packs', 'passages', 'index'])
		mkdirSync(path.join(dir, kind));
	const writer = new CampaignWriter({
		facts: factsOf(build, passages),
		passage: (id) => ({ source: passages.sources[id]!, tokens: passages.texts(id) }),
		deflate: deflateParts,
		hash: { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') },
		put: (kind, number, file) => writeFileSync(path.join(dir, filePath(kind, number, 'new')), file)
	});
	const maker = new RecordMaker(passages, vocabulary);
	const { d_mlp } = build.model.config;
	const progress = progressOf(build, 'clues', d_mlp, 'neurons');
	const judged: PublishedNeuron[] = [];
	const exhibits: Publishable['exhibits'] = [];
	for (const neuron of neuronsOf(measured, passages, numbers)) {
		const result = maker.make(neuron, relations[neuron.index]!);
		writer.add(result);
		judged.push({
			summary: result.summary,
			sayable: result.sayable,
			hasDaily: hasDaily(result.neuron, result.exhibits)
		});
		exhibits.push(exhibitRows(result.exhibits));
		progress.update(judged.length);
	}
	const { manifest, files } = writer.finish();
	for (const { kind, number, path: name } of files) {
		renameSync(path.join(dir, filePath(kind, number, 'new')), path.join(dir, name));
	}
	writeFileSync(path.join(dir, 'manifest.json'), JSON.stringify(manifest));
	progress.finish();
	return publishableOf(manifest, judged, exhibits);
}

interface Parts {
	passages: Passages;
	measured: Measured;
	/** By neuron. */
	numbers: CorpusNumbers[];
	relations: Relations[];
	vocabulary: Vocabulary;
}

/** What is done so far stays on the disk when it is full. */
const keeping = <T>(workDir: string, step: () => Promise<T>): Promise<T> =>
	tellIfDiskFull(workDir, step, 'Free some space and run it again with --resume: what is done is kept.');

async function compute(build: Build, dir: string): Promise<void> {
	const { model, options, stamp } = build;
	const workDir = path.join(options.cacheDir ?? path.join(root, '.cache/campaigns'), build.id);
	prepareFolder({ workDir, stamp, resume: options.resume ?? false });
	const passages = await keeping(workDir, () => tokeniseAll(build, workDir));
	try {
		const measured = await keeping(workDir, () => measureAll(build, passages, workDir));
		const vocabulary = readVocabulary(model.tokenizerPath, model.config.d_vocab);
		const studied = await studyAll(build, passages, vocabulary, measured);
		await writeSafely(dir, async (building) => {
			const publishable = writeFiles(build, building, { passages, measured, vocabulary, ...studied });
			writeFileSync(path.join(building, 'publish.json'), JSON.stringify(publishable));
			writeFileSync(path.join(building, 'build.json'), stamp);
		});
	} finally {
		passages.close();
	}
	rmSync(workDir, { recursive: true, force: true });
}

/** Computes campaign `id` unless it is up to date. Throws in words for people. A failed or killed build leaves the
 *  former campaign, or nothing, and with `resume` the next one goes on from there. */
export async function ensureCampaign(id: string, options: CampaignOptions = {}): Promise<BuiltCampaign> {
	const dir = path.join(options.campaignsDir ?? path.join(root, 'static/campaigns'), id);
	const { modelId = id } = options;
	const model = await ensureExactModel(modelId, options);
	const corpus = openCorpus(options.corpus ?? [path.join(root, 'models/corpus')]);
	const stamp = JSON.stringify({ builder: BUILDER_VERSION, id, model: model.sha256, corpus: corpus.sha256 });
	const stampFile = path.join(dir, 'build.json');
	if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return { dir, built: false };
	const build = { id, modelId, model, corpus, stamp, options };
	await compute(build, dir);
	return { dir, built: true };
}
