// A campaign on disk or on a static host: manifest.json and one file of clues per neuron, named by its content.
// Owns both directions of the format; every file is checked against the manifest's hash before it is believed.
import * as v from 'valibot';
import { sha256 } from '../util/sha256.ts';
import { CampaignError } from './campaign-error.ts';
import type { Clue, NeuronPage } from './clue.ts';

export const CLUES_FORMAT = 1;

/** What the first clues of a neuron need; the rest of NeuronPage is numbers about it. */
export type NeuronClues = Pick<
	NeuronPage,
	'campaignId' | 'modelId' | 'layer' | 'index' | 'max' | 'min' | 'clues'
>;

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
const ManifestSchema = v.object({
	format: v.literal(CLUES_FORMAT),
	id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/)),
	title: v.string(),
	modelId: v.string(),
	layer: index,
	/** By neuron index: SHA-256 (hex) of its file. */
	neurons: v.array(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)))
});
export type CampaignManifest = v.InferOutput<typeof ManifestSchema>;

const ClueSchema = v.pipe(
	v.object({
		passageId: index,
		source: v.string(),
		peakIndex: index,
		peak: finite,
		firstToken: index,
		passageTokens: index,
		tokens: v.array(v.string()),
		activations: v.array(finite)
	}),
	v.check((clue) => clue.tokens.length === clue.activations.length && clue.peakIndex < clue.tokens.length)
);
const NeuronSchema = v.object({ index, max: finite, min: finite, clues: v.array(ClueSchema) });

/** Gives the bytes of a file in the campaign's folder; rejects when there is none. */
export type ReadFile = (path: string) => Promise<Uint8Array>;

export interface Campaign {
	manifest: CampaignManifest;
	/** Rejects with a CampaignError that names the file. */
	neuron(index: number): Promise<NeuronClues>;
}

/** Where a neuron's clues lie below the campaign's folder. */
export const neuronPath = (index: number, hash: string): string =>
	`neurons/${index}.${hash.slice(0, 16)}.json`;

const hex = (bytes: Uint8Array): string =>
	Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** SHA-256 (hex) of a file's bytes. */
export const hashOf = (bytes: Uint8Array): string => hex(sha256(bytes));

async function fetchFile(readFile: ReadFile, path: string): Promise<Uint8Array> {
	try {
		return await readFile(path);
	} catch (cause) {
		throw new CampaignError('missing', `The campaign file ${path} could not be read.`, { cause });
	}
}

function parse<T>(schema: v.GenericSchema<unknown, T>, path: string, bytes: Uint8Array): T {
	try {
		return v.parse(schema, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
	} catch (cause) {
		throw new CampaignError('damaged', `The campaign file ${path} is damaged.`, { cause });
	}
}

/** Opens a campaign by its manifest. Rejects with a CampaignError. */
export async function openCampaign(readFile: ReadFile): Promise<Campaign> {
	const manifest = parse(ManifestSchema, 'manifest.json', await fetchFile(readFile, 'manifest.json'));
	const { id: campaignId, modelId, layer } = manifest;
	return {
		manifest,
		async neuron(index) {
			const hash = manifest.neurons[index];
			if (!hash)
				throw new CampaignError('no-such-neuron', `The campaign ${campaignId} has no neuron ${index}.`);
			const path = neuronPath(index, hash);
			const bytes = await fetchFile(readFile, path);
			if (hashOf(bytes) !== hash)
				throw new CampaignError('damaged', `The campaign file ${path} is damaged: its hash is wrong.`);
			return { campaignId, modelId, layer, ...parse(NeuronSchema, path, bytes) };
		}
	};
}

/** The bytes of one neuron's file. Activations keep 7 significant digits. */
export function encodeNeuron(neuron: Pick<NeuronClues, 'index' | 'max' | 'min' | 'clues'>): Uint8Array {
	const clues = neuron.clues.map((clue: Clue) => ({
		...clue,
		activations: Array.from(clue.activations, (value) => Number(value.toPrecision(7)))
	}));
	return new TextEncoder().encode(JSON.stringify({ ...neuron, clues }));
}
