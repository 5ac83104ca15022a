// The real engine in a real browser: worker, ONNX Runtime Web, storage and the starter's served files.
import { afterEach, describe, expect, it } from 'vitest';
import { createEngine, type EngineOptions } from './client.ts';
import type { Engine, EngineStatus, NeuronRun } from './engine.ts';

const baseUrl = `${location.origin}/models/starter/`;
const engines: Engine[] = [];

function open(options: Partial<EngineOptions> = {}, makeWorker?: () => Worker): Engine {
	const engine = createEngine({ baseUrl, provider: 'wasm', ...options }, makeWorker);
	engines.push(engine);
	return engine;
}

afterEach(() => engines.splice(0).forEach((engine) => engine.dispose()));

const LONG = Array.from({ length: 60 }, (_, i) => `The ship ${i} sailed.`).join(' ');

describe('in a page that is not isolated', () => {
	it('takes one thread and proves itself on the golden texts', async () => {
		expect(crossOriginIsolated).toBe(false);
		const engine = open({ threads: 2 });
		const test = await engine.selfTest();
		expect(test).toMatchObject({ texts: 12, passed: true });
		expect(test.values).toBeGreaterThan(300);
		expect(test.maxAbsError).toBeLessThan(2e-5);
		expect(engine.status).toMatchObject({ runtime: { provider: 'wasm', threads: 1 } });
	});
});

describe('in its worker', () => {
	it('says what runs, and gives exact tokens', async () => {
		const engine = open();
		const statuses: EngineStatus[] = [];
		engine.onStatus((status) => statuses.push(status));
		const text = 'Waves 🌊 rolled in.';
		const run = await engine.run({ text, index: 3 });
		expect(run.tokens.map((token) => token.text).join('')).toBe(text);
		expect(run.activations.length).toBe(run.tokens.length);
		expect(run).toMatchObject({ isComplete: true, totalTokens: run.tokens.length });
		const loading = statuses.filter((status) => status.phase === 'loading');
		expect(loading.at(-1)).toMatchObject({ loadedBytes: loading.at(-1)!.totalBytes });
		expect(engine.status).toMatchObject({
			phase: 'ready',
			model: { modelId: 'starter', layer: 2, build: 'standard' },
			runtime: { provider: 'wasm' }
		});
	});

	it('answers a burst of key presses: the newest always, those between give way', async () => {
		const engine = open();
		await engine.load();
		const runs = Array.from({ length: 40 }, (_, i) => engine.run({ text: LONG.slice(0, i + 1), index: 0 }));
		const settled = await Promise.allSettled(runs);
		expect(settled.at(-1)).toMatchObject({ status: 'fulfilled', value: { text: LONG.slice(0, 40) } });
		const codes = settled.flatMap((end) => (end.status === 'rejected' ? [end.reason.code] : []));
		expect(codes.length).toBeGreaterThan(0);
		expect(new Set(codes)).toEqual(new Set(['superseded']));
	});

	it('gives a long text in parts, cut to the context, and lets a newer text through', async () => {
		const engine = open();
		await engine.load();
		const parts: NeuronRun[] = [];
		const whole = await engine.run({ text: LONG, index: 1 }, { onPartial: (part) => parts.push(part) });
		expect(whole.tokens.length).toBe(255);
		expect(whole.totalTokens).toBeGreaterThan(255);
		expect(parts.length).toBeGreaterThan(2);
		for (const part of parts) {
			expect(part.isComplete).toBe(false);
			expect(part.activations).toEqual(whole.activations.slice(0, part.activations.length));
		}
		const old = engine.run({ text: `x ${LONG}`, index: 1 });
		await new Promise((resolve) => setTimeout(resolve, 1));
		const newer = engine.run({ text: 'short', index: 1 });
		await expect(old).rejects.toMatchObject({ code: 'superseded' });
		expect((await newer).text).toBe('short');
	});

	it('stops a long text when its signal says so, and answers the next', async () => {
		const engine = open();
		await engine.load();
		const controller = new AbortController();
		const onPartial = () => controller.abort();
		const stopped = engine.run({ text: LONG, index: 1 }, { signal: controller.signal, onPartial });
		await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
		const next = await engine.run({ text: LONG.slice(0, 40), index: 1 });
		const fresh = await open().run({ text: LONG.slice(0, 40), index: 1 });
		next.activations.forEach((value, i) => expect(value).toBeCloseTo(fresh.activations[i]!, 4));
	});

	it('gives its memory back when nobody asks, and starts again', async () => {
		let workers = 0;
		const engine = open({ idleMs: 50 }, () => {
			workers++;
			return new Worker(new URL('./worker/main.ts', import.meta.url), { type: 'module' });
		});
		const before = await engine.run({ text: 'the sea', index: 7 });
		await expect.poll(() => engine.status.phase).toBe('idle');
		expect((await engine.run({ text: 'the sea', index: 7 })).activations).toEqual(before.activations);
		expect(workers).toBe(2);
	});

	it.each([
		['hangs in a loop', 'spin'],
		['dies of an error', 'throw']
	])('is replaced when it %s, and its text asked again', async (_, fault) => {
		const names = [fault, 'sound'];
		const makeWorker = () =>
			new Worker(new URL('./worker/testing/faulty-worker.ts', import.meta.url), {
				type: 'module',
				name: names.shift()
			});
		const engine = open({ silenceMs: 3000 }, makeWorker);
		await engine.load();
		const statuses: EngineStatus[] = [];
		engine.onStatus((status) => statuses.push(status));
		const run = await engine.run({ text: 'the sea', index: 7 });
		expect(run.activations).toEqual((await open().run({ text: 'the sea', index: 7 })).activations);
		expect(names).toEqual([]);
		const phases = new Set(statuses.map(({ phase }) => phase));
		expect(phases).toEqual(new Set(['loading', 'ready']));
	});

	it('serves two engines at once', async () => {
		const [one, two] = [open(), open()];
		const runs = await Promise.all([one, two].map((engine) => engine.run({ text: 'the sea', index: 7 })));
		expect(runs[0]!.activations).toEqual(runs[1]!.activations);
	});

	it('ranks all neurons, by text and by token, as single runs see them', async () => {
		const engine = open();
		const text = 'the old captain sailed home';
		const { top, tokens } = await engine.rank({ text, k: 5, by: 'text' });
		expect(top.length).toBe(1);
		const [first] = top[0]!;
		const run = await engine.run({ text, index: first!.index });
		expect(Math.max(...run.activations)).toBeCloseTo(first!.activation, 4);
		expect(run.activations[first!.tokenIndex]).toBeCloseTo(first!.activation, 4);
		expect((await engine.rank({ text, k: 2, by: 'token' })).top.length).toBe(tokens.length);
	});

	it('takes WebAssembly where WebGPU is asked for and there is no adapter', async () => {
		const engine = open({ provider: 'webgpu' });
		await engine.load();
		expect(engine.status).toMatchObject({ phase: 'ready', runtime: { provider: 'wasm' } });
	});

	it('names a model that is not there', async () => {
		const engine = open({ baseUrl: `${location.origin}/models/none/` });
		await expect(engine.load()).rejects.toMatchObject({ name: 'EngineError' });
		expect(engine.status.phase).toBe('failed');
	});
});
