// Which neurons fire most on a text: the k best, over the whole text or for each token.
import { topK } from '../../interp/top-k.ts';
import type { RankedNeuron, RankRequest } from '../engine.ts';

/** What a neuron is measured by: its maximum over the corpus where known and above 0, else 1. */
const scaleOf = (maxima: RankRequest['maxima'], index: number): number => {
	const max = maxima?.[index] ?? 1;
	return max > 0 ? max : Infinity; // a neuron that never fires on the corpus has no share to speak of
};

/** Highest activation of each neuron over the rows of post [T, d_mlp], and where. */
function highest(post: Float32Array, d_mlp: number): { peaks: Float32Array; at: Int32Array } {
	const peaks = new Float32Array(d_mlp).fill(-Infinity);
	const at = new Int32Array(d_mlp);
	for (let t = 0; t * d_mlp < post.length; t++) {
		for (let index = 0; index < d_mlp; index++) {
			const value = post[t * d_mlp + index]!;
			if (value > peaks[index]!) {
				peaks[index] = value;
				at[index] = t;
			}
		}
	}
	return { peaks, at };
}

function best(
	values: Float32Array,
	tokenOf: (index: number) => number,
	{ k, maxima }: Pick<RankRequest, 'k' | 'maxima'>
): RankedNeuron[] {
	const shares = values.map((value, index) => value / scaleOf(maxima, index));
	return topK(shares, k).map((index) => ({
		index,
		activation: values[index]!,
		share: shares[index]!,
		tokenIndex: tokenOf(index)
	}));
}

/** Ranks post-activations [T, d_mlp]: one list for the text, or one for each token; none for an empty text. */
export function rankNeurons(post: Float32Array, d_mlp: number, request: RankRequest): RankedNeuron[][] {
	if (post.length === 0) return [];
	if (request.by === 'text') {
		const { peaks, at } = highest(post, d_mlp);
		return [best(peaks, (index) => at[index]!, request)];
	}
	return Array.from({ length: post.length / d_mlp }, (_, t) =>
		best(post.subarray(t * d_mlp, (t + 1) * d_mlp), () => t, request)
	);
}
