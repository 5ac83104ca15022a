// Starts Vite's own development or preview server as a child process, with a data folder of its own.
import { spawn } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const START_TIMEOUT_MS = 60_000;

/** Runs `vite dev` or `vite preview` on any free port; `end` resolves when the process is gone. */
export async function startVite(
	command: 'dev' | 'preview',
	dataDir: string
): Promise<{ url: string; end: () => Promise<void> }> {
	const vite = path.join(root, 'node_modules/vite/bin/vite.js');
	const child = spawn(process.execPath, [vite, command, '--port', '0', '--host', '127.0.0.1'], {
		cwd: root,
		env: { ...process.env, DATA_DIR: dataDir, NO_COLOR: '1' },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const end = async () => {
		child.kill('SIGKILL');
		await exited;
	};
	const url = await new Promise<string>((resolve, reject) => {
		let output = '';
		const timer = setTimeout(
			() => reject(new Error(`vite ${command} was not ready:\n${output}`)),
			START_TIMEOUT_MS
		);
		const collect = (chunk: Buffer) => {
			output += chunk.toString();
			const found = /(http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
			if (found) resolve(found);
		};
		child.stdout.on('data', collect);
		child.stderr.on('data', collect);
		void exited.then(() => reject(new Error(`vite ${command} ended:\n${output}`)));
		void exited.then(() => clearTimeout(timer));
	}).catch(async (error) => {
		await end();
		throw error;
	});
	return { url, end };
}
