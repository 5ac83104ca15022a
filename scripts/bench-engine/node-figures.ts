// The same engine in Node: key presses, new texts against onnxruntime-node's plain products, and what a claim costs the
// server that checks it.
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Engine } from '../../src/lib/engine/engine.ts';
import { createNodeEngine } from '../../src/lib/engine/node/node-engine.ts';
import type { ModelManifest } from '../../src/lib/interp/model-manifest.ts';
import { openExactModel } from '../../src/lib/server/exact-model.ts';
import { corpusText, WORDS } from './engine-figures.ts';
import { writeLimitModel } from './limit-model.ts';
import { median, type Report } from './report.ts';

/** As many as a claim may have (src/lib/server/evidence.ts). */
const CLAIM_TOKENS = 128;

async function timeEach<T>(of: readonly T[], task: (each: T) => Promise<unknown>): Promise<number> {
	const times: number[] = [];
	for (const each of of) {
		const startedAt = performance.now();
		await task(each);
		times.push(performance.now() - startedAt);
	}
	return median(times);
}

/** The first `count` tokens of the corpus as text. */
async function prefixes(engine: Engine): Promise<(count: number) => string> {
	const text = corpusText();
	const { tokens } = await engine.run({ text, index: 0 });
	return (count) => text.slice(0, tokens[count - 1]!.end);
}

async function measureRuns(dir: string, report: Report): Promise<{ freshMs: Map<number, number> }> {
	const engine = createNodeEngine(dir);
	const startedAt = performance.now();
	await engine.load();
	report.atMost('Node: load from disk until ready', performance.now() - startedAt, 'ms');
	const prefix = await prefixes(engine);
	const ask = (text: string) => engine.run({ text, index: 0 });
	for (const tokens of [15, 63, 255, 900]) {
		await ask(prefix(tokens));
		const ms = await timeEach(WORDS, (word) => ask(`${prefix(tokens)} ${word}`));
		report.atMost(`Node: one token after ${tokens}: p50`, ms, 'ms');
	}
	const freshMs = new Map<number, number>();
	for (const tokens of [64, 256]) {
		freshMs.set(tokens, await timeEach(WORDS.slice(0, 7), (word) => ask(word + prefix(tokens - 1))));
	}
	engine.dispose();
	return { freshMs };
}

async function measureLimit(
	dir: string,
	{ config, layer }: ModelManifest,
	freshMs: Map<number, number>,
	report: Report
): Promise<void> {
	writeLimitModel(dir, config, layer);
	const session = await InferenceSession.create(path.join(dir, 'limit.onnx'));
	for (const [tokens, ms] of freshMs) {
		const rows = new Float32Array(tokens * config.d_model).fill(0.1);
		const x = new Tensor('float32', rows, [tokens, config.d_model]);
		await session.run({ x }); // the first run is slow
		const limit = await timeEach([1, 2, 3, 4, 5], () => session.run({ x }));
		report.against(`Node: ${tokens} new tokens (peer: the runtime's plain products)`, ms, 'ms', limit);
	}
	await session.release();
}

async function measureClaims(dir: string, report: Report): Promise<void> {
	const startedAt = performance.now();
	const model = await openExactModel(dir);
	report.atMost('server: exact build opened and proved', performance.now() - startedAt, 'ms');
	const words = corpusText().split(' ');
	const texts = WORDS.slice(0, 7).map((word) => {
		let count = 1;
		while (model.countTokens(`${word} ${words.slice(0, count + 1).join(' ')}`) <= CLAIM_TOKENS) count++;
		return `${word} ${words.slice(0, count).join(' ')}`;
	});
	const ms = await timeEach(texts, (text) => model.measure(text, 0));
	report.atMost(`server: a claim of ${CLAIM_TOKENS} tokens checked`, ms, 'ms');
	await model.close();
}

/** Measures the engine for Node on the model in `dir`; `limitDir` takes the files of the plain products. */
export async function measureNode(
	dir: string,
	limitDir: string,
	manifest: ModelManifest,
	report: Report
): Promise<void> {
	const { freshMs } = await measureRuns(dir, report);
	await measureLimit(limitDir, manifest, freshMs, report);
	await measureClaims(dir, report);
}
