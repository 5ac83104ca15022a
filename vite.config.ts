import type { ServerResponse } from 'node:http';
import { sveltekit } from '@sveltejs/kit/vite';
import { playwright } from '@vitest/browser-playwright';
import { defaultClientConditions, type Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { CHROMIUM_ARGS, findChromium } from './scripts/lib/chromium.ts';
import { securityHeaders } from './src/lib/server/headers.ts';

/** In dev and preview, static files and workers bypass SvelteKit's hooks; they need the headers all the same. */
const addSecurityHeaders: Plugin = {
	name: 'security-headers',
	configureServer: ({ middlewares }) => void middlewares.use(setHeaders),
	configurePreviewServer: ({ middlewares }) => void middlewares.use(setHeaders)
};

function setHeaders(_request: unknown, response: ServerResponse, next: () => void): void {
	for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
	next();
}

/** One chunk for each set of pages that share it makes dozens of tiny files; those below this size are joined to their
 *  neighbours. */
const SMALL_CHUNK_BYTES = 12_000;

/** What a first visit to the puzzle loads is two files and their styles, whatever other pages share of it: what every
 *  page needs, and what the puzzle adds. Each file more costs its headers and waits for its turn. */
const chunkGroups = [
	{
		name: 'base',
		test: /[\\/](src[\\/]routes[\\/]\+(layout|error)\.svelte|kit[\\/]src[\\/]runtime[\\/]client[\\/]entry\.js)$/,
		priority: 2
	},
	{ name: 'puzzle', test: /[\\/]src[\\/]routes[\\/]\+page\.svelte$/, priority: 1 },
	{
		name: 'shared',
		test: /[\\/](src[\\/]lib[\\/](ui|state|game|interp|util|data|campaign)|svelte|kit)[\\/]/,
		minShareCount: 2,
		entriesAware: true,
		entriesAwareMergeThreshold: SMALL_CHUNK_BYTES
	}
];

const joinChunks: Plugin = {
	name: 'join-chunks',
	config: (_config, { isSsrBuild }) =>
		isSsrBuild ? {} : { build: { rolldownOptions: { output: { codeSplitting: { groups: chunkGroups } } } } }
};

export default defineConfig({
	plugins: [addSecurityHeaders, joinChunks, sveltekit()],
	// Without this condition onnxruntime-web bundles its own worker start-up, and its threads then re-run our
	// worker and hang. With it the wasm files are named by src/lib/engine/worker.
	resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
	worker: { format: 'es' },
	// Found only when the worker or the first answer asks for them; the development server would then reload the page
	// under the player's hands.
	optimizeDeps: {
		include: [
			'@supabase/ssr',
			'@xenova/transformers',
			'onnxruntime-web/wasm',
			'onnxruntime-web/webgpu',
			'valibot'
		]
	},
	test: {
		projects: [
			{
				extends: true,
				test: {
					name: 'node',
					environment: 'node',
					globalSetup: ['src/testing/postgres-setup.ts'],
					include: ['src/**/*.spec.ts', 'scripts/**/*.spec.ts', 'supabase/tests/**/*.spec.ts'],
					exclude: ['src/**/*.svelte.spec.ts', 'src/**/*.browser.spec.ts'],
					testTimeout: 60_000,
					hookTimeout: 120_000
				}
			},
			{
				extends: true,
				test: {
					name: 'browser',
					include: ['src/**/*.svelte.spec.ts', 'src/**/*.browser.spec.ts'],
					testTimeout: 30_000,
					expect: { poll: { timeout: 5_000 } },
					browser: {
						enabled: true,
						headless: true,
						screenshotFailures: false,
						provider: playwright({
							launchOptions: { executablePath: findChromium(), args: CHROMIUM_ARGS }
						}),
						instances: [{ browser: 'chromium', viewport: { width: 800, height: 600 } }]
					}
				}
			}
		]
	}
});
