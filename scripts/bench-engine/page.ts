// What the bench runs in the browser's page: the engine as a page uses it, timed on the main thread. The Node side
// calls these functions by name.
import { createEngine, type EngineOptions } from '../../src/lib/engine/client.ts';
import { openCore } from '../../src/lib/engine/core/open-core.ts';
import type { Ort } from '../../src/lib/engine/core/ort.ts';
import type { Engine, EngineStatus, NeuronRun } from '../../src/lib/engine/engine.ts';
import { wasmRuntime } from '../../src/lib/engine/worker/runtimes.ts';
import type { ModelManifest } from '../../src/lib/interp/model-manifest.ts';
import type { ServedFile } from '../../src/lib/interp/served-file.ts';

let engine: Engine | undefined;
let corpus = '';
/** End of each of the corpus' first tokens, in UTF-16 units. */
let ends: number[] = [];

const prefix = (tokens: number) => corpus.slice(0, ends[tokens - 1]);
const workerMs = (run: NeuronRun) => (run as NeuronRun & { workerMs: number }).workerMs;

type OpenOptions = Omit<EngineOptions, 'baseUrl'> & { model: string };

export interface Timing {
	elapsedMs: number;
	workerMs: number;
}

const addressOf = (model: string) => `${location.origin}/models/${model}/`;

/** The runtime with its session creation timed: `spent.ms` grows. */
function timingCreation(ort: Ort): { ort: Ort; spent: { ms: number } } {
	const spent = { ms: 0 };
	const create: Ort['InferenceSession']['create'] = async (...given) => {
		const startedAt = performance.now();
		const session = await ort.InferenceSession.create(...given);
		spent.ms += performance.now() - startedAt;
		return session;
	};
	return { ort: { Tensor: ort.Tensor, InferenceSession: { create } }, spent };
}

const api = {
	/** Opens the engine; resolves to ms until ready and the last status. */
	async open(options: OpenOptions): Promise<{ ms: number; status: EngineStatus }> {
		engine?.dispose();
		const startedAt = performance.now();
		const { model, ...engineOptions } = options;
		engine = createEngine({ baseUrl: addressOf(model), ...engineOptions });
		await engine.load();
		return { ms: performance.now() - startedAt, status: engine.status };
	},

	/** Ms that the runtime takes to start and to create the model's sessions, with every file at hand. */
	async sessionsMs(model: string, threads: number): Promise<number> {
		const get = (name: string) => fetch(addressOf(model) + name);
		const manifest = (await (await get('manifest.json')).json()) as ModelManifest;
		const { ort, spent } = timingCreation((await wasmRuntime(threads)).ort);
		const core = await openCore(ort, 'wasm', manifest, 'standard', {
			part: async (file: ServedFile) => new Uint8Array(await (await get(file.path)).arrayBuffer()),
			rows: () => () => Promise.reject(new Error('no text is run'))
		});
		await core.release();
		return spent.ms;
	},

	close(): void {
		engine?.dispose();
	},

	/** Takes the text that all timings use; as many tokens as the model reads. */
	async read(text: string): Promise<number> {
		const run = await engine!.run({ text, index: 0 });
		corpus = text;
		ends = run.tokens.map(({ end }) => end);
		return ends.length;
	},

	/** One token appended to `tokens` of them, again and again with another word. */
	async append(tokens: number, words: readonly string[]): Promise<Timing[]> {
		await engine!.run({ text: prefix(tokens), index: 0 });
		const timings: Timing[] = [];
		for (const word of words) {
			const run = await engine!.run({ text: `${prefix(tokens)} ${word}`, index: 0 });
			timings.push({ elapsedMs: run.elapsedMs, workerMs: workerMs(run) });
		}
		return timings;
	},

	/** `tokens` new tokens: each text begins with another word. */
	async fresh(tokens: number, words: readonly string[]): Promise<Timing[]> {
		const timings: Timing[] = [];
		for (const word of words) {
			const run = await engine!.run({ text: word + prefix(tokens - 1), index: 0 });
			timings.push({ elapsedMs: run.elapsedMs, workerMs: workerMs(run) });
		}
		return timings;
	},

	/** Types the corpus at `perSecond` characters for `seconds`: answers' times, and tasks over 50 ms. */
	async type(
		perSecond: number,
		seconds: number
	): Promise<{ answeredMs: number[]; pressed: number; longTasks: number[] }> {
		const longTasks: number[] = [];
		const observer = new PerformanceObserver((list) =>
			longTasks.push(...list.getEntries().map(({ duration }) => duration))
		);
		observer.observe({ type: 'longtask' });
		const pressedAt: number[] = [];
		const answeredMs: number[] = [];
		for (let pressed = 1; pressed <= perSecond * seconds; pressed++) {
			pressedAt[pressed] = performance.now();
			engine!.run({ text: corpus.slice(0, pressed), index: 0 }).then(
				(run) => {
					const now = performance.now();
					// An answer to a newer text answers every older key press that was overtaken.
					for (let i = run.text.length; i > 0 && pressedAt[i] !== undefined; i--) {
						answeredMs.push(now - pressedAt[i]!);
						delete pressedAt[i];
					}
				},
				() => {}
			);
			await new Promise((resolve) => setTimeout(resolve, 1000 / perSecond));
		}
		await new Promise((resolve) => setTimeout(resolve, 500));
		observer.disconnect();
		return { answeredMs, pressed: perSecond * seconds, longTasks };
	},

	/** The engine's status now. */
	status(): EngineStatus {
		return engine!.status;
	},

	run(text: string, index: number): Promise<NeuronRun> {
		return engine!.run({ text, index });
	},

	async selfTest() {
		return engine!.selfTest();
	}
};

export type BenchApi = typeof api;
(globalThis as unknown as { bench: BenchApi }).bench = api;
