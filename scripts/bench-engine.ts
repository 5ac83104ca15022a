// `npm run bench -- engine [--json FILE] [--threads N] [--only PART]`: the engine in headless Chromium and in Node on
// gpt2-small's shape (random weights of seed 1) against the runtime's own limit and transformers.js, in one run.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { measureEngine } from './bench-engine/engine-figures.ts';
import { measureLimit, measurePeer } from './bench-engine/peer-figures.ts';
import { measureNode } from './bench-engine/node-figures.ts';
import { Report } from './bench-engine/report.ts';
import { startSite } from './bench-engine/site.ts';
import { CHROMIUM_ARGS, ensureChromium } from './lib/chromium.ts';
import { ensureModel } from './lib/model-build.ts';
import { root } from './lib/model-source.ts';

const { values } = parseArgs({
	options: { json: { type: 'string' }, threads: { type: 'string' }, only: { type: 'string' } }
});
const threads = Number(values.threads ?? 1);
const SEED = 1;

/** Not below static/: what lies there is copied into every build of the app. */
const served = path.join(root, '.cache/bench');
const { manifest, dir } = await ensureModel('gpt2-small', {
	randomWeightsSeed: SEED,
	modelsDir: path.join(served, 'models')
});
const peerDir = mkdtempSync(path.join(tmpdir(), 'bench-peer-'));
const site = await startSite([served, peerDir]);
const browser = await chromium.launch({
	executablePath: ensureChromium(),
	// The peer keeps whole models in JavaScript's heap.
	args: [...CHROMIUM_ARGS, '--js-flags=--max-old-space-size=8192']
});
const report = new Report();
const does = (part: string) => values.only === undefined || values.only === part;
try {
	console.log(`${manifest.title}; ${browser.version()}, ${cpus()[0]?.model}, ${threads} thread(s)\n`);
	if (values.only === 'loading') await measureEngine(browser, site.url, manifest, threads, report, true);
	const engine = does('engine')
		? await measureEngine(browser, site.url, manifest, threads, report)
		: undefined;
	if (does('limit')) await measureLimit(browser, site.url, peerDir, manifest, threads, report, engine);
	if (does('peer')) await measurePeer(browser, site.url, peerDir, manifest, threads, report, engine);
	if (does('node')) await measureNode(dir, path.join(peerDir, 'limit'), manifest, report);
	report.write(values.json);
} finally {
	await browser.close();
	site.close();
	rmSync(peerDir, { recursive: true, force: true });
}
