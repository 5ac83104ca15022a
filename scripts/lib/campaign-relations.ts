// The parts of a campaign that need the checkpoint's weights, not its activations, and the matrix products behind them.
import { similarByActivation } from './campaign-coactivation.ts';
import type { Measured } from './campaign-measure.ts';
import type { Relations } from './campaign-records.ts';
import { weightsOf } from './campaign-weights.ts';
import type { ExactModel } from './exact-model.ts';
import { openMatrixProduct } from './matrix-product.ts';
import { findModelSource, type ModelOptions } from './model-source.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What every neuron reads and writes, and which are like it; by index. `onRow`: see weightsOf. */
export async function relationsOf(
	model: ExactModel,
	{ modelId, ...options }: ModelOptions & { modelId: string },
	vocabulary: Vocabulary,
	measured: Measured,
	onRow: () => void
): Promise<Relations[]> {
	const checkpoint = await (await findModelSource(modelId, options)).open();
	const product = await openMatrixProduct();
	try {
		const weights = await weightsOf(checkpoint, model.layer, vocabulary.texts, product, onRow);
		const similar = await similarByActivation(measured, model.config.d_mlp, product);
		return weights.map((weight, index) => ({ ...weight, similarByActivation: similar[index]! }));
	} finally {
		await product.close();
		checkpoint.close();
	}
}
