// Which neurons fire together: Pearson correlation of two neurons' peak activations over all passages. Peaks and not
// tokens, because they are exact, small, and what clues are chosen by.
import type { SimilarNeuron } from '../../src/lib/campaign/clue.ts';
import type { Measured } from './campaign-measure.ts';
import { readPeaks } from './campaign-segment.ts';
import { mostSimilar } from './campaign-weights.ts';
import type { MatrixProduct } from './matrix-product.ts';

interface Standard {
	mean: Float64Array;
	deviation: Float64Array;
}

function eachSegment(
	{ segments, fileOf }: Measured,
	d_mlp: number,
	use: (peaks: Float32Array, passages: number) => void
): void {
	for (const segment of segments) use(readPeaks(fileOf(segment), segment, d_mlp), segment.passages.length);
}

function standardOf(measured: Measured, d_mlp: number): Standard {
	const [sum, square] = [new Float64Array(d_mlp), new Float64Array(d_mlp)];
	let count = 0;
	eachSegment(measured, d_mlp, (peaks, passages) => {
		count += passages;
		peaks.forEach((peak, i) => {
			const neuron = Math.floor(i / passages);
			sum[neuron]! += peak;
			square[neuron]! += peak * peak;
		});
	});
	const mean = sum.map((value) => value / count);
	const deviation = square.map((value, i) => Math.sqrt(Math.max(0, value / count - mean[i]! ** 2) * count));
	return { mean, deviation };
}

/** For each neuron the others that are most correlated with it, highest first. */
export async function similarByActivation(
	measured: Measured,
	d_mlp: number,
	product: MatrixProduct
): Promise<SimilarNeuron[][]> {
	const { mean, deviation } = standardOf(measured, d_mlp);
	const correlation = new Float32Array(d_mlp * d_mlp);
	for (const segment of measured.segments) {
		const width = segment.passages.length;
		const values = readPeaks(measured.fileOf(segment), segment, d_mlp).map((peak, i) => {
			const neuron = Math.floor(i / width);
			return deviation[neuron]! > 0 ? (peak - mean[neuron]!) / deviation[neuron]! : 0;
		});
		const part = await product.times({ rows: d_mlp, width, values }, { rows: d_mlp, width, values });
		for (let i = 0; i < part.length; i++) correlation[i]! += part[i]!;
	}
	return Array.from({ length: d_mlp }, (_, neuron) =>
		mostSimilar(correlation.subarray(neuron * d_mlp, (neuron + 1) * d_mlp), neuron)
	);
}
