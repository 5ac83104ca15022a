// Every neuron of the layer at once: one matrix product over what the blocks left. Opened when first asked for, as it
// needs the whole table of neurons.
import type { BuildName, ModelManifest } from '../../interp/model-manifest.ts';
import { float32Places, neuronTensors } from '../../interp/model-layout.ts';
import { openSession } from './stage-sessions.ts';
import { floats, type Ort, type OrtSession } from './ort.ts';
import type { PartSource } from './part-source.ts';
import { decodeTable } from './row-table.ts';

export class AllNeurons {
	readonly #ort: Ort;
	readonly #session: OrtSession;
	readonly #d_model: number;

	private constructor(ort: Ort, session: OrtSession, d_model: number) {
		this.#ort = ort;
		this.#session = session;
		this.#d_model = d_model;
	}

	static async open(
		ort: Ort,
		provider: string,
		manifest: ModelManifest,
		build: BuildName,
		source: PartSource,
		bias: Float32Array
	): Promise<AllNeurons> {
		const { d_model, d_mlp } = manifest.config;
		const { neurons } = manifest.builds[build];
		const [graph, table] = await Promise.all([
			source.part(manifest.graphs.neurons),
			source.part(neurons.file)
		]);
		const { places, totalBytes } = float32Places(neuronTensors(manifest.config));
		const memory = new ArrayBuffer(totalBytes);
		const weights = new Float32Array(memory, places.get('neurons.weight')!.offset, d_mlp * d_model);
		decodeTable(neurons, table, d_mlp, weights);
		new Float32Array(memory, places.get('neurons.bias')!.offset, d_mlp).set(bias);
		const session = await openSession(ort, provider, graph, new Uint8Array(memory));
		return new AllNeurons(ort, session, d_model);
	}

	/** normed [T, d_model] -> post-activations [T, d_mlp], row-major. */
	async run(normed: Float32Array): Promise<Float32Array> {
		if (normed.length === 0) return new Float32Array();
		const pos = normed.length / this.#d_model;
		const input = new this.#ort.Tensor('float32', normed, [pos, this.#d_model]);
		const { post } = (await this.#session.run({ normed: input })) as Record<'post', never>;
		return floats(post);
	}

	release(): Promise<void> {
		return this.#session.release();
	}
}
