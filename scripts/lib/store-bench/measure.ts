// The time of each function, one call after the other, each after a call that does next to nothing: how much the machine
// disturbed that one stands beside it. A block of calls that breaks its bound is measured again.
import type { Backend } from '../../../src/lib/server/embedded/backend.ts';
import { seededRandom } from '../../../src/lib/util/seeded-random.ts';
import { boundOf, CALLS } from './calls.ts';
import { createCaller } from './client.ts';
import { playerId, type Size } from './fill.ts';
import type { Maker, Turn } from './turn.ts';

/** Players who take part in the measurement (the first is the moderator), and the calls that warm up. */
const FIRST_ACTIVE = 2;
const ACTIVE_PLAYERS = 300;
const WARM_UP = 40;
const MOST_BLOCKS = 4;
/** The limit for people (60 writes a minute) is not what is measured: it is taken back so often. */
const FORGET_EVERY = 20;
/** The reference: goes the whole way through the gateway and reads one row. */
const PING = 'campaigns';

export interface Figures {
	p50: number;
	p99: number;
	/** Of the reference during the same block. */
	pingP99: number;
	/** How many blocks it took to find one that keeps the bound. */
	blocks: number;
	errors: string[];
}

function quantile(times: number[], q: number): number {
	const sorted = [...times].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN;
}

type Session = Pick<Turn, 'size' | 'call' | 'below'> & { forget(): Promise<void> };

async function measureBlock(
	session: Session,
	name: string,
	maker: Maker,
	from: number,
	calls: number
): Promise<Figures> {
	const { call } = session;
	const times: number[] = [];
	const pings: number[] = [];
	const errors: string[] = [];
	for (let i = 0; i < calls + WARM_UP; i++) {
		if (i % FORGET_EVERY === 0) await session.forget();
		const number = from + i;
		const player = playerId(FIRST_ACTIVE + (number % ACTIVE_PLAYERS));
		const ping = await call(player, PING, {});
		const prepared = await maker({ ...session, number, player });
		if (!prepared) continue;
		const { ms, error } = await call(prepared.as ?? player, name, prepared.args);
		if (error) errors.push(error);
		if (i < WARM_UP) continue;
		times.push(ms);
		pings.push(ping.ms);
	}
	const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)];
	return { p50, p99, pingP99: quantile(pings, 0.99), blocks: 1, errors };
}

/** The best of up to four blocks; one that keeps its bound is enough. Noise strikes some blocks, a function's own slow
 *  calls all of them. */
async function measureFunction(
	session: Session,
	name: string,
	maker: Maker,
	calls: number
): Promise<Figures> {
	let best: Figures | undefined;
	for (let block = 0; block < MOST_BLOCKS; block++) {
		const found = await measureBlock(session, name, maker, block * (calls + WARM_UP), calls);
		if (!best || found.p99 < best.p99) best = found;
		best.blocks = block + 1;
		best.errors = [...new Set([...best.errors, ...found.errors])];
		if (best.p99 <= (boundOf(name) ?? Infinity)) break;
	}
	return best!;
}

/** Functions of schema api that the bench does not know. */
export async function unmeasured({ database }: Backend): Promise<string[]> {
	const rows = await database.run(`select distinct proname::text as name from pg_proc
		where pronamespace = 'api'::regnamespace order by 1`);
	return rows.map(({ name }) => String(name)).filter((name) => !(name in CALLS));
}

/** Measures every function on a filled store. */
export async function measure(backend: Backend, size: Size, calls: number): Promise<Map<string, Figures>> {
	const random = seededRandom(1);
	const session: Session = {
		size,
		call: await createCaller(backend),
		below: (end) => Math.floor(random() * end),
		forget: async () => {
			await backend.database.run(
				'update game.write_budgets set writes = 0, deals = 0 where writes + deals > 0'
			);
		}
	};
	const figures = new Map<string, Figures>();
	for (const [name, maker] of Object.entries(CALLS)) {
		figures.set(name, await measureFunction(session, name, maker, calls));
	}
	return figures;
}
