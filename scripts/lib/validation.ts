// The passages a build is measured on, with the float64 reference's activations of every neuron: computed once, then
// held against each encoding. A dozen of them become the manifest's golden texts.
import path from 'node:path';
import type { Golden } from '../../src/lib/interp/model-manifest.ts';
import { createTokenizer } from '../../src/lib/engine/tokenizer.ts';
import type { Checkpoint } from './checkpoint.ts';
import { readCorpus } from './corpus.ts';
import { neededTensors } from './gpt2-graph.ts';
import { referenceActivations } from './gpt2-reference.ts';
import { root } from './model-source.ts';

export const PASSAGES = 12;
/** Tokens of each passage: the reference is slow (0.1 s a token at gpt2's shape), and a sentence shows the error. */
const TOKENS = 16;
/** Neurons whose activations the manifest carries for each golden text. */
const GOLDEN_NEURONS = 4;

export interface Validated {
	text: string;
	/** Token ids without <|endoftext|>. */
	ids: number[];
	/** Reference activations, one row [d_mlp] a token. */
	rows: Float64Array[];
}

/** Passages spread over the corpus, so that every kind of text is among them. */
function passages(corpusDir: string): string[] {
	const all = readCorpus(corpusDir).passages;
	return Array.from(
		{ length: PASSAGES },
		(_, i) => all[Math.floor(((i + 0.5) * all.length) / PASSAGES)]!.text
	);
}

/** Runs the reference over the validation passages. `onPassage` is called after each. */
export function validate(checkpoint: Checkpoint, layer: number, onPassage: () => void): Validated[] {
	const { config } = checkpoint;
	const tokenizer = createTokenizer(JSON.parse(new TextDecoder().decode(checkpoint.tokenizerJson)));
	const kept = new Map<string, Float32Array>();
	const shapes = new Map(neededTensors(config, layer).map(({ name, shape }) => [name, shape]));
	const read = (name: string) => {
		if (!kept.has(name)) kept.set(name, checkpoint.tensor(name, shapes.get(name)!));
		return kept.get(name)!;
	};
	return passages(path.join(root, 'models/corpus')).map((passage) => {
		const tokens = tokenizer.tokenize(passage).slice(0, Math.min(TOKENS, config.n_ctx - 1));
		const ids = tokens.map(({ id }) => id);
		const rows = referenceActivations(read, config, layer, [config.bos_token_id, ...ids]).slice(1);
		onPassage();
		return { text: passage.slice(0, tokens.at(-1)?.end ?? 0), ids, rows };
	});
}

/** Golden texts of the manifest, rounded to float32's precision. */
export function goldensOf(validated: readonly Validated[]): Golden[] {
	return validated.map(({ text, ids, rows }, passage) => ({
		text,
		ids,
		neurons: Array.from({ length: GOLDEN_NEURONS }, (_, i) => {
			const d_mlp = rows[0]?.length ?? 1;
			// Any spread will do; a different one for each passage reaches more of the weights.
			const index = ((i * PASSAGES + passage) * Math.ceil(d_mlp / (PASSAGES * GOLDEN_NEURONS))) % d_mlp;
			return { index, activations: rows.map((row) => Number(row[index]!.toPrecision(8))) };
		})
	}));
}
