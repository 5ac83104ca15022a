// `npm run bench -- pages [--runs N]`: what the game's pages cost in headless Chromium, served by the production server
// over a new store: bytes of a first visit, layout shift, and main-thread tasks over 50 ms while one types.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { newDataDir, removeDataDir, startServer } from '../src/testing/e2e-server.ts';
import { typeWhileItComputes, visit, watch, watched } from '../src/testing/page-cost.ts';
import { CHROMIUM_ARGS, ensureChromium } from './lib/chromium.ts';

const PAGES = ['/', '/daily', '/starter/2/398', '/explore', '/leaderboard', '/about'];

const { values } = parseArgs({ options: { runs: { type: 'string', default: '3' } } });
const dataDir = newDataDir();
const server = await startServer(dataDir);
const browser = await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGS });
try {
	console.log(`${browser.version()}, ${cpus()[0]?.model}, model: starter\n`);
	console.log('page                 requests   bytes with headers   layout shift');
	for (const path of PAGES) {
		const page = await (await browser.newContext()).newPage(); // nothing is cached
		await watch(page);
		const { requests, bytes } = await visit(page, server.url + path);
		const { shifts } = await watched(page);
		console.log(
			`${path.padEnd(20)} ${String(requests.length).padStart(8)} ${String(bytes).padStart(20)} ${shifts.toFixed(3).padStart(14)}`
		);
		await page.context().close();
	}
	console.log('\ntyping while the engine computes');
	for (let run = 1; run <= Number(values.runs); run++) {
		const page = await (await browser.newContext()).newPage();
		await watch(page);
		const { keys, longTasks } = await typeWhileItComputes(page, server.url);
		const longest = longTasks.length ? `, longest ${Math.round(Math.max(...longTasks))} ms` : '';
		console.log(`run ${run}: ${keys} keys, ${longTasks.length} tasks over 50 ms${longest}`);
		await page.context().close();
	}
} finally {
	await browser.close();
	await server.end();
	removeDataDir(dataDir);
}
