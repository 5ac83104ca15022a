// The parts of a campaign that need the checkpoint's weights, not its activations, and the matrix products behind them.
import path from 'node:path';
import { similarByActivation } from './campaign-coactivation.ts';
import type { Measured } from './campaign-measure.ts';
import type { Relations } from './campaign-records.ts';
import { weightsOf } from './campaign-weights.ts';
import { openCheckpoint } from './checkpoint.ts';
import { checkpointDir, readCheckpointManifest } from './checkpoint-source.ts';
import type { ExactModel } from './exact-model.ts';
import { openMatrixProduct } from './matrix-product.ts';
import type { Vocabulary } from './vocabulary.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** What every neuron reads and writes, and which are like it; by index. `onRow`: see weightsOf. */
export async function relationsOf(
	model: ExactModel,
	options: { modelId: string; checkpoint?: string; quiet?: boolean },
	vocabulary: Vocabulary,
	measured: Measured,
	onRow: () => void
): Promise<Relations[]> {
	const known = readCheckpointManifest(root, options.modelId);
	const checkpoint = openCheckpoint(await checkpointDir(root, options.modelId, known, options));
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
