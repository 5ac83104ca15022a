// What a first visit costs: bytes, jumps of the layout, and the main thread's time while one types.
import { expect, test } from '../testing/e2e-test.ts';
import { typeWhileItComputes, visit, watch, watched } from '../testing/page-cost.ts';

/** Of compressed bodies: 99 kB, and some room for another first neuron's texts. */
const MAX_BODY_BYTES = 105_000;
/** With the headers, which HTTP/1.1 repeats uncompressed for each file: 112 kB, and the same room. */
const MAX_BYTES = 118_000;
/** Strictly no task takes 50 ms (`npm run bench -- pages` tells, on a quiet machine). Here other work may hold one up,
 *  so only what could be felt fails, and more than the odd one. */
const FELT_TASK_MS = 200;
const KEYS_FOR_ONE_LONG_TASK = 10;

test('the first page is small, still, and brings neither the store’s client nor the engine', async ({
	page
}, info) => {
	await watch(page);
	const { requests, bytes, bodyBytes } = await visit(page, '/');
	info.annotations.push({ type: 'first page', description: `${bytes} bytes, ${requests.length} requests` });
	expect(bodyBytes).toBeLessThanOrEqual(MAX_BODY_BYTES);
	expect(bytes).toBeLessThanOrEqual(MAX_BYTES);
	expect((await watched(page)).shifts).toBe(0);
	expect(page.workers()).toEqual([]);
	const urls = requests.map((request) => request.url());
	expect(urls.filter((url) => /\.(wasm|onnx|bin)$|\/models\/|\/(auth|rest)\/v1\//.test(url))).toEqual([]);
	const scripts = requests.filter((request) => request.resourceType() === 'script');
	expect(scripts.length).toBeGreaterThan(5);
	for (const script of scripts) {
		const code = (await (await script.response())!.body()).toString();
		// supabase-js' own word for itself.
		expect(code.includes('supabase-js'), script.url()).toBe(false);
	}
});

test('nothing jumps on the pages that one reads', async ({ page }) => {
	await watch(page);
	for (const path of [
		'/daily',
		'/starter/2/398',
		'/explore',
		'/leaderboard',
		'/about',
		'/quests',
		'/settings'
	]) {
		await visit(page, path);
		expect((await watched(page)).shifts, path).toBe(0);
	}
});

test('typing stays smooth while the engine works', async ({ page }, info) => {
	await watch(page);
	const { keys, longTasks } = await typeWhileItComputes(page, '/');
	info.annotations.push({ type: 'long tasks', description: longTasks.map(Math.round).join(' ') || 'none' });
	expect(longTasks.filter((ms) => ms > FELT_TASK_MS)).toEqual([]);
	expect(longTasks.length).toBeLessThanOrEqual(keys / KEYS_FOR_ONE_LONG_TASK);
});
