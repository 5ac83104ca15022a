// Which neurons fire together: Pearson correlation of two neurons' peak activations over all passages. Peaks and not
// tokens, because they are exact, small, and what clues are chosen by.
import type { SimilarNeuron } from '../../src/lib/campaign/clue.ts';
import type { Measured } from './campaign-measure.ts';
import { SegmentReader } from './campaign-segment-reader.ts';
import { mostSimilar } from './campaign-weights.ts';
import type { MatrixProduct } from './matrix-product.ts';

interface Standard {
	mean: Float64Array;
	deviation: Float64Array;
}

function standardOf(reader: SegmentReader, d_mlp: number): Standard {
	const [sum, square] = [new Float64Array(d_mlp), new Float64Array(d_mlp)];
	let count = 0;
	for (const segment of reader.segments) {
		const passages = segment.passages.length;
		count += passages;
		reader.peaks(segment, { from: 0, to: d_mlp }).forEach((peak, i) => {
			const neuron = Math.floor(i / passages);
			sum[neuron]! += peak;
			square[neuron]! += peak * peak;
		});
	}
	const mean = sum.map((value) => value / count);
	const deviation = square.map((value, i) => Math.sqrt(Math.max(0, value / count - mean[i]! ** 2) * count));
	return { mean, deviation };
}

/** A segment's peaks as deviations from the mean, so that products of rows add up to correlations. */
function standardised(peaks: Float32Array, width: number, { mean, deviation }: Standard): Float32Array {
	for (let i = 0; i < peaks.length; i++) {
		const neuron = Math.floor(i / width);
		peaks[i] = deviation[neuron]! > 0 ? (peaks[i]! - mean[neuron]!) / deviation[neuron]! : 0;
	}
	return peaks;
}

/** For each neuron the others that are most correlated with it, highest first. */
export async function similarByActivation(
	measured: Measured,
	d_mlp: number,
	product: MatrixProduct
): Promise<SimilarNeuron[][]> {
	const reader = new SegmentReader(measured, d_mlp);
	const correlation = new Float32Array(d_mlp * d_mlp);
	try {
		const standard = standardOf(reader, d_mlp);
		for (const segment of measured.segments) {
			const width = segment.passages.length;
			const values = standardised(reader.peaks(segment, { from: 0, to: d_mlp }), width, standard);
			const part = await product.times({ rows: d_mlp, width, values }, { rows: d_mlp, width, values });
			for (let i = 0; i < part.length; i++) correlation[i]! += part[i]!;
		}
	} finally {
		reader.close();
	}
	return Array.from({ length: d_mlp }, (_, neuron) =>
		mostSimilar(correlation.subarray(neuron * d_mlp, (neuron + 1) * d_mlp), neuron)
	);
}
