// From a manifest and its files to a model that answers: graphs, tokenizer and stages in the order of their use; the
// next stage is fetched while the one before it is opened.
import type { BuildName, ModelManifest } from '../../interp/model-manifest.ts';
import { stageKind } from '../../interp/model-layout.ts';
import { freeBuffer } from '../../util/free-buffer.ts';
import { EngineError } from '../errors.ts';
import { createTokenizer } from '../tokenizer.ts';
import { EngineCore } from './engine-core.ts';
import { Attention } from './attention/attention.ts';
import { CHUNK_POSITIONS, LayerModel } from './layer-model.ts';
import type { Ort, OrtSession } from './ort.ts';
import type { PartSource } from './part-source.ts';
import { decodeTable, RowTable } from './row-table.ts';
import { StageOpener } from './stage-sessions.ts';

function parseTokenizer(bytes: Uint8Array) {
	try {
		return createTokenizer(JSON.parse(new TextDecoder().decode(bytes)));
	} catch (cause) {
		throw new EngineError('corrupt', 'The model’s tokenizer is damaged.', { cause });
	}
}

async function openStages(
	ort: Ort,
	provider: string,
	manifest: ModelManifest,
	build: BuildName,
	source: PartSource
): Promise<{ sessions: OrtSession[]; neuronBias: Float32Array }> {
	const { encoding, stages } = manifest.builds[build];
	const graphs = {
		first: await source.part(manifest.graphs.first),
		middle: await source.part(manifest.graphs.middle),
		last: await source.part(manifest.graphs.last)
	};
	const opener = new StageOpener(ort, provider, manifest.config, encoding);
	const sessions: OrtSession[] = [];
	let neuronBias: Float32Array = new Float32Array();
	// Large ones first: the runtime's memory never shrinks, and small ones fit where a large one was unpacked.
	const order = [...stages.keys()].sort((a, b) => stages[b]!.sizeBytes - stages[a]!.sizeBytes);
	let next = source.part(stages[order[0]!]!);
	for (const [at, stage] of order.entries()) {
		const part = await next;
		const following = stages[order[at + 1] ?? -1];
		if (following) {
			next = source.part(following);
			next.catch(() => {}); // heard when it is awaited
		}
		const kind = stageKind(stage, manifest.layer);
		const opened = await opener.open(graphs, part, kind);
		freeBuffer(part);
		sessions[stage] = opened.session;
		if (kind === 'last') neuronBias = opened.neuronBias;
	}
	opener.close();
	return { sessions, neuronBias };
}

/** Opens a build of a model on a runtime. Rejects with an EngineError, or with the runtime's own error. */
export async function openCore(
	ort: Ort,
	provider: string,
	manifest: ModelManifest,
	build: BuildName,
	source: PartSource
): Promise<EngineCore> {
	const { config, builds } = manifest;
	const { positions: table, tokens, neurons } = builds[build];
	const tokenizer = parseTokenizer(await source.part(manifest.tokenizer));
	const positions = decodeTable(table, await source.part(table.file), config.n_ctx);
	const { sessions, neuronBias } = await openStages(ort, provider, manifest, build, source);
	const model = new LayerModel({
		ort,
		config,
		stages: sessions,
		attention: new Attention(config, manifest.layer + 1, CHUNK_POSITIONS),
		positions,
		tokens: new RowTable(tokens, source.rows(tokens)),
		neurons: new RowTable(neurons, source.rows(neurons)),
		neuronBias
	});
	return new EngineCore({ ort, provider, manifest, build, source, tokenizer, model });
}
