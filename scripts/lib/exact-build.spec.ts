import {
	copyFileSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	truncateSync,
	utimesSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CHECKPOINT_FILES, sha256OfFile } from './checkpoint.ts';
import { buildExact } from './exact-build.ts';
import { randomCheckpoint, writeCheckpoint } from './testing/random-checkpoint.ts';

const TINY = { n_layer: 2, n_head: 2, n_embd: 8, n_inner: 12, n_positions: 8, vocab_size: 20 };
let root: string;
let checkpoint: string;
let modelsDir: string;

beforeAll(() => {
	root = mkdtempSync(path.join(tmpdir(), 'exact-build-'));
});
beforeEach(() => {
	const folder = mkdtempSync(path.join(root, 'case-'));
	checkpoint = path.join(folder, 'checkpoint');
	modelsDir = path.join(folder, 'models');
	writeCheckpoint(checkpoint, TINY, randomCheckpoint(TINY, 1));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const build = (layer = 0) => buildExact('tiny', { checkpoint, layer, modelsDir, quiet: true });

/** Overwrites one byte in the middle of a file, its size and times as before. */
function damage(file: string): void {
	const { atime, mtime } = statSync(file);
	const content = readFileSync(file);
	content[content.length >> 1]! ^= 1;
	writeFileSync(file, content);
	utimesSync(file, atime, mtime);
}

async function expectWhole({ dir, manifest }: Awaited<ReturnType<typeof build>>): Promise<void> {
	for (const file of Object.values(manifest.files)) {
		expect(statSync(path.join(dir, file.path)).size).toBe(file.sizeBytes);
		expect(await sha256OfFile(path.join(dir, file.path))).toBe(file.sha256);
		expect(file.path).toContain(file.sha256.slice(0, 16));
	}
}

describe('buildExact', () => {
	it('writes a manifest that holds true of its files', async () => {
		const built = await build(1);
		await expectWhole(built);
		expect(built.manifest).toMatchObject({ id: 'tiny', layer: 1, hookName: 'blocks.1.mlp.hook_post' });
		const weights = path.join(checkpoint, 'model.safetensors');
		expect(built.manifest.checkpointSha256).toBe(await sha256OfFile(weights));
		const files = Object.values(built.manifest.files).map((file) => file.path);
		expect(readdirSync(built.dir).sort()).toEqual([...files, 'build.json', 'manifest.json'].sort());
	});

	it('does nothing the second time', async () => {
		const first = await build();
		const time = statSync(path.join(first.dir, 'manifest.json')).mtimeMs;
		const second = await build();
		expect([first.built, second.built]).toEqual([true, false]);
		expect(second.manifest).toEqual(first.manifest);
		expect(statSync(path.join(first.dir, 'manifest.json')).mtimeMs).toBe(time);
	});

	it.each(['graph', 'weights', 'tokenizer'] as const)('builds again when the %s is harmed', async (name) => {
		const first = await build();
		const file = path.join(first.dir, first.manifest.files[name].path);
		for (const harm of [rmSync, (of: string) => truncateSync(of, 1), damage]) {
			harm(file);
			const again = await build();
			expect(again.built).toBe(true);
			await expectWhole(again);
			expect((await build()).built).toBe(false);
		}
	});

	it.each([
		['is missing', (file: string) => rmSync(file)],
		['is no JSON', (file: string) => writeFileSync(file, '{')],
		['is of another format', (file: string) => writeFileSync(file, '{"format":0}')]
	])('builds again when the manifest %s', async (_, harm) => {
		const first = await build();
		harm(path.join(first.dir, 'manifest.json'));
		const again = await build();
		expect(again.built).toBe(true);
		expect(again.manifest).toEqual(first.manifest);
	});

	it('builds again for another layer or other weights', async () => {
		const first = await build();
		const otherLayer = await build(1);
		expect(otherLayer.built).toBe(true);
		writeCheckpoint(checkpoint, TINY, randomCheckpoint(TINY, 2));
		const otherWeights = await build(1);
		expect(otherWeights.built).toBe(true);
		const hashes = [first, otherLayer, otherWeights].map(({ manifest }) => manifest.files.weights.sha256);
		expect(new Set(hashes).size).toBe(3);
		expect(readdirSync(otherWeights.dir).length).toBe(5); // nothing of the former ones stays
	});

	it('builds again when only the tokenizer or the config of the checkpoint changed', async () => {
		await build();
		writeFileSync(path.join(checkpoint, 'tokenizer.json'), '{"new":true}');
		const otherTokenizer = await build();
		expect(otherTokenizer.built).toBe(true);
		await expectWhole(otherTokenizer);
		const config = path.join(checkpoint, 'config.json');
		const json = JSON.parse(readFileSync(config, 'utf8'));
		writeFileSync(config, JSON.stringify({ ...json, layer_norm_epsilon: 1e-6 }));
		const otherConfig = await build();
		expect(otherConfig.manifest.config.layer_norm_eps).toBe(1e-6);
	});

	it('keeps the former model when the new checkpoint is damaged', async () => {
		const first = await build();
		truncateSync(path.join(checkpoint, 'model.safetensors'), 5000);
		await expect(build()).rejects.toThrow(/truncated/);
		await expectWhole(first);
		expect(readdirSync(modelsDir)).toEqual(['tiny']);
	});

	it.each(['config.json', 'tokenizer.json', 'model.safetensors'])('names a missing %s', async (name) => {
		rmSync(path.join(checkpoint, name));
		await expect(build()).rejects.toThrow(`The checkpoint has no ${name}`);
	});

	it('refuses an id that it does not know, and one that is none', async () => {
		await expect(buildExact('unknown', { modelsDir })).rejects.toThrow(/no model "unknown".*--checkpoint/);
		await expect(buildExact('../up', { checkpoint, modelsDir })).rejects.toThrow(/no model id/);
	});

	it.each(['config.json', 'tokenizer.json', 'model.safetensors'])(
		'refuses a wrong %s for its id',
		async (name) => {
			const starter = path.join(import.meta.dirname, '../../models/starter');
			for (const file of CHECKPOINT_FILES)
				copyFileSync(path.join(starter, file), path.join(checkpoint, file));
			damage(path.join(checkpoint, name));
			const wrong = buildExact('starter', { checkpoint, modelsDir, quiet: true });
			await expect(wrong).rejects.toThrow(
				new RegExp(`${name} is not starter's: its SHA-256 is [0-9a-f]{64}, not [0-9a-f]{64}`)
			);
		}
	);
});
