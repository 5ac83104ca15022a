// Makes static/campaigns/{id} from a built model and the corpus, unless it is there already.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
	CLUES_FORMAT,
	encodeNeuron,
	hashOf,
	neuronPath,
	type CampaignManifest
} from '../../src/lib/campaign/campaign.ts';
import { clarityOf, computeClues, type NeuronResult, type TokenisedPassage } from './campaign-clues.ts';
import { readCorpus } from './corpus.ts';
import { ensureExactModel, type ExactModel } from './exact-model.ts';
import { createProgress } from './progress.ts';
import { writeSafely } from './write-safely.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** Changed whenever the result changes, so that an older campaign is computed again. */
const BUILDER_VERSION = 1;

export interface CampaignOptions {
	/** Where static/campaigns lies, and the folder of the corpus; for tests and other corpora. */
	campaignsDir?: string;
	corpusDir?: string;
	layer?: number;
}

export interface BuiltCampaign {
	dir: string;
	/** False when it was there already. */
	built: boolean;
}

async function tokenise(model: ExactModel, corpusDir: string): Promise<TokenisedPassage[]> {
	// Loaded only when there is something to compute: it costs most of a second.
	const { createTokenizer } = await import('../../src/lib/engine/tokenizer.ts');
	const tokenizer = createTokenizer(JSON.parse(readFileSync(model.tokenizerPath, 'utf8')));
	const { passages } = readCorpus(corpusDir);
	return passages.map(({ source, text }) => {
		const tokens = tokenizer.tokenize(text).slice(0, model.config.n_ctx - 1);
		return { source, ids: tokens.map(({ id }) => id), texts: tokens.map((token) => token.text) };
	});
}

async function compute(id: string, model: ExactModel, corpusDir: string): Promise<NeuronResult[]> {
	const passages = await tokenise(model, corpusDir);
	const { openActivations } = await import('./campaign-activations.ts');
	const activations = await openActivations(
		model,
		passages.map(({ ids }) => ids)
	);
	const progress = createProgress({ label: `Campaign ${id}`, total: 2 * passages.length, unit: 'passages' });
	let done = 0;
	try {
		const results = await computeClues(activations, passages, model.config.d_mlp, () =>
			progress.update(++done)
		);
		progress.finish();
		return results;
	} finally {
		progress.stop();
		await activations.close();
	}
}

function write(dir: string, id: string, model: ExactModel, results: NeuronResult[]): void {
	mkdirSync(path.join(dir, 'neurons'));
	const { title, id: modelId, layer } = model;
	const manifest: CampaignManifest = { format: CLUES_FORMAT, id, title, modelId, layer, neurons: [] };
	for (const result of results) {
		const bytes = encodeNeuron(result);
		const hash = hashOf(bytes);
		manifest.neurons.push(hash);
		writeFileSync(path.join(dir, neuronPath(result.index, hash)), bytes);
	}
	const text = JSON.stringify(manifest);
	writeFileSync(path.join(dir, 'manifest.json'), text);
	const contentHash = hashOf(new TextEncoder().encode(text));
	const neurons = results.map((result) => ({
		index: result.index,
		max: result.max,
		min: result.min,
		priority: clarityOf(result)
	}));
	const publishable = { campaign: { id, title, modelId, layer, contentHash }, neurons };
	writeFileSync(path.join(dir, 'publish.json'), JSON.stringify(publishable));
}

/** Computes the campaign of model `id` unless it is up to date. A killed run leaves the former one, or nothing. */
export async function ensureCampaign(id: string, options: CampaignOptions = {}): Promise<BuiltCampaign> {
	const dir = path.join(options.campaignsDir ?? path.join(root, 'static/campaigns'), id);
	const corpusDir = options.corpusDir ?? path.join(root, 'models/corpus');
	const model = await ensureExactModel(id, { layer: options.layer });
	const stamp = JSON.stringify({
		builder: BUILDER_VERSION,
		model: model.sha256,
		corpus: readCorpus(corpusDir).sha256
	});
	const stampFile = path.join(dir, 'build.json');
	if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return { dir, built: false };
	const results = await compute(id, model, corpusDir);
	await writeSafely(dir, async (building) => {
		write(building, id, model, results);
		writeFileSync(path.join(building, 'build.json'), stamp);
	});
	return { dir, built: true };
}
