// Starts the real production server as a child process, for browser tests: its own port, its own data folder.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const START_TIMEOUT_MS = 60_000;

export interface TestServer {
	url: string;
	dataDir: string;
	/** From the last spawn to the line that says it is ready. */
	startMs: number;
	/** Ends the process: SIGTERM lets it close its store, SIGKILL does not. Resolves when it is gone. */
	end(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
	/** Starts it again, after its end, over the same data on the same port. */
	start(): Promise<void>;
	/** Ends it so and starts it again. */
	restart(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

function waitForUrl(child: ChildProcess): Promise<string> {
	return new Promise((resolve, reject) => {
		let output = '';
		const timer = setTimeout(() => {
			child.kill('SIGKILL');
			reject(new Error(`the server was not ready in time:\n${output}`));
		}, START_TIMEOUT_MS);
		const collect = (chunk: Buffer) => {
			output += chunk.toString();
			const url = /ready: (http:\S+)/.exec(output)?.[1];
			if (!url) return;
			clearTimeout(timer);
			resolve(url);
		};
		child.stdout?.on('data', collect);
		child.stderr?.on('data', collect);
		child.once('exit', (code) => {
			clearTimeout(timer);
			reject(new Error(`the server ended with ${code}:\n${output}`));
		});
	});
}

/** A new, empty data folder; `removeDataDir` takes it away again. */
export const newDataDir = () => mkdtempSync(path.join(tmpdir(), 'neuronpedia-e2e-'));
export const removeDataDir = (dataDir: string) => rmSync(dataDir, { recursive: true, force: true });

interface Running {
	url: string;
	startMs: number;
	end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

async function spawnServer(env: Record<string, string>): Promise<Running> {
	const startedAt = performance.now();
	const child = spawn(process.execPath, ['scripts/start.ts'], {
		cwd: root,
		env: { ...process.env, NODE_ENV: 'production', ...env },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const url = await waitForUrl(child);
	const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
		child.kill(signal);
		await exited;
	};
	return { url, startMs: performance.now() - startedAt, end };
}

/** Starts `npm start`'s script over `dataDir` on `port` (0 for any that is free). `env` adds settings. */
export async function startServer(
	dataDir: string,
	port = 0,
	env: Record<string, string> = {}
): Promise<TestServer> {
	const settings = { ...env, PORT: String(port), DATA_DIR: dataDir };
	let running = await spawnServer(settings);
	const { url } = running;
	const start = async () => {
		running = await spawnServer({ ...settings, PORT: new URL(url).port });
	};
	return {
		url,
		dataDir,
		get startMs() {
			return running.startMs;
		},
		end: (signal = 'SIGTERM') => running.end(signal),
		start,
		restart: async (signal) => {
			await running.end(signal);
			await start();
		}
	};
}
