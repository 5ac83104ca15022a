// A model's exact build on the server: what players' claims about activations are checked against. The engine's own
// computation on onnxruntime-node, over the very files that browsers download. Who may ask, and how much, is the
// queue's business.
import { env as ortEnv } from 'onnxruntime-node';
import type { EngineCore } from '../engine/core/engine-core.ts';
import { goldenTolerance } from '../engine/core/self-test.ts';
import { EngineError } from '../engine/errors.ts';
import { readModelManifest } from '../engine/node/folder-source.ts';
import { openNodeCore } from '../engine/node/open-node-core.ts';

const BUILD = 'exact';

/** One neuron on one text, <|endoftext|> left out. */
export interface Measurement {
	tokenIds: number[];
	/** Post-GELU activation of each token, float32. */
	activations: number[];
}

export interface ExactModel {
	id: string;
	/** Layer whose MLP post-activation is measured; neurons are numbered from 0 to width - 1. */
	layer: number;
	width: number;
	/** Most tokens of a text. */
	maxTokens: number;
	/** By how much a value may differ from the float32 model's, which a campaign's maxima come from. */
	maxError: number;
	/** SHA-256 (hex) of the checkpoint's weights file and of the tokenizer: what a player's own run names too. */
	modelSha256: string;
	tokenizerSha256: string;
	/** What computed the values, for the row that keeps them. */
	runtime: string;
	/** How many tokens the text has. */
	countTokens(text: string): number;
	/** Runs the text; one at a time. Rejects with a RangeError for none or more than maxTokens, and with an EngineError
	 *  for an unknown neuron. */
	measure(text: string, index: number): Promise<Measurement>;
	close(): Promise<void>;
}

/** Rejects unless the model gives its golden texts' activations. Reads every table, so that a damaged one is found. */
async function prove(core: EngineCore, id: string): Promise<void> {
	const { passed, maxAbsError } = await core.selfTest();
	if (!passed) throw new EngineError('runtime', `${id} is off by ${maxAbsError} on its golden texts.`);
}

async function measure(core: EngineCore, text: string, index: number): Promise<Measurement> {
	// Without what is known of other texts: sums in another order would differ in their last digits.
	core.reset();
	const { tokens, totalTokens, activations } = await core.run({ text, index });
	if (totalTokens === 0 || totalTokens > tokens.length) {
		throw new RangeError(
			`A text has 1 to ${core.manifest.config.n_ctx - 1} tokens, this one ${totalTokens}.`
		);
	}
	return { tokenIds: tokens.map(({ id }) => id), activations: [...activations] };
}

/** Opens the served model in `dir` and proves it. Rejects with an EngineError when a file is missing or damaged or the
 *  values are wrong. */
export async function openExactModel(dir: string): Promise<ExactModel> {
	const manifest = await readModelManifest(dir);
	const { id, layer, config, checkpointSha256, tokenizer, builds } = manifest;
	const core = await openNodeCore(dir, manifest, BUILD);
	try {
		await prove(core, id);
	} catch (error) {
		await core.release();
		throw error;
	}
	return {
		id,
		layer,
		width: config.d_mlp,
		maxTokens: config.n_ctx - 1,
		maxError: goldenTolerance(manifest, BUILD),
		modelSha256: checkpointSha256,
		tokenizerSha256: tokenizer.sha256,
		runtime: `onnxruntime-node ${ortEnv.versions.node ?? ''} cpu, ${BUILD} build (${builds[BUILD].encoding})`,
		countTokens: (text) => core.tokenize(text).length,
		measure: (text, index) => measure(core, text, index),
		close: () => core.release()
	};
}
