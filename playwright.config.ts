import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGS, findChromium } from './scripts/lib/chromium.ts';

// Each test file starts the production server it needs (src/testing/e2e-server.ts) on a free port with a data
// folder of its own, so there is no shared web server here.
export default defineConfig({
	testDir: 'src',
	testMatch: '**/*.e2e.ts',
	outputDir: 'test-results/e2e',
	fullyParallel: false,
	workers: 1, // two cores: the server and the browser already fill them
	retries: 0,
	timeout: 90_000,
	expect: { timeout: 15_000 },
	reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
	use: {
		screenshot: 'only-on-failure',
		serviceWorkers: 'block', // routes of tests would not see its requests; offline.e2e.ts lets it work
		trace: 'retain-on-failure',
		launchOptions: { executablePath: findChromium(), args: CHROMIUM_ARGS }
	},
	projects: [
		{ name: 'desktop', use: { viewport: { width: 1280, height: 800 } } },
		{ name: 'phone', use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } }
	]
});
