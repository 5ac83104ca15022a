// A whole campaign against the float64 reference, recomputed here from the definitions alone.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Campaign } from '../../src/lib/campaign/campaign.ts';
import { openCampaign } from '../../src/lib/campaign/campaign.ts';
import type { Clue, Exhibit, NeuronPage } from '../../src/lib/campaign/clue.ts';
import { DAILY_ROUNDS, dailyPool, dailyRounds } from '../../src/lib/game/daily.ts';
import { readPublishable } from '../../src/lib/server/campaign-files.ts';
import { ensureCampaign } from './campaign-build.ts';
import { describeNeuron, markedText } from './campaign-inspect.ts';
import { openFromDisk } from './campaign-disk.ts';
import { tokenise, type Passages } from './campaign-passages.ts';
import { openCorpus } from './corpus.ts';
import { ensureExactModel } from './exact-model.ts';
import { referenceActivations } from './gpt2-reference.ts';
import { makeTinyCampaign, TINY_LAYER, TINY_SHAPE, type TinyCampaign } from './testing/tiny-campaign.ts';

/** float32 against float64 on this model: measured at most 3e-6 (activations up to about 6). */
const EXACT = 2e-5;
/** Of all tokens: how many may be counted in a neighbouring bin or band, being within rounding of its border. */
const BORDER_SHARE = 0.002;

let tiny: TinyCampaign;
let dir: string;
let campaign: Campaign;
let passages: Passages;
/** [passage][token][neuron] */
let reference: Float64Array[][];
let pages: NeuronPage[];
let exhibits: Exhibit[][];

const { n_inner: d_mlp, n_embd: d_model, vocab_size: d_vocab } = TINY_SHAPE;

beforeAll(async () => {
	tiny = makeTinyCampaign();
	({ dir } = await ensureCampaign('tiny', tiny.options));
	campaign = await openFromDisk(dir);
	const model = await ensureExactModel('tiny', tiny.options);
	passages = await tokenise(model, openCorpus(tiny.options.corpus), {
		dir: path.join(tiny.folder, 'passages')
	});
	reference = Array.from({ length: passages.count }, (_, passage) => {
		const ids = [model.config.bos_token_id, ...passages.idsOf(passage)];
		const read = (name: string) => tiny.tensors.get(name)!.values;
		return referenceActivations(read, model.config, TINY_LAYER, ids).slice(1);
	});
	pages = await Promise.all(Array.from({ length: d_mlp }, (_, index) => campaign.neuron(index)));
	exhibits = await Promise.all(pages.map(({ index }) => campaign.exhibits(index)));
});
afterAll(() => {
	passages?.close();
	tiny.remove();
});

const valuesOf = (neuron: number): number[] => reference.flat().map((row) => row[neuron]!);
const peakOf = (passage: number, neuron: number): number =>
	Math.max(...reference[passage]!.map((row) => row[neuron]!));
const shownOf = (page: NeuronPage): Clue[] => [
	...page.clues,
	...page.bands.flatMap(({ clues }) => clues),
	...page.nearMisses
];

describe('clues', () => {
	it('are true: texts, peaks, and every activation within 1/255 of the range', () => {
		let worst = 0;
		pages.forEach((page, neuron) => {
			for (const clue of [...shownOf(page), ...exhibits[neuron]!]) {
				const rows = reference[clue.passageId]!;
				expect(clue.passageTokens).toBe(rows.length);
				const end = clue.firstToken + clue.tokens.length;
				expect(clue.tokens).toEqual(passages.texts(clue.passageId).slice(clue.firstToken, end));
				expect(Math.abs(clue.peak - peakOf(clue.passageId, neuron))).toBeLessThan(EXACT);
				expect(clue.activations[clue.peakIndex]).toBe(clue.peak);
				expect(Array.from(clue.activations).indexOf(Math.max(...Array.from(clue.activations)))).toBe(
					clue.peakIndex
				);
				Array.from(clue.activations).forEach((activation, i) => {
					const error = Math.abs(activation - rows[clue.firstToken + i]![neuron]!);
					worst = Math.max(worst, (error - EXACT) / (page.max - page.min));
				});
			}
		});
		expect(worst).toBeGreaterThan(0);
		expect(worst).toBeLessThan(1 / 255);
	});

	it('are the strongest: no passage outside the list beats its 20th', () => {
		pages.forEach((page, neuron) => {
			expect(page.clues).toHaveLength(20);
			const listed = new Set(page.clues.map(({ passageId }) => passageId));
			expect(listed.size).toBe(20);
			const peaks = page.clues.map(({ peak }) => peak);
			expect(peaks).toEqual([...peaks].sort((a, b) => b - a));
			expect(Math.abs(peaks[0]! - page.max)).toBeLessThan(EXACT);
			for (let passage = 0; passage < passages.count; passage++) {
				if (!listed.has(passage)) expect(peakOf(passage, neuron)).toBeLessThan(peaks[19]! + EXACT);
			}
		});
	});

	it('of a band lie in it, five where there are so many', () => {
		pages.forEach((page, neuron) => {
			page.bands.forEach(({ from, to, clues }, band) => {
				for (const { peak } of clues) {
					expect(peak / page.max).toBeGreaterThanOrEqual(from);
					if (band > 0) expect(peak / page.max).toBeLessThan(to);
				}
				const pool = reference.filter((_, passage) => {
					const share = peakOf(passage, neuron) / page.max;
					return share >= from && share < to;
				});
				// 20 clues and 24 exhibits may be taken from the band before its own are complete.
				if (pool.length >= 20 + 24 + 5) expect(clues).toHaveLength(5);
			});
		});
	});

	it('that miss are quiet', () => {
		expect(pages.flatMap(({ nearMisses }) => nearMisses).length).toBeGreaterThan(d_mlp);
		for (const { nearMisses, max } of pages) {
			for (const { peak } of nearMisses) expect(peak).toBeLessThan(0.05 * max);
		}
	});
});

describe('random samples', () => {
	it('are true too, each passage as likely, and other ones for each neuron', async () => {
		const drawn: number[] = [];
		for (const { index } of pages) {
			const sample = await campaign.sample(index);
			const ids = sample.map(({ passageId }) => passageId);
			expect(new Set(ids).size).toBe(20);
			drawn.push(...ids);
			for (const { passageId, peak, tokens, firstToken } of sample) {
				expect(Math.abs(peak - peakOf(passageId, index))).toBeLessThan(EXACT);
				expect(tokens).toEqual(passages.texts(passageId).slice(firstToken, firstToken + tokens.length));
			}
		}
		// Of uniform draws the mean is known to 1.5 % of the range (24 neurons of 20): 4 deviations.
		const mean = drawn.reduce((a, b) => a + b) / drawn.length;
		expect(Math.abs(mean / (passages.count - 1) - 0.5)).toBeLessThan(0.055);
		expect(new Set(drawn).size).toBeGreaterThan(200);
	});
});

describe('exhibits', () => {
	it('fire or are quiet as they say, and none is among the clues', () => {
		pages.forEach((page, neuron) => {
			const shown = new Set(shownOf(page).map(({ passageId }) => passageId));
			const asked = exhibits[neuron]!.map(({ passageId }) => passageId);
			expect(new Set(asked).size).toBe(asked.length);
			for (const { passageId, peak, fires } of exhibits[neuron]!) {
				expect(shown.has(passageId)).toBe(false);
				if (fires) expect(peak).toBeGreaterThanOrEqual(0.25 * page.max);
				else expect(peak).toBeLessThan(0.05 * page.max);
			}
		});
	});

	it('are 24 and 24, or the neuron is marked; never where the corpus had enough', () => {
		pages.forEach((page, neuron) => {
			const firing = exhibits[neuron]!.filter(({ fires }) => fires).length;
			const quiet = exhibits[neuron]!.length - firing;
			expect(page.flags.includes('few-exhibits')).toBe(firing < 24 || quiet < 24);
			if (page.firingPassages >= 20 + 6 + 24) expect(firing).toBe(24);
			if (page.quietPassages >= 10 + 24) expect(quiet).toBe(24);
		});
	});

	it('of publish.json are the same passages', async () => {
		const published = JSON.parse(readFileSync(path.join(dir, 'publish.json'), 'utf8'));
		await expect(readPublishable(dir)).resolves.toMatchObject({
			campaign: { id: 'tiny', layer: TINY_LAYER }
		});
		const summaries = await campaign.summaries();
		published.neurons.forEach(({ index, flags }: { index: number; flags: string[] }) => {
			const { max, clues, bands, nearMisses } = pages[index]!;
			const plainDark = exhibits[index]!.filter(({ fires, isNearMiss }) => !fires && !isNearMiss);
			const pool = dailyPool({ max, clues, bands: bands.map((band) => band.clues), nearMisses, plainDark });
			expect(flags.includes('short-daily')).toBe(dailyRounds(pool, index).length < DAILY_ROUNDS);
		});
		exhibits.forEach((list, neuron) => {
			const rows = published.exhibits[neuron];
			expect(rows.index).toBe(neuron);
			const ids = [...rows.firing, ...rows.quiet].map(([passageId]: number[]) => passageId);
			expect(ids).toEqual(list.map(({ passageId }) => passageId));
			rows.firing.forEach(([passage, share]: number[]) => {
				expect(share).toBeCloseTo(peakOf(passage!, neuron) / pages[neuron]!.max, 3);
			});
			expect(rows.firing).toHaveLength(summaries[neuron]!.exhibitsFiring);
			const nearMisses = list.filter(({ isNearMiss }) => isNearMiss).map(({ passageId }) => passageId);
			const marked = rows.quiet.filter(([, , isNearMiss]: number[]) => isNearMiss === 1);
			expect(marked.map(([passageId]: number[]) => passageId)).toEqual(nearMisses);
		});
	});
});

describe('numbers', () => {
	it('are those of all tokens', () => {
		pages.forEach((page, neuron) => {
			const values = valuesOf(neuron);
			const mean = values.reduce((a, b) => a + b) / values.length;
			const central = (power: number) =>
				values.reduce((sum, value) => sum + (value - mean) ** power, 0) / values.length;
			expect(page.max).toBeCloseTo(Math.max(...values), 4);
			expect(page.min).toBeCloseTo(Math.min(...values), 4);
			expect(page.mean).toBeCloseTo(mean, 5);
			expect(page.variance / central(2)).toBeCloseTo(1, 4);
			expect(page.skewness).toBeCloseTo(central(3) / central(2) ** 1.5, 3);
			expect(page.kurtosis / (central(4) / central(2) ** 2)).toBeCloseTo(1, 4);
		});
	});

	it('count bins and bands', () => {
		pages.forEach((page, neuron) => {
			const values = valuesOf(neuron);
			const width = (page.max - page.min) / 50;
			const bins = new Array<number>(50).fill(0);
			for (const value of values) {
				bins[Math.max(0, Math.min(49, Math.floor((value - page.min) / width)))]!++;
			}
			expect(page.histogram.reduce((a, b) => a + b)).toBe(values.length);
			const moved = page.histogram.reduce((sum, count, i) => sum + Math.abs(count - bins[i]!), 0);
			expect(moved).toBeLessThanOrEqual(2 * BORDER_SHARE * values.length);
			page.bands.forEach(({ from, to, tokenCount }, band) => {
				const inside = values.filter((v) => v >= from * page.max && (band === 0 || v < to * page.max));
				expect(Math.abs(tokenCount - inside.length)).toBeLessThanOrEqual(BORDER_SHARE * values.length);
			});
			expect(page.firingTokens).toBe(page.bands.reduce((sum, { tokenCount }) => sum + tokenCount, 0));
			const firing = reference.filter((_, passage) => peakOf(passage, neuron) >= 0.25 * page.max);
			expect(Math.abs(page.firingPassages - firing.length)).toBeLessThanOrEqual(1);
			const bySource = page.sources.reduce((sum, { firingPassages }) => sum + firingPassages, 0);
			expect(bySource).toBe(page.firingPassages);
		});
	});

	it('name the tokens with the highest mean', () => {
		const ids = reference.flatMap((_, passage) => [...passages.idsOf(passage)]);
		const counts = new Map<number, number>();
		ids.forEach((id) => counts.set(id, (counts.get(id) ?? 0) + 1));
		pages.forEach((page, neuron) => {
			const sums = new Map<number, number>();
			valuesOf(neuron).forEach((value, i) => sums.set(ids[i]!, (sums.get(ids[i]!) ?? 0) + value));
			const means = [...sums]
				.filter(([id]) => counts.get(id)! >= 3)
				.map(([id, sum]) => sum / counts.get(id)!);
			const best = means.sort((a, b) => b - a).slice(0, 10);
			page.topTokens.forEach(({ mean }, i) => expect(mean).toBeCloseTo(best[i]!, 3));
			expect(page.topTokens).toHaveLength(10);
		});
	});
});

describe('weights, in float64', () => {
	const tensor = (name: string) => tiny.tensors.get(name)!.values;
	const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
	const centred = (row: number[]) => row.map((value) => value - row.reduce((a, b) => a + b) / row.length);
	const cosine = (a: number[], b: number[]) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
	const embedding = (id: number) =>
		Array.from(tensor('wte.weight').subarray(id * d_model, (id + 1) * d_model));
	const input = (neuron: number) =>
		centred(
			Array.from(
				{ length: d_model },
				(_, i) =>
					tensor(`h.${TINY_LAYER}.ln_2.weight`)[i]! *
					tensor(`h.${TINY_LAYER}.mlp.c_fc.weight`)[i * d_mlp + neuron]!
			)
		);

	it('say what a neuron reads and writes', () => {
		for (const neuron of [0, 7, 23]) {
			const { reads, writes } = pages[neuron]!;
			const all = Array.from({ length: d_vocab }, (_, id) => id);
			const cosines = all.map((id) => cosine(input(neuron), centred(embedding(id)))).sort((a, b) => b - a);
			const from = neuron * d_model;
			const row = tensor(`h.${TINY_LAYER}.mlp.c_proj.weight`).subarray(from, from + d_model);
			const output = centred(Array.from(row)).map((value, i) => value * tensor('ln_f.weight')[i]!);
			const logits = all.map((id) => dot(output, embedding(id))).sort((a, b) => b - a);
			for (let i = 0; i < 10; i++) {
				expect(reads.top[i]!.value).toBeCloseTo(cosines[i]!, 3);
				expect(reads.bottom[i]!.value).toBeCloseTo(cosines.at(-1 - i)!, 3);
				expect(writes.top[i]!.value).toBeCloseTo(logits[i]!, 3);
				expect(writes.bottom[i]!.value).toBeCloseTo(logits.at(-1 - i)!, 3);
			}
		}
	});

	it('and say which neurons read alike', () => {
		for (const { index, similarByInput } of pages) {
			const others = pages.filter((page) => page.index !== index);
			const cosines = others.map((page) => cosine(input(index), input(page.index))).sort((a, b) => b - a);
			expect(similarByInput).toHaveLength(10);
			similarByInput.forEach((other, i) => expect(other.similarity).toBeCloseTo(cosines[i]!, 3));
		}
	});

	it('and activations, which fire together', () => {
		const peaks = pages.map((_, neuron) => centred(reference.map((__, passage) => peakOf(passage, neuron))));
		for (const { index, similarByActivation } of pages) {
			const others = peaks.filter((_, neuron) => neuron !== index);
			const best = others.map((other) => cosine(peaks[index]!, other)).sort((a, b) => b - a);
			similarByActivation.forEach((other, i) => expect(other.similarity).toBeCloseTo(best[i]!, 3));
		}
	});
});

it('reads the same from the offline copy', async () => {
	const files: string[] = [];
	const offline = await openCampaign(
		async (file) => {
			files.push(file);
			return readFileSync(path.join(dir, file));
		},
		{ from: 'packs' }
	);
	for (const page of pages) {
		expect(await offline.neuron(page.index)).toEqual(page);
		expect(await offline.exhibits(page.index)).toEqual(exhibits[page.index]);
	}
	expect(await offline.summaries()).toEqual(await campaign.summaries());
	expect(files.some((file) => /^(pages|exhibits)/.test(file))).toBe(false);
});

it('gives whole passages out', async () => {
	const last = passages.count - 1;
	expect((await campaign.passage(last)).tokens).toEqual(passages.texts(last));
	await expect(campaign.passage(passages.count)).rejects.toThrow(/no passage/);
});

it('is described for the terminal', () => {
	const [page] = pages;
	const text = describeNeuron(page!, passages.tokens);
	const best = page!.clues[0]!;
	expect(text).toContain(`blocks.${TINY_LAYER}.mlp.hook_post, neuron 0`);
	expect(text).toContain(`${best.peak.toFixed(3).padStart(7)}  ${markedText(best, page!.max)}`);
	expect(markedText(best, page!.max)).toContain(`[[${best.tokens[best.peakIndex]}]]`);
	expect(text.split('\n').filter((line) => /#\d+\)$/.test(line))).toHaveLength(shownOf(page!).length);
});

it('is not built again when nothing changed', async () => {
	expect((await ensureCampaign('tiny', tiny.options)).built).toBe(false);
});
