// The reader of campaigns: over fetch in the browser, over the disk on the server, from an offline copy anywhere.
// Every file is checked before it is believed; what comes out is what pages show (clue.ts).
import * as v from 'valibot';
import { CampaignError } from './campaign-error.ts';
import type { Clue, Exhibit, NeuronPage, NeuronSummary, Passage } from './clue.ts';
import { filePath, unwrapFile, type FileKind } from './container.ts';
import { ManifestSchema, type CampaignManifest } from './manifest.ts';
import {
	decodeExhibits,
	decodePack,
	decodePage,
	decodePassages,
	decodeSample,
	exhibitRefs,
	neuronRefs,
	type PackedNeuron,
	type StoredPassage,
	type WithWindows
} from './payloads.ts';
import type { ClueRef, ExhibitsRecord, NeuronRecord } from './records.ts';
import { exhibitsOf, pageOf, sampleOf } from './view.ts';
import { decodeIndex } from './summaries.ts';
import type { WindowText } from './window-texts.ts';

/** Gives the bytes of a file in the campaign's folder; rejects when there is none. */
export type ReadFile = (path: string) => Promise<Uint8Array>;

export interface Campaign {
	manifest: CampaignManifest;
	/** One row for each neuron, its corpus maximum among them: one request for all. */
	summaries(): Promise<NeuronSummary[]>;
	/** All methods reject with a CampaignError that names the file ('no-such-neuron' for an index outside). */
	neuron(index: number): Promise<NeuronPage>;
	/** Passages for blind rounds: firing ones first, strongest first; then quiet ones. */
	exhibits(index: number): Promise<Exhibit[]>;
	/** Passages drawn by chance from the whole corpus, independently of other neurons. Not in the offline copy. */
	sample(index: number): Promise<Clue[]>;
	passage(id: number): Promise<Passage>;
}

export interface OpenOptions {
	/** 'pages' reads one file a neuron; 'packs' reads the offline copy (see offlineFiles). */
	from?: 'pages' | 'packs';
}

/** Packs in memory: a pack is 64 neurons, and players go from one to another. */
const KEPT_PACKS = 4;
/** Passages files in memory; a neuron's clues are spread over all of a small corpus. */
const KEPT_PASSAGES = 64;

async function fetchFile(readFile: ReadFile, path: string): Promise<Uint8Array> {
	try {
		return await readFile(path);
	} catch (cause) {
		if (cause instanceof CampaignError) throw cause; // the reader knows better
		throw new CampaignError('missing', `The campaign file ${path} could not be read.`, { cause });
	}
}

function parseManifest(bytes: Uint8Array): CampaignManifest {
	const damaged = (cause: unknown) =>
		new CampaignError('damaged', 'The campaign file manifest.json is damaged.', { cause });
	let json: unknown;
	try {
		json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch (cause) {
		throw damaged(cause);
	}
	const parsed = v.safeParse(ManifestSchema, json);
	if (parsed.success) return parsed.output;
	const format = (json as { format?: unknown } | null)?.format;
	if (typeof format === 'number' && format !== ManifestSchema.entries.format.literal) {
		throw new CampaignError('unsupported', `The campaign has format ${format}, which is not known here.`);
	}
	throw damaged(parsed.issues[0].message);
}

/** Remembers the last `kept` results; a rejected one is forgotten, so that it can be tried again. */
function remember<T>(kept: number, make: (key: number) => Promise<T>): (key: number) => Promise<T> {
	const made = new Map<number, Promise<T>>();
	return (key) => {
		const known = made.get(key) ?? make(key);
		made.delete(key);
		made.set(key, known);
		if (made.size > kept) made.delete(made.keys().next().value!);
		known.catch(() => made.delete(key));
		return known;
	};
}

/** Opens a campaign by its manifest. Rejects with a CampaignError. */
export async function openCampaign(readFile: ReadFile, options: OpenOptions = {}): Promise<Campaign> {
	const manifest = parseManifest(await fetchFile(readFile, 'manifest.json'));
	const files = new CampaignFiles(manifest, readFile);
	const source = options.from === 'packs' ? packSource(manifest, files) : pageSource(files);
	const { id: campaignId, modelId, layer } = manifest;
	const check = (index: number) => {
		if (Number.isInteger(index) && index >= 0 && index < manifest.neurons) return;
		throw new CampaignError('no-such-neuron', `The campaign ${campaignId} has no neuron ${index}.`);
	};
	return {
		manifest,
		summaries: remember(1, () => files.read('index', 0, decodeIndex)).bind(null, 0),
		async neuron(index) {
			check(index);
			const page = await source.neuron(index);
			return { campaignId, modelId, layer, ...pageOf(page, manifest.sources) };
		},
		async exhibits(index) {
			check(index);
			return exhibitsOf(await source.exhibits(index), manifest.sources);
		},
		async sample(index) {
			check(index);
			return sampleOf(await files.read('samples', index, decodeSample), manifest.sources);
		},
		async passage(id) {
			const stored = await files.passage(id);
			return { id, source: manifest.sources[stored.source] ?? '', tokens: stored.tokens };
		}
	};
}

class CampaignFiles {
	readonly #manifest: CampaignManifest;
	readonly #readFile: ReadFile;
	readonly #passages = remember(KEPT_PASSAGES, (number) => this.read('passages', number, decodePassages));

	constructor(manifest: CampaignManifest, readFile: ReadFile) {
		this.#manifest = manifest;
		this.#readFile = readFile;
	}

	/** Fetches, checks and decodes one file; a payload that does not decode is damage too. */
	async read<T>(kind: FileKind, number: number, decode: (payload: Uint8Array) => T): Promise<T> {
		const { root, buildId } = this.#manifest;
		const path = filePath(kind, number, root);
		const file = await fetchFile(this.#readFile, path);
		const payload = await unwrapFile({ kind, number, buildId }, path, file);
		try {
			return decode(payload);
		} catch (cause) {
			const message = `The campaign file ${path} is damaged: ${(cause as Error).message}.`;
			throw new CampaignError('damaged', message, { cause });
		}
	}

	async passage(id: number): Promise<StoredPassage> {
		const { passagesPerFile, passages } = this.#manifest;
		const isKnown = Number.isInteger(id) && id >= 0 && id < passages;
		const file = isKnown ? await this.#passages(Math.floor(id / passagesPerFile)) : [];
		const passage = file[id % passagesPerFile];
		if (!passage) throw new CampaignError('damaged', `The campaign has no passage ${id}.`);
		return passage;
	}
}

interface Source {
	neuron(index: number): Promise<WithWindows<NeuronRecord>>;
	exhibits(index: number): Promise<WithWindows<ExhibitsRecord>>;
}

const pageSource = (files: CampaignFiles): Source => ({
	neuron: (index) => files.read('pages', index, decodePage),
	exhibits: (index) => files.read('exhibits', index, decodeExhibits)
});

function packSource(manifest: CampaignManifest, files: CampaignFiles): Source {
	const { neuronsPerPack } = manifest;
	const pack = remember(KEPT_PACKS, (number) => files.read('packs', number, decodePack));
	const packed = async (index: number): Promise<PackedNeuron> => {
		const found = (await pack(Math.floor(index / neuronsPerPack)))[index % neuronsPerPack];
		if (!found) throw new CampaignError('damaged', `The campaign's packs have no neuron ${index}.`);
		return found;
	};
	const windowOf = async ({ passageId, start, quantised }: ClueRef): Promise<WindowText> => {
		const { source, tokens } = await files.passage(passageId);
		const end = start + quantised.length;
		return { source, passageTokens: tokens.length, tokens: tokens.slice(start, end) };
	};
	return {
		async neuron(index) {
			const record = (await packed(index)).neuron;
			return { record, windows: await Promise.all(neuronRefs(record).map(windowOf)) };
		},
		async exhibits(index) {
			const record = (await packed(index)).exhibits;
			return { record, windows: await Promise.all(exhibitRefs(record).map(windowOf)) };
		}
	};
}
