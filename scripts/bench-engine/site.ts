// Builds the bench's page as the app is built and serves it with the models, isolated as the real server does it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sirv from 'sirv';
import { build, defaultClientConditions } from 'vite';
import { securityHeaders } from '../../src/lib/server/headers.ts';

export interface Site {
	url: string;
	close(): void;
}

/** Starts the site; `folders` are served below the page's own files, the first that has a file wins. */
export async function startSite(folders: readonly string[]): Promise<Site> {
	const outDir = mkdtempSync(path.join(tmpdir(), 'bench-engine-'));
	await build({
		configFile: false,
		root: import.meta.dirname,
		logLevel: 'error',
		resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
		worker: { format: 'es' },
		publicDir: false,
		build: {
			outDir,
			target: 'esnext',
			emptyOutDir: true,
			rolldownOptions: {
				input: ['index.html', 'peer.html'].map((name) => path.join(import.meta.dirname, name))
			}
		}
	});
	const handlers = [outDir, ...folders].map((folder) => sirv(folder, { dev: true, etag: true }));
	const server = createServer((request, response) => {
		for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
		const next = (at: number): void => {
			const handler = handlers[at];
			if (handler) handler(request, response, () => next(at + 1));
			else response.writeHead(404).end();
		};
		next(0);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close() {
			server.closeAllConnections();
			server.close();
			rmSync(outDir, { recursive: true, force: true });
		}
	};
}
