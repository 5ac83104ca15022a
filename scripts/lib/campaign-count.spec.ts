// The thread that counts: its numbers are tested with the whole build; here what happens when it cannot go on.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCounting } from './campaign-count.ts';
import { measure, prepareFolder, type Measured } from './campaign-measure.ts';
import { tokenise, type Passages } from './campaign-passages.ts';
import { openCorpus } from './corpus.ts';
import { ensureExactModel } from './exact-model.ts';
import {
	makeTinyCampaign,
	TINY_SEGMENT_TOKENS,
	TINY_SHAPE,
	type TinyCampaign
} from './testing/tiny-campaign.ts';

let tiny: TinyCampaign;
let passages: Passages;
let measured: Measured;
const options = { d_mlp: TINY_SHAPE.n_inner, texts: new Array<string>(TINY_SHAPE.vocab_size).fill('a') };

beforeAll(async () => {
	tiny = makeTinyCampaign();
	const model = await ensureExactModel('tiny', tiny.options);
	const workDir = path.join(tiny.folder, 'work');
	prepareFolder({ workDir, stamp: '', resume: false });
	passages = await tokenise(model, openCorpus(tiny.options.corpus), { dir: workDir });
	measured = await measure(model, passages, {
		workDir,
		segmentTokens: TINY_SEGMENT_TOKENS,
		onTokens: () => {}
	});
});
afterAll(() => {
	passages?.close();
	tiny.remove();
});

it('tells how far it is, and gives every neuron’s numbers', async () => {
	const steps: number[] = [];
	const numbers = await startCounting(measured, passages, options, (done) => steps.push(done)).numbers;
	expect(numbers).toHaveLength(options.d_mlp);
	expect(numbers.every(({ histogram }) => histogram.reduce((a, b) => a + b) === passages.tokens)).toBe(true);
	expect(steps.at(-1)).toBe(options.d_mlp);
});

it('ends when it is stopped', async () => {
	const counting = startCounting(measured, passages, options, () => {});
	await counting.stop();
	await expect(counting.numbers).rejects.toThrow(/has ended/);
});

it('says what is wrong with a file', async () => {
	rmSync(measured.fileOf(measured.segments[0]!));
	const { numbers } = startCounting(measured, passages, options, () => {});
	await expect(numbers).rejects.toThrow(/ENOENT.*segment-000000/);
});
