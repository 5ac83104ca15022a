// The engine without the game: type, and see one neuron's activation on each token. Serve this folder with Vite from
// the repository's root, so that /models/ is there: npx vite examples/engine (see README.md beside this file).
import { createEngine } from '../../src/lib/engine/client.ts';
import { EngineError } from '../../src/lib/engine/errors.ts';

const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const text = element<HTMLTextAreaElement>('text');
const neuron = element<HTMLInputElement>('neuron');
const model = new URLSearchParams(location.search).get('model') ?? 'starter';

const engine = createEngine({ baseUrl: `${location.origin}/models/${model}/` });
engine.onStatus((status) => {
	element('status').textContent =
		status.phase === 'loading'
			? `loading ${status.loadedBytes} of ${status.totalBytes} bytes`
			: status.phase === 'failed'
				? status.error.message
				: status.phase;
});

async function show(): Promise<void> {
	try {
		const run = await engine.run({ text: text.value, index: neuron.valueAsNumber });
		const lines = run.tokens.map(
			(token, at) => `${run.activations[at]!.toFixed(5).padStart(10)}  ${JSON.stringify(token.text)}`
		);
		element('activations').textContent = `${run.elapsedMs.toFixed(1)} ms\n${lines.join('\n')}`;
	} catch (error) {
		if (!(error instanceof EngineError && error.code === 'superseded')) throw error;
	}
}

text.addEventListener('input', show);
neuron.addEventListener('input', show);
await show();
