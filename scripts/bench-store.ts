// `npm run bench -- store [--share 1] [--calls 400] [--kills 10]`: the store at its full size. Prints p50 and p99 of
// each function on PostgreSQL, at a tenth of the size and at the whole; the throughput of the game's mix with 50
// clients on PGlite; and votes lost in ten kills.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { openBackend, type Backend } from '../src/lib/server/embedded/backend.ts';
import { killRounds } from '../src/testing/kill-rounds.ts';
import { findPostgres, startPostgres } from '../src/testing/postgres-server.ts';
import { readSchema } from './lib/disk-schema.ts';
import { boundOf, callMakers, GAME_MIX } from './lib/store-bench/calls.ts';
import { createCaller, type Caller } from './lib/store-bench/client.ts';
import { fill, FULL, playerId, scaled, type Size } from './lib/store-bench/fill.ts';
import { seededRandom } from '../src/lib/util/seeded-random.ts';

/** What is measured is the functions: a commit does not wait for this machine's disk, all else is durable. */
const SETTINGS = [
	'listen_addresses=127.0.0.1',
	'unix_socket_directories=',
	'shared_buffers=512MB',
	'max_wal_size=4GB',
	'max_connections=50',
	'synchronous_commit=off'
];
/** Players who take part in the measurement, and the share of calls that warm up. */
const ACTIVE_PLAYERS = 300;
const WARM_UP = 40;

const { values: options } = parseArgs({
	options: {
		share: { type: 'string', default: '1' },
		calls: { type: 'string', default: '400' },
		kills: { type: 'string', default: '10' },
		seconds: { type: 'string', default: '10' }
	}
});

const quantile = (sorted: number[], q: number) =>
	sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!;

interface Mix {
	perSecond: number;
	/** CPU time of this process for each call: gateway, tokens and database together. */
	cpuMsEach: number;
	errors: string[];
}

interface Figures {
	p50: number;
	p99: number;
	errors: string[];
}

function figuresOf(times: number[], errors: string[]): Figures {
	const sorted = [...times].sort((a, b) => a - b);
	return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), errors };
}

/** Rounds are judged as they come: start one, then time its end. */
async function timeFinishing(
	call: Caller,
	players: string[],
	calls: number,
	forget: () => Promise<void>
): Promise<Figures> {
	const times: number[] = [];
	const errors: string[] = [];
	for (let i = 0; times.length < calls && i < 3 * calls; i++) {
		if (i % 20 === 0) await forget();
		const player = players[i % players.length]!;
		const { value } = await call(player, 'start_check', { campaign_id: 'bench' });
		const round = value as { id?: string; passages?: number[] };
		if (!round.id) continue;
		const fires = round.passages!.map((passage) => passage < 1_000_000);
		const { ms, error } = await call(player, 'finish_check', { round_id: round.id, fires });
		if (i >= WARM_UP) times.push(ms);
		if (error) errors.push(error);
	}
	return figuresOf(times, errors);
}

async function measure(backend: Backend, size: Size, calls: number): Promise<Map<string, Figures>> {
	const call = await createCaller(backend);
	const random = seededRandom(1);
	const players = Array.from({ length: ACTIVE_PLAYERS }, (_, i) => playerId(1 + ((i * 331) % size.players)));
	const makers = callMakers(size, random);
	const figures = new Map<string, Figures>();
	// The limit for people is not what is measured.
	const forget = () =>
		backend.database
			.run('update game.write_budgets set writes = 0, deals = 0 where writes + deals > 0')
			.then(() => {});
	for (const [name, make] of Object.entries(makers)) {
		const times: number[] = [];
		const errors: string[] = [];
		for (let i = 0; i < calls + WARM_UP; i++) {
			if (i % 20 === 0) await forget();
			const { ms, error } = await call(players[i % players.length]!, name, make());
			if (i >= WARM_UP) times.push(ms);
			if (error) errors.push(error);
		}
		figures.set(name, figuresOf(times, errors));
	}
	figures.set('finish_check', await timeFinishing(call, players, calls, forget));
	return figures;
}

async function onPostgres(size: Size, calls: number): Promise<Map<string, Figures>> {
	const bin = findPostgres();
	if (!bin) throw new Error('PostgreSQL is not installed (/usr/lib/postgresql/*/bin).');
	const server = await startPostgres(bin, SETTINGS);
	try {
		const admin = postgres(server.url('postgres'), { max: 1, onnotice: () => {} });
		await admin.unsafe('create database bench');
		await admin.end();
		const url = server.url('bench');
		const backend = await openBackend({ schema: readSchema(), dataDir: null, databaseUrl: url });
		// The backend's own connections end long statements; filling takes longer.
		const filling = postgres(url, { max: 1, onnotice: () => {} });
		try {
			const startedAt = performance.now();
			await fill(
				{ run: async (sql) => (await filling.unsafe(sql).simple()) as never, close: async () => {} },
				size,
				(step) => process.stderr.write(`  ${((performance.now() - startedAt) / 1000).toFixed(0)} s ${step}\n`)
			);
			return await measure(backend, size, calls);
		} finally {
			await filling.end();
			await backend.close();
		}
	} finally {
		await server.stop();
	}
}

/** What so many players at once get from PGlite. CPU time says what the machine could do with nothing else to do. */
async function gameMix(clients: number, seconds: number): Promise<Mix> {
	const dataDir = mkdtempSync(path.join(tmpdir(), 'neuronpedia-bench-'));
	const backend = await openBackend({ schema: readSchema(), dataDir });
	try {
		const size = scaled(FULL, 0.01);
		await fill(backend.database, size, () => {});
		const call = await createCaller(backend);
		const random = seededRandom(2);
		const makers = callMakers(size, random);
		const draws = GAME_MIX.flatMap(([name, weight]) => Array<string>(weight).fill(name));
		const errors: string[] = [];
		let done = 0;
		const cpuBefore = process.cpuUsage();
		const startedAt = performance.now();
		const until = startedAt + seconds * 1000;
		const play = async () => {
			while (performance.now() < until) {
				const name = draws[Math.floor(random() * draws.length)]!;
				const player = playerId(1 + Math.floor(random() * size.players));
				const { error } = await call(player, name, makers[name]!());
				if (error) errors.push(`${name}: ${error}`);
				done++;
			}
		};
		await Promise.all(Array.from({ length: clients }, play));
		const { user, system } = process.cpuUsage(cpuBefore);
		const perSecond = done / ((performance.now() - startedAt) / 1000);
		return { perSecond, cpuMsEach: (user + system) / 1000 / done, errors };
	} finally {
		await backend.close();
		rmSync(dataDir, { recursive: true, force: true });
	}
}

function printFigures(tenth: Map<string, Figures>, whole: Map<string, Figures>): boolean {
	console.log('function              tenth p50   p99 ms | whole p50   p99 ms | bound');
	let isFine = true;
	for (const [name, { p50, p99, errors }] of whole) {
		const before = tenth.get(name)!;
		const isSlow = p99 > boundOf(name);
		isFine &&= !isSlow && errors.length === 0;
		const cells = [before.p50, before.p99, p50, p99].map((ms) => ms.toFixed(2).padStart(8));
		console.log(
			`${name.padEnd(21)} ${cells[0]} ${cells[1]} | ${cells[2]} ${cells[3]} | ${boundOf(name)}${isSlow ? ' SLOW' : ''}` +
				(errors.length ? ` ${errors.length} ERRORS, ${errors[0]}` : '')
		);
	}
	return isFine;
}

const share = Number(options.share);
const calls = Number(options.calls);
const sizes = [scaled(FULL, share / 10), scaled(FULL, share)];
console.log(
	`PostgreSQL (synchronous_commit off), ${JSON.stringify(sizes[1])}, ${calls} calls of each function:`
);
const tenth = await onPostgres(sizes[0]!, calls);
const whole = await onPostgres(sizes[1]!, calls);
let isFine = printFigures(tenth, whole);

const mix = await gameMix(50, Number(options.seconds));
console.log(
	`PGlite, 50 clients, game mix: ${mix.perSecond.toFixed(0)} rpc/s, ${mix.cpuMsEach.toFixed(2)} ms of CPU each, ` +
		`${mix.errors.length} errors`
);
if (mix.errors[0]) console.log(`  ${mix.errors[0]}`);
isFine &&= mix.errors.length === 0;

const kills = Number(options.kills);
if (kills > 0) {
	const dataDir = mkdtempSync(path.join(tmpdir(), 'neuronpedia-kills-'));
	const report = await killRounds(dataDir, kills, 1500);
	rmSync(dataDir, { recursive: true, force: true });
	console.log(
		`${kills} kills: ${report.acknowledged} acknowledged votes, ${report.lost} lost, ${report.miscounted} miscounted`
	);
	isFine &&= report.lost === 0 && report.miscounted === 0;
}
process.exit(isFine ? 0 : 1);
