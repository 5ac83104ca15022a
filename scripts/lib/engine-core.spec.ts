// The engine's own code on onnxruntime-node: against the float64 reference, and against itself over random edits.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineCore } from '../../src/lib/engine/core/engine-core.ts';
import { createNodeEngine } from '../../src/lib/engine/node/node-engine.ts';
import { openNodeCore } from '../../src/lib/engine/node/open-node-core.ts';
import { referenceActivations } from './gpt2-reference.ts';
import { buildTinyModel } from './testing/tiny-model.ts';

/** What the exact build (weights in float16) promises. */
const TOLERANCE = 5e-3;
/** Prefix cache against a full run: the same float32 sums in another order. */
const CACHE_TOLERANCE = 1e-5;

let folder: string;
let model: Awaited<ReturnType<typeof buildTinyModel>>;
let core: EngineCore;

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'engine-core-'));
	model = await buildTinyModel(folder);
	core = await openNodeCore(model.dir, model.manifest, 'exact');
});
afterAll(async () => {
	await core.release();
	rmSync(folder, { recursive: true, force: true });
});

const fullRun = async (text: string, index: number) => {
	core.reset();
	return (await core.run({ text, index })).activations;
};

function largest(a: ArrayLike<number>, b: ArrayLike<number>): number {
	expect(a.length).toBe(b.length);
	let worst = 0;
	for (let i = 0; i < a.length; i++) worst = Math.max(worst, Math.abs(a[i]! - b[i]!));
	return worst;
}

const letters = (length: number) =>
	Array.from({ length }, (_, i) => String.fromCharCode(97 + ((i * 7) % 26))).join('');

describe('against the float64 reference', () => {
	it.each([1, 31, 63, 64, 65, 130])('a text of %i tokens', async (length) => {
		const { manifest, tensors } = model;
		const text = letters(length);
		const ids = [256, ...[...text].map((char) => tokenId(char))];
		const rows = referenceActivations((name) => tensors.get(name)!.values, manifest.config, 1, ids);
		for (const index of [0, 17, 39]) {
			const expected = rows.slice(1).map((row) => row[index]!);
			expect(largest(await fullRun(text, index), expected)).toBeLessThan(TOLERANCE);
		}
	});
});

/** Ids of printable characters in the byte tokenizer, in which they stand for themselves. */
const tokenId = (char: string) => char.charCodeAt(0);

describe('the prefix cache', () => {
	it('gives what a full run gives, for thousands of random edit scripts', async () => {
		let edits = 0;
		const edit = fc.array(
			fc.record({
				at: fc.nat(170),
				remove: fc.oneof(fc.constant(0), fc.constant(1), fc.nat(40)),
				insert: fc.string({ maxLength: 30, unit: fc.constantFrom(...'abc de') }),
				index: fc.nat(39)
			}),
			{ minLength: 2, maxLength: 8 }
		);
		await fc.assert(
			fc.asyncProperty(fc.nat(150), edit, async (length, steps) => {
				let text = letters(length);
				const seen: { text: string; index: number; activations: Float32Array }[] = [];
				core.reset();
				for (const { at, remove, insert, index } of steps) {
					text = text.slice(0, at) + insert + text.slice(at + remove);
					seen.push({ text, index, activations: (await core.run({ text, index })).activations });
					edits++;
				}
				for (const { text: then, index, activations } of seen) {
					expect(largest(activations, await fullRun(then, index))).toBeLessThan(CACHE_TOLERANCE);
				}
			}),
			{ numRuns: 2000, seed: 20261125 }
		);
		expect(edits).toBeGreaterThan(8000);
	});

	it('stays right when runs are broken off between chunks', async () => {
		const long = 'the quick brown fox jumps over the lazy dog. '.repeat(3);
		for (let stopAfter = 1; stopAfter < 5; stopAfter++) {
			core.reset();
			let chunks = 0;
			const run = core.run({ text: long, index: 3 }, { isWanted: () => ++chunks < stopAfter });
			if (stopAfter < 5) await run.catch((error) => expect(error).toMatchObject({ code: 'superseded' }));
			const text = `${long.slice(0, 60)}X${long.slice(60)}`;
			const after = (await core.run({ text, index: 3 })).activations;
			expect(largest(after, await fullRun(text, 3))).toBeLessThan(CACHE_TOLERANCE);
		}
	});

	it('answers for another neuron without running the text again', async () => {
		await fullRun('abcabc', 1);
		const { activations } = await core.run({ text: 'abcabc', index: 2 });
		expect(largest(activations, await fullRun('abcabc', 2))).toBeLessThan(CACHE_TOLERANCE);
	});
});

describe('all neurons', () => {
	it('agree with single runs, and are ranked by their share of the maximum', async () => {
		const text = 'some text here';
		const maxima = Float32Array.from({ length: 40 }, (_, i) => (i === 4 ? 0 : 1 + i / 10));
		const { top, tokens } = await core.rank({ text, k: 40, by: 'token', maxima });
		expect(top.length).toBe(tokens.length);
		for (const { index, activation, share, tokenIndex } of top[5]!) {
			const { activations } = await core.run({ text, index });
			expect(tokenIndex).toBe(5);
			expect(Math.abs(activations[5]! - activation)).toBeLessThan(1e-5);
			expect(share).toBeCloseTo(index === 4 ? 0 : activation / maxima[index]!, 5);
		}
		const shares = top[5]!.map(({ share }) => share);
		expect(shares).toEqual(shares.toSorted((a, b) => b - a));
		const whole = await core.rank({ text, k: 3, by: 'text', maxima });
		const best = Math.max(...top.flat().map(({ share }) => share));
		expect(whole.top[0]![0]!.share).toBe(best);
		expect((await core.rank({ text: '', k: 3, by: 'text' })).top).toEqual([]);
	});
});

describe('texts', () => {
	it('are cut to the context with the count said', async () => {
		const run = await core.run({ text: 'x'.repeat(500), index: 0 });
		expect(run.tokens.length).toBe(159);
		expect(run.totalTokens).toBe(500);
		expect(run.activations.length).toBe(159);
	});

	it('may be empty', async () => {
		const run = await core.run({ text: '', index: 0 });
		expect(run).toMatchObject({ tokens: [], totalTokens: 0, isComplete: true });
	});

	it('come in parts that are beginnings of the whole', async () => {
		core.reset();
		const parts: Float32Array[] = [];
		const { activations } = await core.run(
			{ text: 'y z'.repeat(50), index: 6 },
			{ onPartial: (part) => parts.push(part.activations) }
		);
		expect(parts.length).toBeGreaterThan(2);
		for (const part of parts) expect(part).toEqual(activations.slice(0, part.length));
	});

	it.each([-1, 40, 1.5, NaN])('neuron %d does not exist', async (index) => {
		await expect(core.run({ text: 'a', index })).rejects.toMatchObject({ code: 'not-found' });
	});
});

describe('the self-test', () => {
	it('passes on a right model and fails on one with a wrong weight', async () => {
		expect(await core.selfTest()).toMatchObject({ texts: 12, passed: true });
		const wrong = structuredClone(model.manifest);
		for (const { neurons } of wrong.goldens) neurons[0]!.activations[0]! += 0.1;
		const other = await openNodeCore(model.dir, wrong, 'exact');
		expect((await other.selfTest()).passed).toBe(false);
		await other.release();
	});
});

describe('the engine for Node', () => {
	it('answers as the core does, and proves itself', async () => {
		const engine = createNodeEngine(model.dir, 'exact');
		const { activations, isComplete } = await engine.run({ text: 'abc', index: 5 });
		expect(isComplete).toBe(true);
		expect(largest(activations, await fullRun('abc', 5))).toBeLessThan(CACHE_TOLERANCE);
		expect((await engine.selfTest()).passed).toBe(true);
		expect((await engine.rank({ text: 'abc', k: 3, by: 'text' })).top[0]!.length).toBe(3);
		expect(engine.status).toMatchObject({
			phase: 'ready',
			model: { modelId: 'tiny-1', build: 'exact' },
			runtime: { provider: 'cpu' }
		});
		engine.dispose();
		await expect(engine.run({ text: 'abc', index: 5 })).rejects.toMatchObject({ code: 'disposed' });
	});

	it('lets the newest win, and hears a signal', async () => {
		const engine = createNodeEngine(model.dir);
		const runs = ['a', 'ab', 'abc'].map((text) => engine.run({ text, index: 0 }));
		const ends = await Promise.allSettled(runs);
		expect(ends.map((end) => (end.status === 'fulfilled' ? end.value.text : end.reason.code))).toEqual([
			'superseded',
			'superseded',
			'abc'
		]);
		const stopped = engine.run({ text: 'x', index: 0 }, { signal: AbortSignal.abort() });
		await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
		engine.dispose();
	});

	it('refuses a damaged table, and reads it again once it is mended', async () => {
		const dir = path.join(folder, 'damaged');
		cpSync(model.dir, dir, { recursive: true });
		const table = path.join(dir, model.manifest.builds.exact.tokens.file.path);
		const bytes = readFileSync(table);
		writeFileSync(table, bytes.toReversed());
		const engine = createNodeEngine(dir, 'exact');
		const ask = () => engine.run({ text: 'abc', index: 5 });
		await expect(ask()).rejects.toMatchObject({ code: 'corrupt' });
		writeFileSync(table, bytes);
		expect(largest((await ask()).activations, await fullRun('abc', 5))).toBeLessThan(CACHE_TOLERANCE);
		engine.dispose();
	});

	it('names a folder that holds no model', async () => {
		const engine = createNodeEngine(folder);
		await expect(engine.load()).rejects.toMatchObject({ code: 'not-found' });
		expect(engine.status.phase).toBe('failed');
	});
});
