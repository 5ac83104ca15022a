// The file format by itself: what is written is read, from both kinds of copy, and nothing damaged is believed.
import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BANDS } from '../interp/bands.ts';
import { clueWindow } from '../interp/passage-window.ts';
import { dequantise } from '../interp/quantise.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { openCampaign } from './campaign.ts';
import { CampaignError } from './campaign-error.ts';
import type { NeuronNumbers, NeuronSummary } from './clue.ts';
import { CAMPAIGN_FORMAT } from './container.ts';
import { offlineFiles } from './manifest.ts';
import type { PackedNeuron, StoredPassage } from './payloads.ts';
import { PEAK_BYTE, type ClueRef } from './records.ts';
import { CampaignWriter } from './writer.ts';

/** Longer than a window. */
const LONG = Array.from({ length: 150 }, (_, i) => ` w${i}`);
const PASSAGES: StoredPassage[] = Array.from({ length: 300 }, (_, id) => ({
	source: id % 2,
	tokens: id === 7 ? LONG : ['', `é${id}`, ' \n', '𝄞', 'a', ' b'].slice(0, 1 + (id % 6))
}));

const finite = fc.float({ noNaN: true, noDefaultInfinity: true });
const count = fc.nat(1_000_000);
const share = fc.nat(10_000).map((units) => units / 10_000);
const signed = fc.integer({ min: -500_000, max: 500_000 }).map((units) => units / 10_000);
const weighted = fc.array(fc.record({ token: fc.string({ unit: 'grapheme' }), value: signed }), {
	maxLength: 4
});
const similar = fc.array(fc.record({ index: fc.nat(5000), similarity: signed }), { maxLength: 4 });

const ref: fc.Arbitrary<ClueRef> = fc
	.record({
		passageId: fc.oneof(fc.nat(PASSAGES.length - 1), fc.constant(7)),
		at: fc.nat(),
		peak: finite,
		seed: fc.nat(255)
	})
	.map(({ passageId, at, peak, seed }) => {
		const tokens = PASSAGES[passageId]!.tokens.length;
		const peakToken = at % tokens;
		const { start, end } = clueWindow(peakToken, tokens);
		const quantised = Uint8Array.from({ length: end - start }, (_, i) => (seed + 31 * i) % PEAK_BYTE);
		quantised[peakToken - start] = PEAK_BYTE;
		return { passageId, start, peakIndex: peakToken - start, peak, quantised };
	});
const refs = fc.array(ref, { maxLength: 4 });

const numbers: fc.Arbitrary<NeuronNumbers> = fc.record({
	index: fc.constant(0),
	max: finite,
	min: finite,
	mean: finite,
	variance: finite,
	skewness: finite,
	kurtosis: finite,
	firingTokens: count,
	firingPassages: count,
	quietPassages: count,
	histogram: fc.array(count, { maxLength: 50 }),
	topTokens: fc.array(fc.record({ token: fc.string(), mean: signed, count }), { maxLength: 3 }),
	reads: fc.record({ top: weighted, bottom: weighted }),
	writes: fc.record({ top: weighted, bottom: weighted }),
	similarByInput: similar,
	similarByActivation: similar,
	coherence: share,
	difficulty: share,
	flags: fc.subarray(['dead', 'noise', 'dense', 'few-exhibits'] as const).map((flags) => [...flags])
});

const neuron: fc.Arbitrary<PackedNeuron> = fc
	.record({
		numbers,
		clues: refs,
		bands: fc.tuple(refs, refs, refs),
		misses: refs,
		firing: refs,
		quiet: refs
	})
	.map(({ numbers, clues, bands, misses, firing, quiet }) => ({
		neuron: {
			numbers,
			bandTokens: BANDS.map((_, band) => band * 1000),
			sources: [{ source: 1, firingPassages: 3 }],
			clues,
			bands,
			nearMisses: misses
		},
		exhibits: {
			index: 0,
			max: numbers.max,
			min: numbers.min,
			firing,
			quiet,
			nearMissCount: Math.min(2, quiet.length)
		}
	}));

const summaryOf = ({ neuron: { numbers }, exhibits }: PackedNeuron, index: number): NeuronSummary => ({
	index,
	max: numbers.max,
	min: numbers.min,
	difficulty: numbers.difficulty,
	coherence: numbers.coherence,
	flags: numbers.flags,
	firingPassages: numbers.firingPassages,
	exhibitsFiring: exhibits.firing.length,
	exhibitsQuiet: exhibits.quiet.length,
	peakToken: 'é\n'
});

function write(neurons: PackedNeuron[], buildId = '0123456789abcdef') {
	const hash = createHash('sha256');
	const put = new Map<string, Uint8Array>();
	const writer = new CampaignWriter({
		facts: {
			id: 'test',
			title: 'Test',
			modelId: 'model',
			layer: 3,
			neurons: neurons.length,
			passages: PASSAGES.length,
			tokens: PASSAGES.reduce((sum, { tokens }) => sum + tokens.length, 0),
			cutPassages: 0,
			sources: ['even', 'odd'],
			buildId
		},
		passage: (id) => PASSAGES[id]!,
		deflate: (parts) => deflateRawSync(Buffer.concat(parts.map(({ bytes }) => bytes))),
		hash: { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') },
		put: (kind, number, file) => put.set(`${kind}/${number}`, file)
	});
	neurons.forEach((packed, index) => {
		const numbered = {
			neuron: { ...packed.neuron, numbers: { ...packed.neuron.numbers, index } },
			exhibits: { ...packed.exhibits, index },
			// Any windows will do.
			sample: { ...packed.exhibits, index, passages: packed.exhibits.firing }
		};
		writer.add({ ...numbered, summary: summaryOf(packed, index) });
	});
	const { manifest, files: written } = writer.finish();
	const files = new Map(written.map(({ path, kind, number }) => [path, put.get(`${kind}/${number}`)!]));
	files.set('manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));
	return { manifest, files };
}

const reader = (files: Map<string, Uint8Array>) => async (path: string) => {
	const file = files.get(path);
	if (!file) throw new Error('404');
	return file;
};

const sampleNeurons = (many: number): PackedNeuron[] => fc.sample(neuron, { numRuns: many, seed: 7 });

describe('a campaign', () => {
	it('is read as it was written, from pages and from the offline copy', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(neuron, { minLength: 1, maxLength: 3 }), async (neurons) => {
				const { manifest, files } = write(neurons);
				const offline = new Set([...offlineFiles(manifest), 'manifest.json']);
				const kept = new Map([...files].filter(([path]) => offline.has(path)));
				const online = await openCampaign(reader(files));
				const packed = await openCampaign(reader(kept), { from: 'packs' });
				for (const [index, { neuron, exhibits }] of neurons.entries()) {
					const page = await online.neuron(index);
					expect(page).toMatchObject({ ...neuron.numbers, index, campaignId: 'test', layer: 3 });
					expect(page.clues.map(({ tokens }) => tokens)).toEqual(
						neuron.clues.map(({ passageId, start, quantised }) =>
							PASSAGES[passageId]!.tokens.slice(start, start + quantised.length)
						)
					);
					page.clues.forEach((clue, i) => {
						const { quantised, peakIndex, peak } = neuron.clues[i]!;
						expect(clue.activations[peakIndex]).toBe(peak);
						Array.from(clue.activations).forEach((value, token) => {
							const { min, max } = neuron.numbers;
							if (token !== peakIndex) {
								expect(value).toBe(Math.fround(dequantise(quantised[token]!, min, max)));
							}
						});
					});
					const asked = await online.exhibits(index);
					expect(asked.map(({ fires }) => fires)).toEqual([
						...exhibits.firing.map(() => true),
						...exhibits.quiet.map(() => false)
					]);
					expect(asked.filter(({ isNearMiss }) => isNearMiss)).toHaveLength(exhibits.nearMissCount);
					const sample = await online.sample(index);
					expect(sample.map(({ passageId, peak }) => [passageId, peak])).toEqual(
						exhibits.firing.map(({ passageId, peak }) => [passageId, peak])
					);
					await expect(packed.sample(index)).rejects.toMatchObject({ code: 'missing' });
					expect(await packed.neuron(index)).toEqual(page);
					expect(await packed.exhibits(index)).toEqual(asked);
				}
				expect(await packed.summaries()).toEqual(
					neurons.map(summaryOf).map((row) => expect.objectContaining(row))
				);
				expect((await packed.passage(299)).tokens).toEqual(PASSAGES[299]!.tokens);
			}),
			{ numRuns: 30 }
		);
	});

	it('gives the same bytes for the same content, and other names for other content', () => {
		const [one, two] = [write(sampleNeurons(2)), write(sampleNeurons(2))];
		expect(two.files).toEqual(one.files);
		const other = write(sampleNeurons(3));
		expect([...other.files.keys()].filter((path) => one.files.has(path))).toEqual(['manifest.json']);
	});

	it('needs two requests for a neuron, and one more for all maxima', async () => {
		const { files } = write(sampleNeurons(70));
		const asked: string[] = [];
		const campaign = await openCampaign((path) => {
			asked.push(path);
			return reader(files)(path);
		});
		await campaign.neuron(69);
		expect(asked).toHaveLength(2);
		await Promise.all([campaign.summaries(), campaign.summaries()]);
		expect(asked).toHaveLength(3);
	});
});

describe('a damaged campaign', () => {
	const { manifest, files } = write(sampleNeurons(2));
	const page = `pages/0.${manifest.root}.npc`;
	const withFile = (path: string, content: Uint8Array | undefined) => {
		const changed = new Map(files);
		if (content) changed.set(path, content);
		else changed.delete(path);
		return openCampaign(reader(changed));
	};
	const failure = async (path: string, content: Uint8Array | undefined, index = 0) => {
		const error = await withFile(path, content)
			.then((campaign) => campaign.neuron(index))
			.catch((error: unknown) => error);
		expect(error).toBeInstanceOf(CampaignError);
		return error as CampaignError;
	};

	it('is refused by name, whichever byte is wrong', async () => {
		const whole = files.get(page)!;
		for (let at = 0; at < whole.length; at++) {
			const bytes = whole.slice();
			bytes[at]! ^= 1 << (at % 8);
			const { code, message } = await failure(page, bytes);
			expect(['damaged', 'unsupported']).toContain(code);
			expect(message).toContain(page);
		}
	});

	it('is refused by name when a file is cut, missing, or another one', async () => {
		const whole = files.get(page)!;
		for (const length of [0, 10, 39, 40, whole.length - 1]) {
			expect((await failure(page, whole.subarray(0, length))).code).toBe('damaged');
		}
		expect(await failure(page, undefined)).toMatchObject({ code: 'missing' });
		expect((await failure(page, files.get(`pages/1.${manifest.root}.npc`))).message).toMatch(/another file/);
		const foreign = write(sampleNeurons(2), 'fedcba9876543210');
		const same = foreign.files.get(`pages/0.${foreign.manifest.root}.npc`);
		expect((await failure(page, same)).message).toMatch(/another campaign/);
	});

	it('is refused when the manifest is nonsense, or newer', async () => {
		const text = (json: unknown) => new TextEncoder().encode(JSON.stringify(json));
		for (const json of ['{', null, [], { ...manifest, neurons: 0 }, { ...manifest, root: '../../etc' }]) {
			expect(await failure('manifest.json', text(json))).toMatchObject({ code: 'damaged' });
		}
		const newer = { ...manifest, format: CAMPAIGN_FORMAT + 1 };
		expect(await failure('manifest.json', text(newer))).toMatchObject({ code: 'unsupported' });
	});

	it('says so when a neuron is not in it', async () => {
		for (const index of [-1, 2, 0.5, NaN]) {
			expect(await failure(page, files.get(page), index)).toMatchObject({ code: 'no-such-neuron' });
		}
	});
});

describe('bytes', () => {
	it('give every number back', () => {
		fc.assert(
			fc.property(
				fc.nat(2 ** 31),
				signed,
				finite,
				fc.string({ unit: 'binary' }),
				(whole, four, float, text) => {
					const writer = new ByteWriter();
					writer.varint(whole);
					writer.fixed(four);
					writer.fixedSeries([four, -four, 0, four]);
					writer.float32(float);
					writer.string(text);
					const bytes = new ByteReader(writer.toBytes());
					expect(bytes.varint()).toBe(whole);
					expect(bytes.fixed()).toBeCloseTo(four, 10);
					expect(bytes.fixedSeries(4)).toEqual([four, -four + 0, 0, four]);
					expect(bytes.float32()).toBe(float);
					expect(bytes.string()).toBe(text);
					bytes.end();
				}
			)
		);
	});

	it('never end in a read beyond them, whatever they are', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
				const reading = new ByteReader(bytes);
				try {
					for (;;) reading.list(() => reading.string());
				} catch (error) {
					// TypeError: what the decoder throws at text that is no UTF-8.
					expect(error instanceof RangeError || error instanceof TypeError).toBe(true);
				}
			})
		);
	});
});
