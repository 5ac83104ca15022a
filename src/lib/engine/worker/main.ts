// The worker's entry: owns one model's tokenizer and session, and answers the page.
import { EngineError } from '../errors.ts';
import type { FromWorker, ToWorker, WireError } from '../protocol.ts';
import { createTokenizer, type Tokenizer } from '../tokenizer.ts';
import { fetchModel } from './fetch-files.ts';
import { openSession, type Session } from './session.ts';

interface Model {
	tokenizer: Tokenizer;
	session: Session;
	n_ctx: number;
	d_mlp: number;
	bos: number;
}
let model: Model | undefined;

const send = (message: FromWorker) => self.postMessage(message);

function toWire(error: unknown): WireError {
	if (error instanceof EngineError) return { code: error.code, message: error.message };
	console.error(error);
	return { code: 'runtime', message: 'The model failed on this text.' };
}

async function load(manifestUrl: string): Promise<void> {
	const files = await fetchModel(manifestUrl, (loadedBytes, totalBytes) =>
		send({ type: 'progress', loadedBytes, totalBytes })
	);
	const tokenizer = createTokenizer(files.tokenizer);
	const session = await openSession(files);
	const { n_ctx, d_mlp, bos_token_id: bos } = files.manifest.config;
	model = { tokenizer, session, n_ctx, d_mlp, bos };
	send({ type: 'ready', runtime: session.runtime });
}

async function run({ id, text, index }: Extract<ToWorker, { type: 'run' }>): Promise<void> {
	if (!model) throw new EngineError('runtime', 'The model is not loaded.');
	if (!(index >= 0 && index < model.d_mlp))
		throw new EngineError('not-found', `There is no neuron ${index}.`);
	const all = model.tokenizer.tokenize(text);
	const tokens = all.slice(0, model.n_ctx - 1);
	const ids = [model.bos, ...tokens.map((token) => token.id)];
	const activations = (await model.session.run(ids, index)).slice(1);
	send({ type: 'result', id, run: { text, tokens, activations, totalTokens: all.length } });
}

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
	if (data.type === 'load') {
		load(data.manifestUrl).catch((error) => send({ type: 'load-failed', error: toWire(error) }));
	} else {
		run(data).catch((error) => send({ type: 'run-failed', id: data.id, error: toWire(error) }));
	}
};
