// Offline with the server's process really ended: the app opens cold, and what needs the server says so.
import { expect, test } from '@playwright/test';
import { newDataDir, removeDataDir, startServer, type TestServer } from '../testing/e2e-server.ts';
import { expectGone, openInstalled } from '../testing/offline.ts';

test.use({ serviceWorkers: 'allow' });

let server: TestServer;
let dataDir: string;
test.beforeAll(async () => {
	dataDir = newDataDir();
	server = await startServer(dataDir);
});
test.afterAll(async () => {
	await server?.end();
	removeDataDir(dataDir);
});

test('opens cold without the server, isolated, and says what needs it', async ({ page, context }) => {
	await openInstalled(page, server.url);
	await page.close();
	await server.end('SIGKILL');
	await expectGone(server.url);
	const cold = await context.newPage();
	const broken: string[] = [];
	cold.on('pageerror', (error) => broken.push(error.message));
	await cold.goto(`${server.url}/about`);
	await expect(cold.getByRole('heading', { level: 1 })).toBeVisible();
	expect(await cold.evaluate(() => crossOriginIsolated)).toBe(true);
	await cold.goto(`${server.url}/leaderboard`);
	await expect(cold.getByRole('heading', { level: 1 })).toHaveText('This page needs the internet');
	expect(broken).toEqual([]);
});
