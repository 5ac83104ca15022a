// The served model: true to its manifest, the same twice, and as exact as it says.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readModelManifest } from '../../src/lib/engine/node/folder-source.ts';
import { BUILD_NAMES, type Fidelity } from '../../src/lib/interp/model-manifest.ts';
import { WEIGHT_ENCODINGS } from '../../src/lib/interp/weight-encoding.ts';
import { sha256OfFile } from './checkpoint.ts';
import { ensureModel, filesOf } from './model-build.ts';
import { buildTinyModel } from './testing/tiny-model.ts';

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'model-build-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const caseFolder = () => mkdtempSync(path.join(folder, 'case-'));

describe('a served model', () => {
	it('holds just the files that its manifest names, as it names them', async () => {
		const { dir, manifest } = await buildTinyModel(caseFolder());
		expect(await readModelManifest(dir)).toEqual(manifest);
		const files = filesOf(manifest);
		for (const file of files) {
			expect(await sha256OfFile(path.join(dir, file.path))).toBe(file.sha256);
			expect(readFileSync(path.join(dir, file.path)).length).toBe(file.sizeBytes);
		}
		const names = new Set(files.map((file) => file.path));
		expect(new Set(readdirSync(dir))).toEqual(new Set([...names, 'build.json', 'manifest.json']));
	});

	it('says how many bytes come first and in all', async () => {
		const { manifest } = await buildTinyModel(caseFolder());
		const { tokenizer, graphs, builds } = manifest;
		for (const name of BUILD_NAMES) {
			const { stages, positions, tokens, neurons, firstBytes, totalBytes } = builds[name];
			const first = [tokenizer, graphs.first, graphs.middle, graphs.last, positions.file, ...stages];
			const sum = (files: { sizeBytes: number }[]) =>
				files.reduce((bytes, file) => bytes + file.sizeBytes, 0);
			expect(firstBytes).toBe(sum(first));
			expect(totalBytes).toBe(sum([...first, tokens.file, neurons.file]));
		}
	});

	it('is the same bytes twice, and not built again', async () => {
		const one = await buildTinyModel(caseFolder());
		const two = await buildTinyModel(caseFolder());
		expect(two.manifest).toEqual(one.manifest);
		const again = await ensureModel('starter', { quiet: true });
		expect((await ensureModel('starter', { quiet: true })).built).toBe(false);
		expect(existsSync(path.join(again.dir, 'manifest.json'))).toBe(true);
	});

	it('is built again when a part of it is damaged', async () => {
		const root = caseFolder();
		const { dir, manifest } = await buildTinyModel(root);
		const part = path.join(dir, manifest.builds.standard.stages[0]!.path);
		const bytes = readFileSync(part);
		bytes[9]! ^= 1;
		writeFileSync(part, bytes);
		// Another time of the checkpoint's files would make it build anyway.
		const again = await ensureModel('tiny-1', {
			checkpoint: path.join(root, 'checkpoint-1'),
			layer: 1,
			modelsDir: path.join(root, 'models'),
			quiet: true
		});
		expect(again.built).toBe(true);
		expect(again.manifest).toEqual(manifest);
	});

	it('refuses random weights for any shape but gpt2-small’s', async () => {
		await expect(ensureModel('starter', { randomWeightsSeed: 1 })).rejects.toThrow(/gpt2-small/);
	});
});

describe('errors by encoding, against the float64 reference', () => {
	/** What each encoding of all weights keeps within on the starter. Measured over 192 tokens: q8 0.0538 and 0.99993,
	 *  q9 0.0243, q10 0.0113, q12 0.00307, q16 0.000229, f16 and f32 0.0000028 (its checkpoint is float16). */
	const within: Record<string, Pick<Fidelity, 'maxAbsError' | 'r'>> = {
		q8: { maxAbsError: 0.08, r: 0.9998 },
		q9: { maxAbsError: 0.04, r: 0.99995 },
		q10: { maxAbsError: 0.02, r: 0.99999 },
		q12: { maxAbsError: 0.005, r: 0.999999 },
		f16: { maxAbsError: 2e-5, r: 0.9999999 },
		q16: { maxAbsError: 4e-4, r: 0.9999999 },
		f32: { maxAbsError: 2e-5, r: 0.9999999 }
	};

	it.each(WEIGHT_ENCODINGS)('%s on the starter', async (encoding) => {
		const encodings = { blocks: encoding, tokens: encoding };
		const { manifest } = await ensureModel('starter', { modelsDir: caseFolder(), encodings, quiet: true });
		const { maxAbsError, r, tokens } = manifest.builds.standard.fidelity;
		expect(tokens).toBeGreaterThan(150);
		expect(maxAbsError).toBeLessThan(within[encoding]!.maxAbsError);
		expect(r).toBeGreaterThanOrEqual(within[encoding]!.r);
	});

	it('on a tiny random checkpoint fall with every bit', async () => {
		const errors: number[] = [];
		for (const encoding of ['q8', 'q9', 'q10', 'q12', 'q16', 'f32'] as const) {
			const encodings = { blocks: encoding, tokens: encoding };
			const { manifest } = await buildTinyModel(caseFolder(), { encodings });
			errors.push(manifest.builds.standard.fidelity.maxAbsError);
		}
		expect(errors).toEqual(errors.toSorted((a, b) => b - a));
		expect(errors.at(-1)).toBeLessThan(1e-5);
		expect(errors[0]).toBeGreaterThan(1e-3);
	});
});
