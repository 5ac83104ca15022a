import { afterEach, describe, expect, it, vi } from 'vitest';
import { createEngine } from './client.ts';
import type { Engine, EngineStatus, NeuronRun } from './engine.ts';
import { FAKE_MODEL, ScriptedWorker } from './fake.ts';
import { SILENCE_MS } from './worker-link.ts';

const BASE_URL = 'http://localhost/models/starter/';

/** An engine over scripted workers; `workers` holds each one that it made. */
function setUp(options: { idleMs?: number } = {}) {
	const workers: ScriptedWorker[] = [];
	const makeWorker = vi.fn(() => {
		const worker = new ScriptedWorker();
		workers.push(worker);
		return worker as unknown as Worker;
	});
	const engine = createEngine({ baseUrl: BASE_URL, ...options }, makeWorker);
	const statuses: EngineStatus[] = [];
	engine.onStatus((status) => statuses.push(status));
	return { engine, workers, makeWorker, statuses, phases: () => statuses.map(({ phase }) => phase) };
}

async function setUpReady() {
	const all = setUp();
	const loading = all.engine.load();
	const worker = all.workers[0]!;
	worker.ready();
	await loading;
	return { ...all, worker };
}

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
	promise.then(
		() => 'resolved',
		(error: { name: string; code: string }) => (error.name === 'EngineError' ? error.code : error)
	);
/** Lets every promise that can settle do so. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** Codes of two runs, the first under way and the second waiting. */
async function runTwo(engine: Engine): Promise<Promise<unknown>[]> {
	const first = codeOf(engine.run({ text: 'a', index: 0 }));
	await settled();
	return [first, codeOf(engine.run({ text: 'b', index: 0 }))];
}

describe('loading', () => {
	it('starts no worker before it is asked to, and one for many calls', async () => {
		const { engine, makeWorker, workers } = setUp();
		expect(engine.status).toEqual({ phase: 'idle' });
		expect(makeWorker).not.toHaveBeenCalled();
		const loads = [engine.load(), engine.load()];
		expect(makeWorker).toHaveBeenCalledTimes(1);
		expect(workers[0]!.received).toEqual([
			{
				type: 'load',
				manifestUrl: `${BASE_URL}manifest.json`,
				options: {
					build: 'standard',
					provider: 'auto',
					threads: 'auto',
					keepTables: true,
					aliveEveryMs: SILENCE_MS / 6
				}
			}
		]);
		workers[0]!.ready();
		await Promise.all([...loads, engine.load()]);
		expect(makeWorker).toHaveBeenCalledTimes(1);
	});

	it('tells of progress and of the runtime', async () => {
		const { engine, workers, statuses } = setUp();
		const loading = engine.load();
		workers[0]!.emit({ type: 'progress', loadedBytes: 10, totalBytes: 40 });
		workers[0]!.emit({ type: 'progress', loadedBytes: 40, totalBytes: 40 });
		workers[0]!.ready({ provider: 'webgpu', threads: 1 });
		await loading;
		expect(statuses).toEqual([
			{ phase: 'loading', loadedBytes: 0, totalBytes: 0 },
			{ phase: 'loading', loadedBytes: 10, totalBytes: 40 },
			{ phase: 'loading', loadedBytes: 40, totalBytes: 40 },
			{
				phase: 'ready',
				runtime: { provider: 'webgpu', threads: 1 },
				model: FAKE_MODEL,
				keeping: 'kept'
			}
		]);
	});

	it('stops telling those who no longer listen', async () => {
		const { engine, workers } = setUp();
		const listener = vi.fn();
		engine.onStatus(listener)();
		const loading = engine.load();
		workers[0]!.ready();
		await loading;
		expect(listener).not.toHaveBeenCalled();
	});

	it('fails with the worker’s code, ends that worker, and can be tried again', async () => {
		const { engine, workers, phases } = setUp();
		const loading = engine.load();
		workers[0]!.emit({ type: 'load-failed', error: { code: 'network', message: 'No connection.' } });
		expect(await codeOf(loading)).toBe('network');
		expect(engine.status).toMatchObject({
			phase: 'failed',
			error: { code: 'network', message: 'No connection.' }
		});
		expect(workers[0]!.terminated).toBe(true);
		const again = engine.load();
		workers[1]!.ready();
		await again;
		expect(phases()).toEqual(['loading', 'failed', 'loading', 'ready']);
	});

	it('fails as unsupported where there are no workers', async () => {
		const noWorkers = () => {
			throw new TypeError('Worker is not defined');
		};
		const engine = createEngine({ baseUrl: BASE_URL }, noWorkers);
		expect(await codeOf(engine.load())).toBe('unsupported');
		expect(engine.status.phase).toBe('failed');
	});

	it('may be retried by a listener at once, without harm to the new try', async () => {
		const { engine, workers } = setUp();
		let retry: Promise<unknown> | undefined;
		engine.onStatus((status) => {
			if (status.phase === 'failed') retry ??= engine.run({ text: 'again', index: 1 });
		});
		const first = codeOf(engine.run({ text: 'first', index: 1 }));
		workers[0]!.emit({ type: 'load-failed', error: { code: 'network', message: '' } });
		expect(await first).toBe('network');
		workers[1]!.ready();
		await settled();
		workers[1]!.answer();
		expect(await retry).toMatchObject({ text: 'again' });
		expect(workers[1]!.terminated).toBe(false);
	});

	it('hears nothing more from a worker that was ended', async () => {
		const { engine, workers } = setUp();
		const loading = codeOf(engine.load());
		workers[0]!.emit({ type: 'load-failed', error: { code: 'corrupt', message: '' } });
		expect(await loading).toBe('corrupt');
		const again = engine.load();
		workers[0]!.ready();
		workers[0]!.crash();
		expect(engine.status.phase).toBe('loading');
		expect(workers.length).toBe(2);
		workers[1]!.ready();
		await again;
	});
});

describe('run', () => {
	it('loads first, then answers with the tokens, the activations and the time on its own clock', async () => {
		const { engine, workers } = setUp();
		const run = engine.run({ text: 'ab', index: 5 });
		expect(workers[0]!.runs).toEqual([]);
		workers[0]!.ready();
		await settled();
		expect(workers[0]!.runs).toMatchObject([{ text: 'ab', index: 5 }]);
		workers[0]!.answer();
		const { elapsedMs, ...rest } = await run;
		expect(rest).toEqual(ScriptedWorker.runOf('ab', 5));
		expect(elapsedMs).toBeGreaterThan(0);
		expect(elapsedMs).toBeLessThan(10_000);
	});

	it('keeps one under way and the newest waiting; those between are superseded', async () => {
		const { engine, worker } = await setUpReady();
		const runs = [engine.run({ text: 'a', index: 0 })];
		await settled();
		runs.push(...['b', 'c', 'd'].map((text) => engine.run({ text, index: 0 })));
		const codes = runs.map(codeOf);
		expect(worker.runs.map(({ text }) => text)).toEqual(['a']);
		expect(await Promise.all(codes.slice(1, 3))).toEqual(['superseded', 'superseded']);
		worker.answer();
		expect((await runs[0]!).text).toBe('a');
		expect(worker.runs.map(({ text }) => text)).toEqual(['a', 'd']);
		worker.answer();
		expect((await runs[3]!).text).toBe('d');
	});

	it('lets only the newest wait for the load', async () => {
		const { engine, workers } = setUp();
		const codes = ['a', 'b'].map((text) => codeOf(engine.run({ text, index: 0 })));
		expect(await codes[0]).toBe('superseded');
		workers[0]!.ready();
		await settled();
		expect(workers[0]!.runs.map(({ text }) => text)).toEqual(['b']);
		workers[0]!.answer();
		expect(await codes[1]).toBe('resolved');
	});

	it('ignores answers to ids that it does not wait for', async () => {
		const { engine, worker } = await setUpReady();
		const run = engine.run({ text: 'a', index: 0 });
		await settled();
		const stranger = { kind: 'run', run: ScriptedWorker.runOf('stranger', 0) } as const;
		worker.emit({ type: 'answer', id: 999, answer: stranger });
		worker.emit({ type: 'partial', id: 999, run: stranger.run });
		worker.emit({ type: 'ask-failed', id: -1, error: { code: 'runtime', message: '' } });
		worker.answer();
		expect((await run).text).toBe('a');
		worker.emit({ type: 'answer', id: worker.runs[0]!.id, answer: stranger });
		expect(engine.status.phase).toBe('ready');
	});

	it('fails alone: the next text still gets its answer', async () => {
		const { engine, worker } = await setUpReady();
		const failing = engine.run({ text: 'a', index: 0 });
		await settled();
		const next = engine.run({ text: 'b', index: 0 });
		const error = { code: 'runtime', message: 'The model failed on this text.' } as const;
		worker.failRun(error);
		await expect(failing).rejects.toMatchObject({ name: 'EngineError', ...error });
		worker.answer();
		expect((await next).text).toBe('b');
	});

	it('rejects with the load’s error when that fails', async () => {
		const { engine, workers } = setUp();
		const run = codeOf(engine.run({ text: 'a', index: 0 }));
		workers[0]!.emit({ type: 'load-failed', error: { code: 'not-found', message: '' } });
		expect(await run).toBe('not-found');
	});
});

describe('abort', () => {
	it('before the call asks the worker for nothing', async () => {
		const { engine, makeWorker } = setUp();
		const run = engine.run({ text: 'a', index: 0 }, { signal: AbortSignal.abort() });
		expect(await codeOf(run)).toBe('aborted');
		expect(makeWorker).not.toHaveBeenCalled();
	});

	it('while waiting takes the text out of the line', async () => {
		const { engine, worker } = await setUpReady();
		const controller = new AbortController();
		const first = engine.run({ text: 'a', index: 0 });
		await settled();
		const waiting = engine.run({ text: 'b', index: 0 }, { signal: controller.signal });
		controller.abort();
		expect(await codeOf(waiting)).toBe('aborted');
		await settled();
		worker.answer();
		await first;
		expect(worker.runs.map(({ text }) => text)).toEqual(['a']);
	});

	it('while under way rejects at once; the next begins when the worker is free', async () => {
		const { engine, worker } = await setUpReady();
		const controller = new AbortController();
		const aborted = engine.run({ text: 'a', index: 0 }, { signal: controller.signal });
		await settled();
		const next = engine.run({ text: 'b', index: 0 });
		controller.abort();
		expect(await codeOf(aborted)).toBe('aborted');
		expect(worker.runs.length).toBe(1);
		worker.answer();
		worker.answer();
		expect((await next).text).toBe('b');
	});
});

describe('a long text', () => {
	it('is heard of in parts', async () => {
		const { engine, worker } = await setUpReady();
		const parts: NeuronRun[] = [];
		const run = engine.run({ text: 'abcd', index: 0 }, { onPartial: (part) => parts.push(part) });
		await settled();
		const part = { ...ScriptedWorker.runOf('ab', 0), isComplete: false };
		worker.emit({ type: 'partial', id: worker.runs[0]!.id, run: part });
		worker.answer();
		expect((await run).isComplete).toBe(true);
		expect(parts).toMatchObject([{ text: 'ab', isComplete: false }]);
		expect(parts[0]!.elapsedMs).toBeGreaterThan(0);
	});

	it('under way is given up for a newer one, and for nobody', async () => {
		const { engine, worker } = await setUpReady();
		const codes = await runTwo(engine);
		expect(worker.cancelled).toEqual([worker.runs[0]!.id]);
		worker.failRun({ code: 'superseded', message: '' });
		expect(await codes[0]).toBe('superseded');
		worker.answer();
		expect(await codes[1]).toBe('resolved');
		const controller = new AbortController();
		const aborted = codeOf(engine.run({ text: 'c', index: 0 }, { signal: controller.signal }));
		await settled();
		controller.abort();
		expect(await aborted).toBe('aborted');
		expect(worker.cancelled.at(-1)).toBe(worker.runs.at(-1)!.id);
	});
});

describe('a worker that dies', () => {
	it('is replaced, and its text asked again', async () => {
		const { engine, workers, worker, phases } = await setUpReady();
		const run = engine.run({ text: 'a', index: 3 });
		await settled();
		expect(worker.crash().defaultPrevented).toBe(true);
		expect(worker.terminated).toBe(true);
		workers[1]!.ready();
		await settled();
		expect(workers[1]!.runs).toMatchObject([{ text: 'a', index: 3 }]);
		workers[1]!.answer();
		expect((await run).text).toBe('a');
		expect(phases()).toEqual(['loading', 'ready', 'loading', 'ready']);
	});

	it('is replaced for the newest text only', async () => {
		const { engine, workers, worker } = await setUpReady();
		const codes = await runTwo(engine);
		worker.crash();
		expect(await codes[0]).toBe('superseded');
		workers[1]!.ready();
		await settled();
		expect(workers[1]!.runs.map(({ text }) => text)).toEqual(['b']);
		workers[1]!.answer();
		expect(await codes[1]).toBe('resolved');
	});

	it('twice over one text is given up; a later load works', async () => {
		const { engine, workers, worker } = await setUpReady();
		const run = codeOf(engine.run({ text: 'a', index: 0 }));
		await settled();
		worker.crash();
		workers[1]!.ready();
		await settled();
		workers[1]!.crash();
		expect(await run).toBe('crashed');
		expect(engine.status).toMatchObject({ phase: 'failed', error: { code: 'crashed' } });
		const later = engine.run({ text: 'c', index: 0 });
		workers[2]!.ready();
		await settled();
		workers[2]!.answer();
		expect((await later).text).toBe('c');
	});

	it('while loading is tried once more, with one thread', async () => {
		const { engine, workers } = setUp();
		const loading = codeOf(engine.load());
		workers[0]!.crash();
		expect(workers[1]!.received).toMatchObject([{ type: 'load', options: { threads: 1 } }]);
		workers[1]!.crash();
		expect(await loading).toBe('crashed');
	});

	it('by a message that cannot be read counts as dead too', async () => {
		const { workers, worker } = await setUpReady();
		worker.sendUnreadable();
		expect(worker.terminated).toBe(true);
		expect(workers.length).toBe(2);
	});
});

describe('a worker that falls silent', () => {
	afterEach(() => vi.useRealTimers());

	it('is replaced; one that gives signs of life is not', async () => {
		vi.useFakeTimers();
		const { engine, workers } = setUp();
		engine.load().catch(() => {});
		workers[0]!.ready();
		for (let i = 0; i < 5; i++) {
			vi.advanceTimersByTime(SILENCE_MS - 1);
			workers[0]!.emit({ type: 'alive' });
		}
		expect(workers.length).toBe(1);
		vi.advanceTimersByTime(2 * SILENCE_MS);
		expect(workers[0]!.terminated).toBe(true);
		expect(workers.length).toBe(2);
	});
});

describe('an engine that nobody asks', () => {
	it('gives its memory back and starts again when asked', async () => {
		const { engine, workers } = setUp({ idleMs: 5 });
		const loading = engine.load();
		workers[0]!.ready();
		await loading;
		await expect.poll(() => engine.status.phase).toBe('idle');
		expect(workers[0]!.terminated).toBe(true);
		const run = engine.run({ text: 'a', index: 0 });
		workers[1]!.ready();
		await settled();
		workers[1]!.answer();
		expect((await run).text).toBe('a');
	});
});

describe('dispose', () => {
	it('ends the worker and rejects all that was asked, and all that will be', async () => {
		const { engine, workers, worker } = await setUpReady();
		const codes = await runTwo(engine);
		engine.dispose();
		engine.dispose();
		expect(await Promise.all(codes)).toEqual(['disposed', 'disposed']);
		expect(worker.terminated).toBe(true);
		expect(await codeOf(engine.load())).toBe('disposed');
		expect(await codeOf(engine.run({ text: 'c', index: 0 }))).toBe('disposed');
		expect(workers.length).toBe(1);
	});

	it('by a listener while the load begins leaves no worker behind', async () => {
		const { engine, workers } = setUp();
		engine.onStatus(() => engine.dispose());
		expect(await codeOf(engine.load())).toBe('disposed');
		expect(workers.every(({ terminated }) => terminated)).toBe(true);
	});

	it('rejects a load under way, and an engine never loaded may be disposed', async () => {
		const { engine } = setUp();
		const loading = codeOf(engine.load());
		engine.dispose();
		expect(await loading).toBe('disposed');
		const other = setUp();
		other.engine.dispose();
		expect(other.makeWorker).not.toHaveBeenCalled();
	});
});
