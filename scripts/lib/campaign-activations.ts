// Runs a built model over passages with onnxruntime-node, in batches of equal length, so that nothing is padded and
// every value is the model's own. Owns the session; what is done with the activations is the caller's business.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ExactModel } from './exact-model.ts';

const BATCH_TOKENS = 2048;

/** One passage's activations: row-major [tokens, d_mlp], <|endoftext|> left out. Valid during the call only. */
export type OnPassage = (passage: number, activations: Float32Array) => void;

function* batchesOf(
	passages: readonly (readonly number[])[],
	chosen: readonly number[]
): Generator<number[]> {
	const byLength = Map.groupBy(chosen, (passage) => passages[passage]!.length);
	for (const length of [...byLength.keys()].sort((a, b) => a - b)) {
		const group = byLength.get(length)!;
		const size = Math.max(1, Math.floor(BATCH_TOKENS / (length + 1)));
		for (let at = 0; at < group.length; at += size) yield group.slice(at, at + size);
	}
}

export interface Activations {
	/** Runs the `chosen` passages (all of one length together), calling back once for each. */
	run(chosen: readonly number[], onPassage: OnPassage): Promise<void>;
	close(): Promise<void>;
}

/** Opens the model over tokenised passages (ids without <|endoftext|>). */
export async function openActivations(
	model: ExactModel,
	passages: readonly (readonly number[])[]
): Promise<Activations> {
	const session = await InferenceSession.create(model.graphPath);
	const { d_mlp, bos_token_id } = model.config;

	async function runBatch(batch: number[], onPassage: OnPassage): Promise<void> {
		const pos = passages[batch[0]!]!.length + 1;
		const ids = BigInt64Array.from(
			batch.flatMap((passage) => [bos_token_id, ...passages[passage]!]),
			BigInt
		);
		const outputs = await session.run({ input_ids: new Tensor('int64', ids, [batch.length, pos]) });
		const output = outputs[model.outputName]!;
		const data = output.data as Float32Array;
		batch.forEach((passage, i) =>
			onPassage(passage, data.subarray((i * pos + 1) * d_mlp, (i + 1) * pos * d_mlp))
		);
		output.dispose();
	}
	return {
		async run(chosen, onPassage) {
			for (const batch of batchesOf(passages, chosen)) await runBatch(batch, onPassage);
		},
		close: () => session.release()
	};
}
