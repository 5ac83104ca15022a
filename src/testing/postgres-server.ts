// A real PostgreSQL for the tests: made in a temporary folder, reachable from this machine only, gone afterwards.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const START_TIMEOUT_MS = 60_000;
/** Nothing here must survive a power cut, so nothing waits for the disk. */
const SETTINGS = [
	'fsync=off',
	'synchronous_commit=off',
	'full_page_writes=off',
	'listen_addresses=127.0.0.1',
	'unix_socket_directories=',
	'max_connections=200'
];

export interface PostgresServer {
	/** Address of a database on this server, for its superuser. */
	url(database: string): string;
	/** Ends the server and removes its folder. */
	stop(): Promise<void>;
}

/** Folder of the newest installed PostgreSQL's programs; undefined when there is none. */
export function findPostgres(): string | undefined {
	const folders = globSync('/usr/lib/postgresql/*/bin').filter((bin) => existsSync(`${bin}/initdb`));
	return folders.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
}

/** PostgreSQL refuses to run as root: the account to run it with instead; undefined when we are not root. */
async function otherAccount(): Promise<{ uid: number; gid: number } | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	const { stdout } = await promisify(execFile)('getent', ['passwd', 'postgres', 'nobody']).catch(
		(error: { stdout: string }) => error // some are missing; the others are listed all the same
	);
	const [, , uid, gid] = stdout.split('\n')[0]!.split(':');
	return { uid: Number(uid), gid: Number(gid) };
}

/** Makes and starts a server with the programs in `bin`; `settings` replace those of the tests. Rejects with the server's own words when it does not start. */
export async function startPostgres(bin: string, settings = SETTINGS): Promise<PostgresServer> {
	const folder = mkdtempSync(path.join(tmpdir(), 'neuronpedia-postgres-'));
	const account = await otherAccount();
	if (account) chownSync(folder, account.uid, account.gid);
	const cluster = path.join(folder, 'cluster');
	let server: ChildProcess | undefined;
	const stop = async () => {
		if (server && server.exitCode === null && server.signalCode === null) {
			server.kill('SIGQUIT'); // at once: there is nothing to keep
			await once(server, 'exit');
		}
		rmSync(folder, { recursive: true, force: true });
	};
	try {
		const initdb = ['-D', cluster, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'];
		await promisify(execFile)(`${bin}/initdb`, initdb, { ...account, cwd: folder });
		const port = await freePort();
		server = spawnServer(`${bin}/postgres`, ['-D', cluster, '-p', String(port)], settings, account);
		await untilReady(server);
		return { url: (database) => `postgres://postgres@127.0.0.1:${port}/${database}`, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

async function freePort(): Promise<number> {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const { port } = probe.address() as AddressInfo;
	probe.close();
	await once(probe, 'close');
	return port;
}

function spawnServer(
	program: string,
	args: string[],
	settings: string[],
	account?: { uid: number; gid: number }
): ChildProcess {
	const given = settings.flatMap((setting) => ['-c', setting]);
	return spawn(program, [...args, ...given], {
		...account,
		cwd: '/',
		stdio: ['ignore', 'ignore', 'pipe']
	});
}

async function untilReady(server: ChildProcess): Promise<void> {
	let log = '';
	server.stderr?.on('data', (chunk: Buffer) => (log = (log + chunk).slice(-4000)));
	for (let waitedMs = 0; waitedMs < START_TIMEOUT_MS; waitedMs += 50) {
		if (server.exitCode !== null) break;
		if (log.includes('ready to accept connections')) return;
		await sleep(50);
	}
	throw new Error(`PostgreSQL did not start:\n${log}`);
}
