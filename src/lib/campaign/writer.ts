// The writer of campaigns: takes neurons one by one, gives files out, and at the end the manifest that names them.
// Pure but for what it is handed; who calls it puts files on a disk.
import type { NeuronSummary } from './clue.ts';
import { CAMPAIGN_FORMAT, filePath, wrapFile, type Deflate, type FileKind, type Part } from './container.ts';
import type { CampaignManifest } from './manifest.ts';
import {
	encodeExhibits,
	encodePack,
	encodePage,
	encodePassages,
	encodeSample,
	exhibitRefs,
	neuronRefs,
	type PackedNeuron,
	type StoredPassage
} from './payloads.ts';
import type { ClueRef, SampleRecord } from './records.ts';
import { encodeIndex } from './summaries.ts';
import type { WindowText } from './window-texts.ts';

/** Neurons in one pack: some 200 kB, so that an interrupted offline copy loses little. */
const NEURONS_PER_PACK = 64;
/** Passages in one file: about 20 kB compressed, quick to fetch for a single one. */
const PASSAGES_PER_FILE = 256;
/** Hex digits of the root hash in file names. */
const ROOT_DIGITS = 16;

export type CampaignFacts = Omit<
	CampaignManifest,
	'format' | 'root' | 'neuronsPerPack' | 'passagesPerFile' | 'offlineBytes'
>;

export interface WriterOptions {
	facts: CampaignFacts;
	/** A whole passage of the corpus. */
	passage: (id: number) => StoredPassage;
	deflate: Deflate;
	/** SHA-256 of all files' bytes, in hex, fed in the order in which files come. */
	hash: { update(bytes: Uint8Array): void; hex(): string };
	/** Takes a file whose name lacks the root yet; `finish` gives the name that it must get. */
	put: (kind: FileKind, number: number, file: Uint8Array) => void;
}

/** All that a campaign holds of a neuron. */
export interface WrittenNeuron extends PackedNeuron {
	sample: SampleRecord;
	summary: NeuronSummary;
}

export interface WrittenFile {
	kind: FileKind;
	number: number;
	sizeBytes: number;
}

export class CampaignWriter {
	readonly #options: WriterOptions;
	readonly #files: WrittenFile[] = [];
	readonly #summaries: NeuronSummary[] = [];
	#pack: PackedNeuron[] = [];

	constructor(options: WriterOptions) {
		this.#options = options;
		const { passages } = options.facts;
		for (let from = 0; from < passages; from += PASSAGES_PER_FILE) {
			const ids = Array.from({ length: Math.min(PASSAGES_PER_FILE, passages - from) }, (_, i) => from + i);
			this.#put('passages', from / PASSAGES_PER_FILE, encodePassages(ids.map(options.passage)));
		}
	}

	#put(kind: FileKind, number: number, payload: Part[]): void {
		const { facts, deflate, hash, put } = this.#options;
		const file = wrapFile({ kind, number, buildId: facts.buildId }, payload, deflate);
		hash.update(file);
		this.#files.push({ kind, number, sizeBytes: file.length });
		put(kind, number, file);
	}

	#windowOf = ({ passageId, start, quantised }: ClueRef): WindowText => {
		const { source, tokens } = this.#options.passage(passageId);
		const end = start + quantised.length;
		return { source, passageTokens: tokens.length, tokens: tokens.slice(start, end) };
	};

	/** Adds the next neuron; they come in the order of their indices. */
	add({ neuron, exhibits, sample, summary }: WrittenNeuron): void {
		const { index } = summary;
		if (index !== this.#summaries.length) throw new RangeError(`neuron ${index} is out of order`);
		this.#summaries.push(summary);
		const windowsOf = (refs: readonly ClueRef[]) => refs.map(this.#windowOf);
		this.#put('pages', index, encodePage({ record: neuron, windows: windowsOf(neuronRefs(neuron)) }));
		const asked = windowsOf(exhibitRefs(exhibits));
		this.#put('exhibits', index, encodeExhibits({ record: exhibits, windows: asked }));
		this.#put('samples', index, encodeSample({ record: sample, windows: windowsOf(sample.passages) }));
		this.#pack.push({ neuron, exhibits });
		if (this.#pack.length === NEURONS_PER_PACK) this.#endPack();
	}

	#endPack(): void {
		const number = Math.floor((this.#summaries.length - 1) / NEURONS_PER_PACK);
		this.#put('packs', number, encodePack(this.#pack));
		this.#pack = [];
	}

	/** Ends the campaign: its manifest, and the path of each file that was put. */
	finish(): { manifest: CampaignManifest; files: (WrittenFile & { path: string })[] } {
		if (this.#pack.length > 0) this.#endPack();
		this.#put('index', 0, encodeIndex(this.#summaries));
		const root = this.#options.hash.hex().slice(0, ROOT_DIGITS);
		const offline = this.#files.filter(({ kind }) => ['packs', 'passages', 'index'].includes(kind));
		const manifest: CampaignManifest = {
			format: CAMPAIGN_FORMAT,
			...this.#options.facts,
			root,
			neuronsPerPack: NEURONS_PER_PACK,
			passagesPerFile: PASSAGES_PER_FILE,
			offlineBytes: offline.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
		};
		const files = this.#files.map((file) => ({ ...file, path: filePath(file.kind, file.number, root) }));
		return { manifest, files };
	}
}
