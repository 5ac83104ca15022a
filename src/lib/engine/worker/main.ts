// The worker's entry: takes questions from the page, the newest first, and lets the model's background work (tables,
// the trial of WebGPU) happen only while nobody asks.
import type { EngineCore } from '../core/engine-core.ts';
import { EngineError } from '../errors.ts';
import type { Answer, FromWorker, Question, ToWorker, WireError, WireRun } from '../protocol.ts';
import { openOpfsStore } from './files/opfs-store.ts';
import { ModelHost } from './host.ts';
import { modelIdOf } from './model-id.ts';
import { breathe } from './breathe.ts';

/** Nobody has asked for so long: time for work that would be in the way. */
const QUIET_MS = 3_000;

let host: ModelHost | undefined;
/** The question that is being answered, or none. */
let current: { id: number; isCancelled: boolean } | undefined;
let lastAskedAt = 0;

const send = (message: FromWorker) => self.postMessage(message);

function toWire(error: unknown): WireError {
	if (error instanceof EngineError) return { code: error.code, message: error.message };
	console.error(error);
	const isMemory = error instanceof RangeError || /memory|alloc/i.test(String(error));
	if (isMemory) return { code: 'out-of-memory', message: 'There is too little memory for the model.' };
	return { code: 'runtime', message: 'The model failed on this text.' };
}

const sendReady = ({ runtime, model, keeping }: ModelHost) =>
	send({ type: 'ready', runtime, model, keeping });

async function load({ manifestUrl, options }: Extract<ToWorker, { type: 'load' }>): Promise<void> {
	setInterval(() => send({ type: 'alive' }), options.aliveEveryMs);
	const store = await openOpfsStore(modelIdOf(manifestUrl));
	host = await ModelHost.open(manifestUrl, options, store, (loadedBytes, totalBytes) =>
		send({ type: 'progress', loadedBytes, totalBytes })
	);
	sendReady(host);
	if (options.keepTables) await workInBackground(host);
}

/** Resolves once no question has come for a while. */
async function quiet(): Promise<void> {
	while (current || performance.now() - lastAskedAt < QUIET_MS) {
		await new Promise((resolve) => setTimeout(resolve, QUIET_MS / 4));
	}
}

async function workInBackground(model: ModelHost): Promise<void> {
	try {
		await model.keepTables();
		await quiet();
		await model.distrustRows();
	} catch (error) {
		console.warn('The model’s tables could not be kept; rows are fetched one by one:', error);
	}
	sendReady(model); // the device may be full by now
	await quiet();
	if (await model.tryGpu()) sendReady(model);
}

async function answer(core: EngineCore, id: number, question: Question): Promise<Answer> {
	const startedAt = performance.now();
	const isWanted = async () => {
		await breathe();
		return !current?.isCancelled;
	};
	const timed = (run: Omit<WireRun, 'workerMs'>): WireRun => ({
		...run,
		workerMs: performance.now() - startedAt
	});
	switch (question.kind) {
		case 'run': {
			const onPartial = (run: Omit<WireRun, 'workerMs'>) => send({ type: 'partial', id, run: timed(run) });
			return { kind: 'run', run: timed(await core.run(question, { isWanted, onPartial })) };
		}
		case 'rank':
			return { kind: 'rank', ranking: await core.rank(question.request, { isWanted }) };
		case 'self-test':
			return { kind: 'self-test', selfTest: await core.selfTest(breathe) };
	}
}

async function ask({ id, question }: Extract<ToWorker, { type: 'ask' }>): Promise<void> {
	lastAskedAt = performance.now();
	current = { id, isCancelled: false };
	try {
		if (!host) throw new EngineError('runtime', 'The model is not loaded.');
		const { runtime } = host;
		const found = await host.ask((core) => answer(core, id, question));
		if (host.runtime !== runtime) sendReady(host); // it fell back
		send({ type: 'answer', id, answer: found });
	} catch (error) {
		send({ type: 'ask-failed', id, error: toWire(error) });
	} finally {
		current = undefined;
	}
}

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
	if (data.type === 'load') {
		load(data).catch((error) => send({ type: 'load-failed', error: toWire(error) }));
	} else if (data.type === 'ask') {
		ask(data);
	} else if (current?.id === data.id) {
		current.isCancelled = true;
	}
};
