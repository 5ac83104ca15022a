// A run as evidence: everything that someone else needs to compute the same values again and compare.
import type { BuildName } from '../interp/model-manifest.ts';
import type { ModelIdentity, NeuronRun, Runtime } from './engine.ts';

export const EVIDENCE_FORMAT = 1;

export interface Evidence {
	format: typeof EVIDENCE_FORMAT;
	text: string;
	/** Token ids as they were run, <|endoftext|> left out. */
	tokenIds: number[];
	/** Layer's hook and neuron: one coordinate of hookName. */
	hookName: string;
	index: number;
	/** Post-activation of each token, at float32's precision (9 significant digits). */
	activations: number[];
	/** True when the text has more tokens than the model reads. */
	isCut: boolean;
	modelId: string;
	layer: number;
	build: BuildName;
	checkpointSha256: string;
	partsSha256: string[];
	tokenizerSha256: string;
	/** Set when the weights were random numbers: evidence of nothing. */
	randomWeightsSeed?: number;
	runtime: Runtime;
}

/** Float32 values come back exactly from so many digits. */
const FLOAT32_DIGITS = 9;

/** Makes a run's evidence; `run` must be complete. Throws when it is not. */
export function evidenceOf(
	run: NeuronRun,
	index: number,
	{ model, runtime }: { model: ModelIdentity; runtime: Runtime }
): Evidence {
	if (!run.isComplete) throw new Error('a run that is not complete is no evidence');
	return {
		format: EVIDENCE_FORMAT,
		text: run.text,
		tokenIds: run.tokens.map(({ id }) => id),
		index,
		activations: Array.from(run.activations, (value) => Number(value.toPrecision(FLOAT32_DIGITS))),
		isCut: run.totalTokens > run.tokens.length,
		...model,
		runtime
	};
}
