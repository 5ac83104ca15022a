// `npm start`: prepares what is missing, builds the app when its sources changed, and serves the game.
import path from 'node:path';
import { ensureBuild } from './lib/app-build.ts';
import { createProgress, type Progress } from './lib/progress.ts';

const root = path.resolve(import.meta.dirname, '..');

/** Vite names each file it writes; their number is not known before, so the bar counts lines towards a guess. */
const USUAL_BUILD_LINES = 120;

async function buildApp(): Promise<void> {
	let progress: Progress | undefined; // only when there is something to build
	let lines = 0;
	await ensureBuild(root, () => {
		progress ??= createProgress({ label: 'Building the app', total: USUAL_BUILD_LINES, unit: 'steps' });
		progress.update(Math.min(++lines, USUAL_BUILD_LINES - 1));
	});
	progress?.finish();
}

async function start(): Promise<void> {
	process.chdir(root);
	const { prepare } = await import('./prepare.ts');
	await prepare();
	await buildApp();
	process.env.NODE_ENV ??= 'production';
	const { serve } = await import('./serve.ts');
	const { url } = await serve(root);
	console.log(`Neuronpedia is ready: ${url}`);
}

try {
	await start();
} catch (error) {
	console.error(`\nNeuronpedia could not start. ${error instanceof Error ? error.message : String(error)}`);
	if (process.env.DEBUG) console.error(error);
	process.exit(1);
}
