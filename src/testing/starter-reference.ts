// What the starter model really computes: float64 in plain TypeScript over its own weights, for tests that look at what
// a browser shows.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseConfig } from '../../scripts/lib/checkpoint.ts';
import { neededTensors } from '../../scripts/lib/gpt2-graph.ts';
import { referenceActivations } from '../../scripts/lib/gpt2-reference.ts';
import { openSafetensors } from '../../scripts/lib/safetensors.ts';
import { createTokenizer } from '../lib/engine/tokenizer.ts';

/** The layer that the starter's campaign plays. */
const LAYER = 2;
/** float32 in the browser against float64 here: measured at most 4e-6 on the starter. */
export const TOLERANCE = 2e-5;

const starter = path.resolve(import.meta.dirname, '../../models/starter');
const readJson = (name: string) => JSON.parse(readFileSync(path.join(starter, name), 'utf8'));

/** Exact text of each token of `text`, and the activation of each neuron on it: [token][neuron]. */
export function starterActivations(text: string): { texts: string[]; rows: ArrayLike<number>[] } {
	const config = parseConfig(readJson('config.json'));
	const tokens = createTokenizer(readJson('tokenizer.json')).tokenize(text);
	const file = openSafetensors(path.join(starter, 'model.safetensors'));
	const tensors = new Map(neededTensors(config, LAYER).map(({ name }) => [name, file.read(name)]));
	file.close();
	const ids = [config.bos_token_id, ...tokens.map(({ id }) => id)];
	const rows = referenceActivations((name) => tensors.get(name)!, config, LAYER, ids);
	return { texts: tokens.map((token) => token.text), rows: rows.slice(1) };
}
