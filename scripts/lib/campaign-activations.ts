// Runs the exact model over a segment's batches with onnxruntime-node. Owns the session; what is done with the
// activations is the caller's business.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { PassageFacts } from './campaign-passages.ts';
import { batchesOf, type Segment } from './campaign-plan.ts';
import type { ExactModel } from './exact-model.ts';

/** One passage's activations: row-major [tokens, d_mlp], <|endoftext|> left out. Valid during the call only.
 *  `place` is the passage's number in the segment. */
export type OnPassage = (place: number, activations: Float32Array) => void;

export interface Activations {
	run(segment: Segment, onPassage: OnPassage): Promise<void>;
	close(): Promise<void>;
}

function inputOf(facts: PassageFacts, segment: Segment, from: number, to: number, bos: number): Tensor {
	const pos = segment.starts[from + 1]! - segment.starts[from]! + 1;
	const ids = new BigInt64Array((to - from) * pos);
	for (let place = from; place < to; place++) {
		const row = (place - from) * pos;
		ids[row] = BigInt(bos);
		facts.idsOf(segment.passages[place]!).forEach((id, t) => (ids[row + t + 1] = BigInt(id)));
	}
	return new Tensor('int64', ids, [to - from, pos]);
}

/** Opens the model over the passages of a corpus. */
export async function openActivations(model: ExactModel, facts: PassageFacts): Promise<Activations> {
	const session = await InferenceSession.create(model.graphPath);
	const { d_mlp, bos_token_id } = model.config;
	return {
		async run(segment, onPassage) {
			for (const { from, to } of batchesOf(segment)) {
				const input = inputOf(facts, segment, from, to, bos_token_id);
				const pos = input.dims[1]!;
				const output = (await session.run({ input_ids: input }, [model.outputName]))[model.outputName]!;
				const all = output.data as Float32Array;
				for (let row = 0; row < to - from; row++) {
					onPassage(from + row, all.subarray((row * pos + 1) * d_mlp, (row + 1) * pos * d_mlp));
				}
				output.dispose();
			}
		},
		close: () => session.release()
	};
}
