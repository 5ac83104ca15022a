// The server's models by their files: whole, missing, damaged and mended.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { buildTinyModel } from '../../../scripts/lib/testing/tiny-model.ts';
import { createNodeEngine } from '../engine/node/node-engine.ts';
import type { ModelManifest } from '../interp/model-manifest.ts';
import { exactModels } from './exact-models.ts';
import type { ExactModel } from './exact-model.ts';
import { createVerifyQueue } from './verify-queue.ts';

const ID = 'tiny-1';
const TEXT = 'The river ran to the sea.';
let folder: string;
let served: string;
let manifest: ModelManifest;
let dir: string;
const opened: ExactModel[] = [];

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'exact-models-'));
	// Narrow weights in one build and wide ones in the other, so that a wrong choice of build would show.
	const narrow = await buildTinyModel(path.join(folder, 'narrow'), {
		encodings: { blocks: 'q8', tokens: 'q8' }
	});
	const wide = await buildTinyModel(path.join(folder, 'wide'), {
		encodings: { blocks: 'f32', tokens: 'f32' }
	});
	served = path.join(folder, 'served');
	cpSync(narrow.dir, served, { recursive: true });
	cpSync(wide.dir, served, { recursive: true });
	const builds = { standard: narrow.manifest.builds.standard, exact: wide.manifest.builds.exact };
	manifest = { ...wide.manifest, builds };
	writeFileSync(path.join(served, 'manifest.json'), JSON.stringify(manifest));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
	dir = path.join(mkdtempSync(path.join(folder, 'case-')), ID);
	vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(async () => {
	vi.restoreAllMocks();
	await Promise.all(opened.splice(0).map((model) => model.close()));
});

const place = () => cpSync(served, dir, { recursive: true });
const models = (lookAgainMs?: number) => exactModels(() => path.dirname(dir), lookAgainMs);

async function openOne(modelOf = models()): Promise<ExactModel> {
	const model = await modelOf(ID);
	opened.push(model!);
	return model!;
}

it('is opened once, and measures as the engine for Node does with the exact build', async () => {
	place();
	const modelOf = models();
	const model = await openOne(modelOf);
	expect(await modelOf(ID)).toBe(model);
	const engine = createNodeEngine(served, 'exact');
	const run = await engine.run({ text: TEXT, index: 17 });
	engine.dispose();
	expect(await model.measure(TEXT, 17)).toEqual({
		tokenIds: run.tokens.map(({ id }) => id),
		activations: [...run.activations]
	});
	const { checkpointSha256, tokenizer, builds, layer, config } = manifest;
	expect(model).toMatchObject({
		id: ID,
		layer,
		width: config.d_mlp,
		maxTokens: config.n_ctx - 1,
		modelSha256: checkpointSha256,
		tokenizerSha256: tokenizer.sha256
	});
	expect(model.runtime).toMatch(/^onnxruntime-node \d+\.\d+\.\d+ cpu, exact build \(f32\)$/);
	expect(model.maxError).toBeCloseTo(builds.exact.fidelity.maxAbsError + 0.001, 9);
});

it('answers everyone in line: nobody’s text is overtaken by a newer one', async () => {
	place();
	const model = await openOne();
	const queue = createVerifyQueue();
	const texts = Array.from({ length: 12 }, (_, i) => `${TEXT} ${i}`);
	const alone = [];
	for (const text of texts) alone.push({ ok: true, value: await model.measure(text, 3) });
	const together = texts.map((text, i) => queue.run(`player ${i}`, () => model.measure(text, 3)));
	expect(await Promise.all(together)).toEqual(alone);
});

it('is looked for again when it was missing, after a while', async () => {
	const modelOf = models(250);
	expect(await modelOf(ID)).toBeNull();
	place();
	expect(await modelOf(ID)).toBeNull();
	await expect.poll(() => modelOf(ID)).not.toBeNull();
	await openOne(modelOf);
	expect(console.error).not.toHaveBeenCalled(); // a model that is not there is no fault
});

it('is asked for by an id alone', async () => {
	place();
	for (const id of ['..', '.', `../${ID}`, '', 'Tiny-1', 'a'.repeat(62)])
		expect(await models()(id)).toBeNull();
});

/** Every kind of file that a measurement reads. */
const files: [string, (manifest: ModelManifest) => string][] = [
	['tokenizer', ({ tokenizer }) => tokenizer.path],
	['graph', ({ graphs }) => graphs.middle.path],
	['block', ({ builds }) => builds.exact.stages[1]!.path],
	['position table', ({ builds }) => builds.exact.positions.file.path],
	['token table', ({ builds }) => builds.exact.tokens.file.path],
	['neuron table', ({ builds }) => builds.exact.neurons.file.path]
];

it.each(files)('with a damaged %s is refused, and taken again once it is mended', async (_, fileOf) => {
	place();
	const file = path.join(dir, fileOf(manifest));
	const bytes = readFileSync(file);
	bytes[bytes.length >> 1]! ^= 1;
	writeFileSync(file, bytes);
	const modelOf = models(250);
	expect(await modelOf(ID)).toBeNull();
	expect(console.error).toHaveBeenCalledOnce();
	place();
	await expect.poll(() => modelOf(ID)).not.toBeNull();
	await openOne(modelOf);
});

it.each(files)('without its %s is refused', async (_, fileOf) => {
	place();
	rmSync(path.join(dir, fileOf(manifest)));
	expect(await models()(ID)).toBeNull();
});

it('with values that are not its golden texts’ is refused', async () => {
	place();
	const wrong = structuredClone(manifest);
	for (const { neurons } of wrong.goldens) neurons[0]!.activations[0]! += 0.1;
	writeFileSync(path.join(dir, 'manifest.json'), JSON.stringify(wrong));
	expect(await models()(ID)).toBeNull();
	mkdirSync(path.join(path.dirname(dir), 'older'));
	writeFileSync(path.join(path.dirname(dir), 'older/manifest.json'), '{"format":2}');
	expect(await models()('older')).toBeNull();
});
