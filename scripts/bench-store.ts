// `npm run bench -- store [--share 1] [--calls 300] [--kills 10] [--seconds 10]`: the store at its full size. Prints p50
// and p99 of every function on PostgreSQL, at a tenth of the size and at the whole; the throughput of the game's mix with
// 50 clients on PGlite; and votes lost in ten kills.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { openBackend } from '../src/lib/server/embedded/backend.ts';
import { killRounds } from '../src/testing/kill-rounds.ts';
import { findPostgres, startPostgres } from '../src/testing/postgres-server.ts';
import { readSchema } from './lib/disk-schema.ts';
import { boundOf } from './lib/store-bench/calls.ts';
import { fill, FULL, scaled, type Size } from './lib/store-bench/fill.ts';
import { gameMix } from './lib/store-bench/game-mix.ts';
import { measure, unmeasured, type Figures } from './lib/store-bench/measure.ts';

/** What is measured is the functions: a commit does not wait for this machine's disk, all else is durable. The buffers
 *  are a quarter of a server with 8 GB, as PostgreSQL's manual advises. */
const SETTINGS = [
	'listen_addresses=127.0.0.1',
	'unix_socket_directories=',
	'shared_buffers=2GB',
	'max_wal_size=4GB',
	'max_connections=50',
	'synchronous_commit=off'
];
const CLIENTS = 50;
/** Calls in a second that the mix must reach. */
const LEAST_PER_SECOND = 500;
const KILL_AFTER_MS = 1500;

const { values: options } = parseArgs({
	options: {
		share: { type: 'string', default: '1' },
		calls: { type: 'string', default: '300' },
		kills: { type: 'string', default: '10' },
		seconds: { type: 'string', default: '10' }
	}
});

async function fillServer(url: string, size: Size): Promise<void> {
	// The backend's own connections end long statements; filling takes longer.
	const filling = postgres(url, { max: 1, onnotice: () => {} });
	const startedAt = performance.now();
	const told = (step: string) =>
		process.stderr.write(`  ${((performance.now() - startedAt) / 1000).toFixed(0)} s ${step}\n`);
	try {
		await fill(
			{ run: async (sql) => (await filling.unsafe(sql).simple()) as never, close: async () => {} },
			size,
			told
		);
	} finally {
		await filling.end();
	}
}

async function onPostgres(size: Size, calls: number): Promise<Map<string, Figures>> {
	const bin = findPostgres();
	if (!bin) throw new Error('PostgreSQL is not installed (/usr/lib/postgresql/*/bin).');
	const server = await startPostgres(bin, SETTINGS);
	try {
		const url = server.url('postgres');
		const backend = await openBackend({ schema: readSchema(), dataDir: null, databaseUrl: url });
		try {
			const unknown = await unmeasured(backend);
			if (unknown.length > 0) throw new Error(`Not in the bench: ${unknown.join(', ')}.`);
			await fillServer(url, size);
			return await measure(backend, size, calls);
		} finally {
			await backend.close();
		}
	} finally {
		await server.stop();
	}
}

/** What is to be said of a row; '' when all is well. */
function verdict({ p99, blocks, errors }: Figures, bound: number | undefined): string {
	if (errors.length > 0) return `ERRORS: ${errors[0]}`;
	if (bound !== undefined && p99 > bound) return `SLOW in each of ${blocks} blocks`;
	return blocks > 1 ? `in block ${blocks}` : '';
}

function printFigures(tenth: Map<string, Figures>, whole: Map<string, Figures>): boolean {
	console.log('function              tenth p50   p99 ms | whole p50   p99 ms | growth | ping p99 | bound');
	let isFine = true;
	for (const [name, figures] of whole) {
		const before = tenth.get(name)!;
		const said = verdict(figures, boundOf(name));
		isFine &&= !/^(ERRORS|SLOW)/.test(said) && before.errors.length === 0;
		const [p50, p99, wholeP50, wholeP99] = [before.p50, before.p99, figures.p50, figures.p99].map((ms) =>
			ms.toFixed(2).padStart(8)
		);
		const growth = `${(figures.p50 / before.p50).toFixed(1).padStart(5)}x`;
		console.log(
			`${name.padEnd(21)} ${p50} ${p99} | ${wholeP50} ${wholeP99} | ${growth} | ` +
				`${figures.pingP99.toFixed(2).padStart(8)} | ${boundOf(name) ?? '-'} ${said}`.trimEnd()
		);
	}
	return isFine;
}

async function printMix(seconds: number): Promise<boolean> {
	const { perSecond, cpuMsEach, errors } = await gameMix(CLIENTS, seconds);
	console.log(
		`PGlite, ${CLIENTS} clients, game mix: ${perSecond.toFixed(0)} rpc/s (at least ${LEAST_PER_SECOND}), ` +
			`${cpuMsEach.toFixed(2)} ms of CPU each, ${errors.length} errors${errors[0] ? `, ${errors[0]}` : ''}`
	);
	return errors.length === 0 && perSecond >= LEAST_PER_SECOND;
}

async function printKills(kills: number): Promise<boolean> {
	const dataDir = mkdtempSync(path.join(tmpdir(), 'neuronpedia-kills-'));
	try {
		const { acknowledged, lost, miscounted } = await killRounds(dataDir, kills, KILL_AFTER_MS);
		console.log(`${kills} kills: ${acknowledged} acknowledged votes, ${lost} lost, ${miscounted} miscounted`);
		return lost === 0 && miscounted === 0;
	} finally {
		rmSync(dataDir, { recursive: true, force: true });
	}
}

const [share, calls, kills] = [Number(options.share), Number(options.calls), Number(options.kills)];
const whole = scaled(FULL, share);
console.log(
	`PostgreSQL (synchronous_commit off), ${JSON.stringify(whole)}, ${calls} calls of each function:`
);
const before = await onPostgres(scaled(FULL, share / 10), calls);
const fine = [
	printFigures(before, await onPostgres(whole, calls)),
	await printMix(Number(options.seconds)),
	kills === 0 || (await printKills(kills))
];
process.exit(fine.every(Boolean) ? 0 : 1);
