// Exports against the rules of those who read them: OpenAI's dataclasses, Neuronpedia's columns, RFC 4180.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Campaign } from '../../src/lib/campaign/campaign.ts';
import type { ServiceRpc } from '../../src/lib/server/rpc.ts';
import { ensureCampaign } from './campaign-build.ts';
import { openFromDisk } from './campaign-disk.ts';
import { dumpRows, withInterval } from './export-dump.ts';
import { explanationsByNeuron, exportOpenAi, exportTables, writeNotice } from './export-files.ts';
import { exportNeuronpedia } from './export-neuronpedia.ts';
import { makeTinyCampaign, TINY_LAYER, TINY_SHAPE, type TinyCampaign } from './testing/tiny-campaign.ts';

let tiny: TinyCampaign;
let campaign: Campaign;
let out: string;

beforeAll(async () => {
	tiny = makeTinyCampaign(3);
	campaign = await openFromDisk((await ensureCampaign('tiny', tiny.options)).dir);
	out = mkdtempSync(path.join(tmpdir(), 'export-'));
});
afterAll(() => {
	tiny.remove();
	rmSync(out, { recursive: true, force: true });
});

/** The fields of neuron_explainer/activations/activations.py; its loader calls cls(**fields), so others are errors. */
const DATACLASSES: Record<string, { required: string[]; optional: string[] }> = {
	ActivationRecord: { required: ['tokens', 'activations'], optional: [] },
	NeuronId: { required: ['layer_index', 'neuron_index'], optional: [] },
	NeuronRecord: {
		required: ['neuron_id'],
		optional: [
			'random_sample',
			'random_sample_by_quantile',
			'quantile_boundaries',
			'mean',
			'variance',
			'skewness',
			'kurtosis',
			'most_positive_activation_records'
		]
	}
};

/** Reads as fast_dataclasses.loads does: every object must be a known class with its fields. */
function checkDataclasses(value: unknown): void {
	if (Array.isArray(value)) return value.forEach(checkDataclasses);
	if (typeof value !== 'object' || value === null) return;
	const { dataclass_name: name, ...fields } = value as Record<string, unknown>;
	const known = DATACLASSES[String(name)];
	expect(known, `dataclass ${String(name)}`).toBeDefined();
	expect([...known!.required, ...known!.optional]).toEqual(expect.arrayContaining(Object.keys(fields)));
	for (const field of known!.required) expect(fields).toHaveProperty(field);
	Object.values(fields).forEach(checkDataclasses);
}

describe('openai', () => {
	it('writes NeuronRecords that its loader and its scorer take', async () => {
		await exportOpenAi(campaign, path.join(out, 'openai'), () => {});
		const dir = path.join(out, 'openai', `${TINY_LAYER}`);
		expect(readdirSync(dir)).toHaveLength(TINY_SHAPE.n_inner);
		for (const name of readdirSync(dir)) {
			const record = JSON.parse(readFileSync(path.join(dir, name), 'utf8'));
			checkDataclasses(record);
			const index = Number(path.basename(name, '.json'));
			expect(record.neuron_id).toMatchObject({ layer_index: TINY_LAYER, neuron_index: index });
			const page = await campaign.neuron(index);
			const top = record.most_positive_activation_records;
			// Four splits of five, as its scorer cuts them.
			expect(top.length).toBeGreaterThanOrEqual(20);
			expect(Math.max(...top[0].activations)).toBeCloseTo(page.max, 4);
			for (const { tokens, activations } of [...top, ...record.random_sample]) {
				expect(activations).toHaveLength(tokens.length);
			}
			const drawn = (await campaign.sample(index)).map(({ tokens }) => tokens);
			expect(record.random_sample.map(({ tokens }: { tokens: string[] }) => tokens)).toEqual(drawn);
			const borders = [-Infinity, ...record.quantile_boundaries, Infinity];
			expect(record.random_sample_by_quantile).toHaveLength(borders.length - 1);
			record.random_sample_by_quantile.forEach((group: { activations: number[] }[], range: number) => {
				for (const { activations } of group) {
					expect(Math.max(...activations)).toBeGreaterThanOrEqual(borders[range]! - 1e-6);
					expect(Math.max(...activations)).toBeLessThan(borders[range + 1]! + 1e-6);
				}
			});
			expect(record.quantile_boundaries).toEqual(
				record.quantile_boundaries.toSorted((a: number, b: number) => a - b)
			);
		}
	});
});

const EXPLANATION = {
	id: '7',
	neuron_index: 2,
	text: 'says "hello", twice\nor more',
	author: null,
	votes_up: 3,
	votes_down: 1,
	rounds: 12,
	score: 0.9,
	score_sd: 0.08
};

/** Answers the dump as the store does, in pages after a cursor. */
function dumpOf(rows: Record<string, Record<string, unknown>[]>): ServiceRpc {
	return async (name, args) => {
		expect(name).toBe('dump');
		const { kind, after, page_size } = args as { kind: string; after: string | null; page_size: number };
		const all = (rows[kind] ?? []).map((row, i) => ({ cursor: `${i}`, ...row }));
		return all.slice(after === null ? 0 : Number(after) + 1).slice(0, page_size);
	};
}

describe('what players made', () => {
	it('is read page by page, each row once', async () => {
		const many = Array.from({ length: 2500 }, (_, id) => ({ id: `${id}` }));
		for (const count of [0, 999, 1000, 1001, 2500]) {
			const ids: unknown[] = [];
			const rpc = dumpOf({ rounds: many.slice(0, count) });
			for await (const row of dumpRows(rpc, 'tiny', 'rounds')) ids.push(row.id);
			expect(ids).toEqual(many.slice(0, count).map(({ id }) => id));
		}
	});

	it('has intervals that are balanced accuracies', () => {
		expect(withInterval(EXPLANATION)).toMatchObject({ score_low: 0.7684, score_high: 1 });
		expect(withInterval({ score: null, score_sd: null })).toEqual({ score: null, score_sd: null });
	});

	it('is written as JSON lines and as CSV that reads back', async () => {
		const rpc = dumpOf({
			explanations: [EXPLANATION],
			evidence: [{ id: '1', token_ids: [1, 2], text: 'a,b' }]
		});
		for (const format of ['jsonl', 'csv'] as const) {
			writeNotice(path.join(out, format));
			const counts = await exportTables(rpc, campaign, path.join(out, format), format);
			expect(counts).toEqual({ explanations: 1, rounds: 0, evidence: 1, records: 0 });
		}
		const row = JSON.parse(readFileSync(path.join(out, 'jsonl/explanations.jsonl'), 'utf8'));
		expect(row).toMatchObject({
			campaign: 'tiny',
			model: campaign.manifest.modelId,
			layer: TINY_LAYER,
			...EXPLANATION
		});
		const csv = readFileSync(path.join(out, 'csv/explanations.csv'), 'utf8');
		expect(csv).toContain(',"says ""hello"", twice\nor more",,3,1,12,0.9,0.08,0.7684,1,0,0,0\r\n');
		expect(csv.split('\r\n')[0]).toBe(
			`campaign,model,layer,${Object.keys(withInterval(EXPLANATION)).join(',')},n,evidence_for,evidence_against`
		);
		expect(readFileSync(path.join(out, 'csv/evidence.csv'), 'utf8')).toContain(',1,"[1,2]","a,b"\r\n');
		expect(readFileSync(path.join(out, 'csv/LICENSE'), 'utf8')).toMatch(/CC0 1\.0/);
	});
});

describe('neuronpedia', () => {
	it('writes batches with its columns', async () => {
		const explanations = await explanationsByNeuron(dumpOf({ explanations: [EXPLANATION] }), 'tiny');
		await exportNeuronpedia(campaign, path.join(out, 'np'), explanations, () => {});
		const { modelId } = campaign.manifest;
		const rowsOf = (kind: string) =>
			gunzipSync(readFileSync(path.join(out, 'np', modelId, `${TINY_LAYER}`, kind, 'batch-0.jsonl.gz')))
				.toString()
				.trimEnd()
				.split('\n')
				.map((line) => JSON.parse(line));
		const features = rowsOf('features');
		expect(features).toHaveLength(TINY_SHAPE.n_inner);
		expect(features[5]).toMatchObject({ modelId, layer: `${TINY_LAYER}`, index: '5', hasVector: false });
		expect(features[5].freq_hist_data_bar_heights).toHaveLength(features[5].freq_hist_data_bar_values.length);
		const activations = rowsOf('activations');
		for (const row of activations) {
			expect(row.tokens).toHaveLength(row.values.length);
			expect(row.values[row.maxValueTokenIndex]).toBe(row.maxValue);
			expect(Math.max(...row.values)).toBe(row.maxValue);
			expect(Math.min(...row.values)).toBe(row.minValue);
			if (row.binMin === -1) expect(row.binContains).toBe(-1);
			else expect(row.maxValue).toBeGreaterThanOrEqual(row.binMin * (1 - 1e-6));
			expect(row.maxValue).toBeLessThanOrEqual(row.binMax * (1 + 1e-6));
			expect(row.binContains).toBeLessThanOrEqual(1);
		}
		expect(new Set(activations.map(({ id }) => id)).size).toBe(activations.length);
		expect(rowsOf('explanations')).toEqual([
			{
				id: 'tiny-7',
				modelId,
				layer: `${TINY_LAYER}`,
				index: '2',
				authorId: 'neuronpedia-game',
				description: EXPLANATION.text,
				typeName: 'human',
				explanationModelName: null
			}
		]);
	});
});
