import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clueWindow } from '../../src/lib/interp/passage-window.ts';
import { openActivations } from './campaign-activations.ts';
import { clarityOf, computeClues, TOP_CLUES, type NeuronResult } from './campaign-clues.ts';
import { ensureExactModel, type ExactModel } from './exact-model.ts';
import { referenceActivations } from './gpt2-reference.ts';
import { seededRandom } from '../../src/lib/util/seeded-random.ts';
import { randomCheckpoint, writeCheckpoint } from './testing/random-checkpoint.ts';

/** A random checkpoint's float32 activations against float64, as in gpt2-graph.spec.ts. */
const TOLERANCE = 1e-5;
const TINY = { n_layer: 2, n_head: 2, n_embd: 16, n_inner: 24, n_positions: 80, vocab_size: 60 };
const LAYER = 1;
const tensors = randomCheckpoint(TINY, 21);
const random = seededRandom(5);
/** 45 passages of 1 to 79 tokens, some of equal length, so that batches hold more than one. */
const passages = Array.from({ length: 45 }, (_, i) => {
	const ids = Array.from({ length: 1 + ((i * 13) % 40) * 2 }, () => Math.floor(random() * 59));
	return { source: `file-${i % 4}`, ids, texts: ids.map((id) => ` t${id}`) };
});

let folder: string;
let model: ExactModel;
let results: NeuronResult[];
let called = 0;
/** [passage][token][neuron], <|endoftext|> left out. */
let reference: Float64Array[][];

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'campaign-build-'));
	const checkpoint = path.join(folder, 'checkpoint');
	writeCheckpoint(checkpoint, TINY, tensors);
	const modelsDir = path.join(folder, 'models');
	model = await ensureExactModel('tiny', { checkpoint, layer: LAYER, modelsDir, quiet: true });
	const activations = await openActivations(
		model,
		passages.map(({ ids }) => ids)
	);
	results = await computeClues(activations, passages, model.config.d_mlp, () => called++);
	await activations.close();
	const read = (name: string) => tensors.get(name)!.values;
	reference = passages.map(({ ids }) =>
		referenceActivations(read, model.config, LAYER, [model.config.bos_token_id, ...ids]).slice(1)
	);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const close = (actual: number, expected: number) =>
	expect(Math.abs(actual - expected)).toBeLessThan(TOLERANCE);

describe('the clues of every neuron, against the float64 reference', () => {
	it('have the extremes of the whole corpus', () => {
		expect(results.map(({ index }) => index)).toEqual([...Array(TINY.n_inner).keys()]);
		for (const { index, max, min } of results) {
			const all = reference.flatMap((rows) => rows.map((row) => row[index]!));
			close(max, Math.max(...all));
			close(min, Math.min(...all));
		}
	});

	it('are the strongest passages, best first, each once', () => {
		for (const { index, clues } of results) {
			const peaks = reference.map((rows) => Math.max(...rows.map((row) => row[index]!)));
			const expected = peaks.toSorted((a, b) => b - a).slice(0, TOP_CLUES);
			expect(new Set(clues.map(({ passageId }) => passageId)).size).toBe(TOP_CLUES);
			clues.forEach((clue, rank) => {
				close(clue.peak, expected[rank]!);
				close(peaks[clue.passageId]!, expected[rank]!);
			});
		}
	});

	it('hold the tokens around the peak with their own activations', () => {
		let cut = 0;
		for (const { index, clues } of results) {
			for (const clue of clues) {
				const { texts, source } = passages[clue.passageId]!;
				const end = clue.firstToken + clue.tokens.length;
				expect(clue).toMatchObject({ source, passageTokens: texts.length });
				const window = clueWindow(clue.firstToken + clue.peakIndex, texts.length);
				expect(window).toEqual({ start: clue.firstToken, end });
				expect(clue.tokens).toEqual(texts.slice(clue.firstToken, end));
				expect(clue.activations[clue.peakIndex]).toBe(Math.fround(clue.peak));
				Array.from(clue.activations).forEach((value, i) =>
					close(value, reference[clue.passageId]![clue.firstToken + i]![index]!)
				);
				if (clue.tokens.length < texts.length) cut++;
			}
		}
		expect(cut).toBeGreaterThan(0);
	});

	it('report each passage once a pass', () => {
		const used = new Set(results.flatMap(({ clues }) => clues.map(({ passageId }) => passageId)));
		expect(called).toBe(passages.length + used.size);
	});
});

it('clarity is the share of the commonest peak word, 0 for a neuron that never fires', () => {
	const clue = (...tokens: string[]) => ({ tokens, peakIndex: 1 });
	const clues = [clue('a', ' The'), clue('b', 'the '), clue('c', ' cat'), clue('d', 'THE')];
	const neuron = { index: 0, min: -0.1, clues } as unknown as NeuronResult;
	expect(clarityOf({ ...neuron, max: 2 })).toBe(0.75);
	expect(clarityOf({ ...neuron, max: -0.01 })).toBe(0);
	expect(clarityOf({ ...neuron, max: 2, clues: [] })).toBe(0);
});
